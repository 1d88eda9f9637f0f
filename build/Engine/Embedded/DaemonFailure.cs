namespace GlanceGate.Engine.Embedded;

/// <summary>Says why the gate's own engine could not be started, and what to do.</summary>
internal static class DaemonFailure
{
    // A part of the engine's words to what helps.
    private static readonly (string Words, string Hint)[] Hints =
    [
        ("operation not permitted", "this machine, or the container that it is, lacks a capability: an engine needs SYS_ADMIN and NET_ADMIN"),
        ("permission denied", "this machine, or the container that it is, lacks a capability: an engine needs SYS_ADMIN and NET_ADMIN"),
        ("cgroup", "control groups are not mounted or cannot be written: on Debian without systemd apt-get install cgroupfs-mount"),
        ("no space left", "the disk of the state folder is full"),
        ("storage driver", "the file system of the state folder cannot carry images: choose another with XDG_STATE_HOME"),
    ];

    /// <summary>Makes the message.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="lastLines">The last lines of the engine's log.</param>
    /// <param name="log">Path of the log.</param>
    public static string Explain(string what, string lastLines, string log)
    {
        var hint = Hints.FirstOrDefault(item => lastLines.Contains(item.Words, StringComparison.OrdinalIgnoreCase)).Hint
            ?? "an engine that is started by other means can be named with --engine";
        return $"{what}; hint: {hint}. {log} ends with:{Environment.NewLine}{lastLines}";
    }
}
