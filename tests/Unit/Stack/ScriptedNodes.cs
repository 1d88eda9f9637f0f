using System.Collections.Concurrent;
using GlanceGate.Stack.Nodes;

namespace GlanceGate.Unit.Stack;

/// <summary>Commands of nodes that a test plays, by their programs; one that nobody plays ends with 0 at once.</summary>
internal sealed class ScriptedNodes : INodeCommands
{
    private readonly ConcurrentQueue<NodeCommand> _calls = new();

    public Dictionary<string, Func<NodeCommand, Action<string, bool>, CancellationToken, Task<int>>> Programs { get; } = [];

    public IReadOnlyList<NodeCommand> Calls => [.. _calls];

    /// <summary>Programs in the order of their calls.</summary>
    public IEnumerable<string> Called => _calls.Select(call => call.Arguments[0]);

    public Task<int> RunAsync(NodeCommand command, Action<string, bool> line, CancellationToken cancellation)
    {
        _calls.Enqueue(command);
        return Programs.TryGetValue(command.Arguments[0], out var program) ? program(command, line, cancellation) : Task.FromResult(0);
    }

    /// <summary>A program that says lines and ends with a code.</summary>
    public void Says(string program, int code, params string[] lines) => Programs[program] = (_, line, _) =>
    {
        foreach (var text in lines)
        {
            line(text, false);
        }

        return Task.FromResult(code);
    };

    /// <summary>A program that says lines and goes on until it is ended, or until the task ends.</summary>
    public void GoesOn(string program, Task? end = null, params string[] lines) => Programs[program] = async (_, line, cancellation) =>
    {
        foreach (var text in lines)
        {
            line(text, false);
        }

        await (end ?? Task.Delay(Timeout.Infinite, cancellation)).WaitAsync(cancellation);
        return 0;
    };
}
