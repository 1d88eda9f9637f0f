using GlanceGate.Jobs.Freezing;
using GlanceGate.Machine;
using GlanceGate.Stack.Sessions;

namespace GlanceGate.Stack.Nodes;

/// <summary>Runs the commands of nodes as processes, each a group of its own.</summary>
/// <param name="jobs">The folder of the job files, which programs of the job files are below.</param>
/// <param name="session">The session, which every process has in its environment so that a sweep finds it.</param>
/// <param name="started">Given the id of each process group.</param>
/// <param name="time">Clock.</param>
internal sealed class NodeProcesses(string jobs, string session, Action<int> started, TimeProvider time) : INodeCommands
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<int> RunAsync(NodeCommand command, Action<string, bool> line, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var environment = command.Environment.ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal);
        environment[SessionRecords.Variable] = session;
        using var process = ProcessGroup.Start(Resolve(command).Arguments, command.Folder, environment, line);
        started(process.Id);
        var code = await process.WaitAsync(Grace, time, cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return code;
    }

    /// <summary>The command with the absolute path of its program, where that is a file below the job files.</summary>
    public NodeCommand Resolve(NodeCommand command) => NodesetReader.IsOurs(command.Arguments[0])
        ? command with { Arguments = [Path.GetFullPath(Path.Combine(jobs, command.Arguments[0])), .. command.Arguments.Skip(1)] }
        : command;
}
