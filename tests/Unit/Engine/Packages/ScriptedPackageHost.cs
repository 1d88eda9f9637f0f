using System.Collections.Concurrent;
using GlanceGate.Engine;
using GlanceGate.Engine.Embedded;
using GlanceGate.Engine.Packages;

namespace GlanceGate.Unit.Engine.Packages;

/// <summary>A machine whose apt-get answers as told; without an answer left it succeeds and has installed what was asked.</summary>
internal sealed class ScriptedPackageHost : IPackageHost
{
    private readonly ConcurrentQueue<CommandResult> _updates = new();
    private readonly ConcurrentQueue<CommandResult> _installs = new();
    private readonly HashSet<string> _commands = [];

    public List<string> Calls { get; } = [];

    public Queue<LockHolder?> Holders { get; } = new();

    public Queue<LockHolder?> Turns { get; } = new();

    public bool MayInstall { get; init; } = true;

    /// <summary>Who holds a lock when no other is in the queue: for ever.</summary>
    public LockHolder? Always { get; set; }

    public ScriptedPackageHost Update(int exitCode, string output)
    {
        _updates.Enqueue(new CommandResult(exitCode, output));
        return this;
    }

    public ScriptedPackageHost Install(int exitCode, string output)
    {
        _installs.Enqueue(new CommandResult(exitCode, output));
        return this;
    }

    public bool Has(string command) => _commands.Contains(command);

    public LockHolder? Holder() => Holders.TryDequeue(out var holder) ? holder : Always;

    public LockHolder? TurnHolder() => Turns.TryPeek(out var holder) ? holder : null;

    public IDisposable? TryTakeTurn() => Turns.TryDequeue(out var holder) && holder is not null ? null : new Turn(() => Calls.Add("turn given back"));

    public Task<CommandResult> RunAsync(IReadOnlyList<string> command, Action<string> lines, ProgressDeadline deadline)
    {
        var isUpdate = command[^1] == "update";
        string[] packages = isUpdate ? [] : [.. command.Reverse().TakeWhile(word => !word.StartsWith('-')).Reverse()];
        Calls.Add(isUpdate ? "update" : $"install {string.Join(' ', packages)}");
        if ((isUpdate ? _updates : _installs).TryDequeue(out var result))
        {
            return Task.FromResult(result);
        }

        if (!isUpdate)
        {
            lines($"{QuietInstallation.Notice}x.service ");
        }

        _commands.UnionWith(packages.Select(package => package.Replace("-package", "", StringComparison.Ordinal)));
        return Task.FromResult(new CommandResult(0, ""));
    }

    private sealed class Turn(Action give) : IDisposable
    {
        public void Dispose() => give();
    }
}
