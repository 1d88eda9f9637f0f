using GlanceGate.Engine.Embedded;

namespace GlanceGate.Engine.Packages;

/// <summary>This machine, with Debian's apt-get.</summary>
/// <param name="turn">File whose lock the gates of the machine take in turn.</param>
/// <param name="locks">Locks of the package manager.</param>
internal sealed class DebianHost(string turn, IReadOnlyList<string> locks) : IPackageHost
{
    // An apt-get that is asked to end lets dpkg finish the package in hand.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>This machine.</summary>
    public static DebianHost OfThisMachine { get; } = new(
        "/run/glance-gate.packages.lock",
        ["/var/lib/dpkg/lock-frontend", "/var/lib/dpkg/lock", "/var/lib/apt/lists/lock", "/var/cache/apt/archives/lock"]);

    /// <inheritdoc/>
    public bool MayInstall => Environment.IsPrivilegedProcess && HostCommand.Exists("apt-get");

    /// <inheritdoc/>
    public bool Has(string command) => HostCommand.Exists(command);

    /// <inheritdoc/>
    public LockHolder? Holder() => locks.Select(RecordLock.HolderOf).FirstOrDefault(holder => holder is not null);

    /// <inheritdoc/>
    public IDisposable? TryTakeTurn() => RecordLock.TryTake(turn);

    /// <inheritdoc/>
    public LockHolder? TurnHolder() => RecordLock.HolderOf(turn);

    /// <inheritdoc/>
    public Task<CommandResult> RunAsync(IReadOnlyList<string> command, Action<string> lines, ProgressDeadline deadline) =>
        HostCommand.RunAsync(deadline, Grace, lines, command);
}
