using GlanceGate.Engine.Embedded;

namespace GlanceGate.Engine.Packages;

/// <summary>The one place where packages are installed on this machine: one at a time among all gates of the machine, and after everybody else who does.</summary>
/// <remarks>Made once a run: what could not be installed is not tried again in it.</remarks>
/// <param name="host">The machine.</param>
/// <param name="patience">Time limits.</param>
/// <param name="time">Clock.</param>
internal sealed class HostPackages(IPackageHost host, Patience patience, TimeProvider time)
{
    private const int Tries = 3;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PauseAfterFetch = TimeSpan.FromSeconds(10);

    // The lock among gates keeps processes apart, this one the threads of a process.
    private static readonly SemaphoreSlim InProcess = new(1);

    // Names of what fails are looked for in English. apt gives up at the first name that is not resolved, unless it is told to ask again.
    private static readonly string[] AptGet =
    [
        "env", "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get", "-o", "Acquire::Retries=6", "-o", "DPkg::Lock::Timeout=10",
    ];

    private readonly Dictionary<string, EngineException> _failed = new(StringComparer.Ordinal);

    /// <summary>What base images are made with: command to package.</summary>
    public static IReadOnlyDictionary<string, string> ForBaseImages { get; } = new Dictionary<string, string> { ["mmdebstrap"] = "mmdebstrap" };

    /// <summary>Packages of this machine.</summary>
    public static HostPackages OfThisMachine(Patience patience) => new(DebianHost.OfThisMachine, patience, TimeProvider.System);

    /// <summary>Installs packages for commands that are missing; nothing when all are there.</summary>
    /// <param name="needed">Command to the package that has it.</param>
    /// <param name="along">More of them, that will be needed later: they come along when something is installed anyway.</param>
    /// <param name="progress">Gets lines of what takes time.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EngineException">Something is missing and cannot be installed; the message says what to do.</exception>
    public async Task EnsureAsync(
        IReadOnlyDictionary<string, string> needed,
        IReadOnlyDictionary<string, string> along,
        IProgress<string> progress,
        CancellationToken cancellation)
    {
        if (Missing(needed).Length == 0)
        {
            return;
        }

        await InProcess.WaitAsync(cancellation);
        try
        {
            await EnsureInTurnAsync(needed, along, progress, cancellation);
        }
        finally
        {
            InProcess.Release();
        }
    }

    private async Task EnsureInTurnAsync(
        IReadOnlyDictionary<string, string> needed,
        IReadOnlyDictionary<string, string> along,
        IProgress<string> progress,
        CancellationToken cancellation)
    {
        var names = string.Join(' ', Missing(needed));
        if (names.Length == 0)
        {
            return;
        }

        if (!host.MayInstall)
        {
            throw new EngineException($"missing on this machine: {names}. As root on Debian: apt-get install {names}; "
                + "else start a Docker or Podman engine and name it with --engine or DOCKER_HOST");
        }

        if (_failed.TryGetValue(names, out var before))
        {
            throw new EngineException(before.Message, before);
        }

        try
        {
            using var turn = await TakeTurnAsync(names, progress, cancellation);
            string[] missing = [.. Missing(needed).Concat(Missing(along)).Distinct().Order(StringComparer.Ordinal)];
            if (Missing(needed).Length > 0)
            {
                await InstallAsync(missing, progress, cancellation);
            }

            if (needed.Keys.Where(command => !host.Has(command)).ToArray() is { Length: > 0 } still)
            {
                throw new EngineException($"{names} is installed and yet there is no command {string.Join(", ", still)}");
            }
        }
        catch (EngineException failure)
        {
            _failed[names] = failure;
            throw;
        }
    }

    private async Task<IDisposable> TakeTurnAsync(string names, IProgress<string> progress, CancellationToken cancellation)
    {
        var wait = NewWait($"installing {names}", progress);
        while (true)
        {
            if (host.TryTakeTurn() is { } turn)
            {
                return turn;
            }

            await wait.NextAsync(host.TurnHolder(), cancellation);
        }
    }

    private async Task InstallAsync(string[] packages, IProgress<string> progress, CancellationToken cancellation)
    {
        var names = string.Join(' ', packages);
        progress.Report($"installing {names}");
        var install = QuietInstallation.Around([.. AptGet, "install", "--yes", "--no-install-recommends", .. packages]);
        for (var attempt = 1; ; attempt++)
        {
            var stale = await UpdateAsync(progress, cancellation);
            var (answer, result) = await RunAsync($"installing {names}", install, isUpdate: false, progress, cancellation);
            switch (answer)
            {
                case AptAnswer.Done:
                    return;

                case AptAnswer.Interrupted:
                    throw new EngineException(
                        $"installing {names}: an installation of packages was interrupted on this machine. "
                        + $"Run 'dpkg --configure -a' as root, and this again:{Environment.NewLine}{HostCommand.LastLines(result.Output)}");

                case AptAnswer.NotFetched when attempt < Tries:
                    progress.Report($"apt-get install: {AptOutput.ReasonOf(answer, result.Output)}; asking again");
                    await Task.Delay(PauseAfterFetch, time, cancellation);
                    continue;

                default:
                    throw new EngineException(
                        $"installing {names} ended with exit code {result.ExitCode}: {AptOutput.ReasonOf(answer, result.Output)}"
                        + $"{(stale is null ? "" : $"{Environment.NewLine}apt-get update before it: {stale}")}{Environment.NewLine}{HostCommand.LastLines(result.Output)}");
            }
        }
    }

    /// <summary>Renews the lists of packages. Where that cannot be done the lists that are there may be enough.</summary>
    /// <returns>Why it could not be done; null when it was.</returns>
    private async Task<string?> UpdateAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (answer, result) = await RunAsync("renewing the lists of packages", [.. AptGet, "update"], isUpdate: true, progress, cancellation);
            if (answer == AptAnswer.Done)
            {
                return null;
            }

            var reason = AptOutput.ReasonOf(answer, result.Output);
            if (answer != AptAnswer.NotFetched || attempt == Tries)
            {
                progress.Report($"apt-get update: {reason}; going on with the lists that are there");
                return reason;
            }

            progress.Report($"apt-get update: {reason}; asking again");
            await Task.Delay(PauseAfterFetch, time, cancellation);
        }
    }

    /// <summary>Runs a command when nobody else is at it, and again when somebody was faster.</summary>
    private async Task<(AptAnswer Answer, CommandResult Result)> RunAsync(
        string purpose, IReadOnlyList<string> command, bool isUpdate, IProgress<string> progress, CancellationToken cancellation)
    {
        var wait = NewWait(purpose, progress);
        while (true)
        {
            while (host.Holder() is { } holder)
            {
                await wait.NextAsync(holder, cancellation);
            }

            using var deadline = new ProgressDeadline(patience.PackageCommand, time, cancellation);
            CommandResult result;
            try
            {
                result = await host.RunAsync(command, Notice, deadline);
            }
            catch (EngineException tooLong)
            {
                throw new EngineException($"{purpose} {tooLong.Message}", tooLong);
            }

            var answer = AptOutput.Of(result.ExitCode, result.Output, isUpdate);
            if (answer != AptAnswer.Locked)
            {
                return (answer, result);
            }

            await wait.NextAsync(host.Holder() ?? new LockHolder($"a lock of apt's ({AptOutput.ReasonOf(answer, result.Output)})", 0, ""), cancellation);
        }

        void Notice(string line)
        {
            if (line.StartsWith(QuietInstallation.Notice, StringComparison.Ordinal))
            {
                progress.Report(line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..].TrimEnd());
            }
        }
    }

    private LockWait NewWait(string purpose, IProgress<string> progress) => new(purpose, patience.PackageLocks, Look, progress, time);

    private string[] Missing(IReadOnlyDictionary<string, string> packages) =>
        [.. packages.Where(item => !host.Has(item.Key)).Select(item => item.Value).Distinct().Order(StringComparer.Ordinal)];
}
