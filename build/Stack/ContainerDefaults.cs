namespace GlanceGate.Stack;

/// <summary>What holds for every container whose service does not say otherwise.</summary>
internal static class ContainerDefaults
{
    /// <summary>No process, nor what it starts, gets more rights than it began with, whatever programs with the set-user-id bit an image has.</summary>
    public const string NoNewPrivileges = "no-new-privileges";

    /// <summary>Processes and threads at once. The most that a service of ours has is a tenth of it.</summary>
    public const int PidsLimit = 4096;

    // Frames and packets with forged senders could be written with it.
    private const string RawPackets = "NET_RAW";

    /// <summary>Capabilities that are dropped.</summary>
    /// <param name="added">Those that the service adds.</param>
    /// <param name="dropped">Those that it drops.</param>
    public static IReadOnlyList<string> CapDrop(IReadOnlyList<string> added, IReadOnlyList<string> dropped) =>
        dropped.Contains("ALL") || dropped.Contains(RawPackets) || added.Contains("ALL") || added.Contains(RawPackets) ? dropped : [.. dropped, RawPackets];

    /// <summary>Security options.</summary>
    /// <param name="given">Those of the service; one that starts with <see cref="NoNewPrivileges"/> stands instead of the default.</param>
    public static IReadOnlyList<string> SecurityOpt(IReadOnlyList<string> given) =>
        given.Any(option => option.StartsWith(NoNewPrivileges, StringComparison.Ordinal)) ? given : [.. given, NoNewPrivileges];
}
