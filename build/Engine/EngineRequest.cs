namespace GlanceGate.Engine;

/// <summary>Which engine a run asks for.</summary>
/// <param name="Endpoint">Address that the user named, <see cref="Embedded"/>, or null to find one.</param>
/// <param name="StateFolder">Absolute path of the folder in which the gate keeps what outlives a run.</param>
/// <param name="AllowEmbedded">Whether the gate may bring its own engine where none answers.</param>
internal sealed record EngineRequest(string? Endpoint, string StateFolder, bool AllowEmbedded = true)
{
    /// <summary>Instead of an address: the gate's own engine, whatever else there is.</summary>
    public const string Embedded = "embedded";

    /// <summary>The state folder where the user names none: <c>$XDG_STATE_HOME/glance-gate</c>, else <c>~/.local/state/glance-gate</c>.</summary>
    public static string DefaultStateFolder
    {
        get
        {
            // The XDG specification: a relative value is to be ignored.
            var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            return Path.IsPathRooted(state)
                ? Path.Combine(state, "glance-gate")
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", "glance-gate");
        }
    }
}
