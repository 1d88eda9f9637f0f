namespace GlanceGate.Engine.Embedded;

/// <summary>Installs what the gate's own engine needs from Debian's archive.</summary>
internal static class DebianPackages
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    // A package that brings a service starts it, unless this file forbids it. A shell makes it and takes it away, so
    // that it does not stay when the gate is killed; one of the machine's own is respected.
    private const string Script = """
        set -eu
        policy=/usr/sbin/policy-rc.d
        if [ ! -e "$policy" ] || grep -qs '^# glance-gate$' "$policy"; then
          trap 'rm -f "$policy"' EXIT
          trap 'exit 130' INT TERM HUP
          printf '#!/bin/sh\n# glance-gate\nexit 101\n' > "$policy"
          chmod 755 "$policy"
        fi
        apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=6 update
        apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=6 install --yes --no-install-recommends "$@"
        """;

    /// <summary>Installs packages for commands that are missing; nothing when all are there.</summary>
    /// <param name="packages">Command to the package that has it.</param>
    /// <param name="progress">Gets a line when something is installed.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EngineException">Something is missing and cannot be installed; the message says what to do.</exception>
    public static async Task EnsureAsync(
        IReadOnlyDictionary<string, string> packages, IProgress<string> progress, CancellationToken cancellation)
    {
        var missing = packages.Where(item => !HostCommand.Exists(item.Key)).Select(item => item.Value).Distinct().Order().ToArray();
        if (missing.Length == 0)
        {
            return;
        }

        var names = string.Join(' ', missing);
        if (!Environment.IsPrivilegedProcess || !HostCommand.Exists("apt-get"))
        {
            throw new EngineException($"missing on this machine: {names}. As root on Debian: apt-get install {names}; "
                + "else start a Docker or Podman engine and name it with --engine or DOCKER_HOST");
        }

        progress.Report($"installing {names}");
        var result = await HostCommand.RunAsync(
            Deadline, null, ["DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "sh", "-c", Script, "install", .. missing], cancellation);
        if (result.ExitCode != 0)
        {
            throw new EngineException($"installing {names} ended with exit code {result.ExitCode}:{Environment.NewLine}{Last(result.Output)}");
        }

        var stillMissing = packages.Keys.Where(command => !HostCommand.Exists(command)).ToArray();
        if (stillMissing.Length > 0)
        {
            throw new EngineException($"{names} is installed and yet there is no command {string.Join(", ", stillMissing)}");
        }
    }

    private static string Last(string output) => string.Join(Environment.NewLine, output.Split('\n').TakeLast(15));
}
