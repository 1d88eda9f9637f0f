namespace GlanceGate.Machine;

/// <summary>The folder of what outlives a run.</summary>
internal static class StateFolder
{
    /// <summary><c>$XDG_STATE_HOME/glance-gate</c>, by default <c>~/.local/state/glance-gate</c> (XDG Base Directory Specification 0.8).</summary>
    public static string Default()
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (string.IsNullOrEmpty(state) || !Path.IsPathRooted(state))
        {
            state = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        }

        return Path.Combine(state, "glance-gate");
    }
}
