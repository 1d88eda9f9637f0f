namespace GlanceGate.Stack.Nodes;

/// <summary>A command of a node, which runs on this machine.</summary>
/// <param name="Arguments">Program and arguments as the job file has them.</param>
/// <param name="Folder">Working folder: the node's bundle.</param>
/// <param name="Environment">Variables over the gate's own.</param>
internal sealed record NodeCommand(IReadOnlyList<string> Arguments, string Folder, IReadOnlyDictionary<string, string> Environment);

/// <summary>Runs the commands of nodes. Members may be called concurrently.</summary>
internal interface INodeCommands
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">The command.</param>
    /// <param name="line">Gets each line and whether it came from standard error; calls may overlap.</param>
    /// <param name="cancellation">Ends the command with everything that it started.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="InvalidOperationException">It could not be started.</exception>
    /// <exception cref="OperationCanceledException">It was ended; nothing of it is left.</exception>
    Task<int> RunAsync(NodeCommand command, Action<string, bool> line, CancellationToken cancellation);
}

/// <summary>What a session needs for services that run on nodes.</summary>
/// <param name="Folder">Private folder that the bundles are written into; it is removed with the session.</param>
/// <param name="Commands">Runs the commands of nodes.</param>
/// <param name="Engine">The engine's endpoint, for commands that work with it.</param>
/// <param name="Remember">Given a node's name and its removal before anything is done to the node, so that it is not forgotten when the gate is killed.</param>
internal sealed record NodeWork(string Folder, INodeCommands Commands, string Engine, Action<string, NodeCommand> Remember)
{
    /// <summary>For a session without nodes.</summary>
    public static NodeWork None { get; } = new(string.Empty, new NoCommands(), string.Empty, (_, _) => { });

    private sealed class NoCommands : INodeCommands
    {
        public Task<int> RunAsync(NodeCommand command, Action<string, bool> line, CancellationToken cancellation) =>
            throw new InvalidOperationException("This session was made without a way to run commands of nodes.");
    }
}
