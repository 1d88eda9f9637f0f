using System.Net;
using System.Text;
using System.Threading.Channels;
using GlanceGate.Engine;
using GlanceGate.Inputs;
using GlanceGate.Jobs;
using GlanceGate.Stack.Gateway;
using GlanceGate.Topology;

namespace GlanceGate.Stack.Nodes;

/// <summary>A service's host that is no container: what it needs is published and delivered to it, and taken away again.</summary>
/// <remarks>Order of calls: <see cref="PrepareAsync"/>, <see cref="PublishAsync"/>, <see cref="DeliverAsync"/>; <see cref="RemoveAsync"/> after any of them.</remarks>
/// <param name="plan">The service, which runs on a node.</param>
/// <param name="stack">The stack.</param>
/// <param name="log">Gets the service's log.</param>
internal sealed class NodeHost(ContainerPlan plan, StackContext stack, LogCapture log)
{
    private const int LastLines = 20;
    private static readonly TimeSpan RemoveDeadline = TimeSpan.FromSeconds(60);

    // a log that is followed ends by itself soon after its service
    private static readonly TimeSpan LogGrace = TimeSpan.FromSeconds(5);

    private readonly NodeDefinition _node = plan.Node!;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _logEnd = CancellationTokenSource.CreateLinkedTokenSource(stack.Lifetime.Token);
    private Task _following = Task.CompletedTask;
    private bool _isTouched;

    /// <summary>Longest time that <see cref="RemoveAsync"/> takes.</summary>
    public static TimeSpan LongestRemoval => RemoveDeadline + LogGrace;

    /// <summary>Completes with the reason when the service or the way to it is seen to have ended; it never faults.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Completes when the service's log is read to its end.</summary>
    public Task Following => _following;

    /// <summary>Whether its log is followed, or was.</summary>
    public bool HasLog { get; private set; }

    private string Bundle => Path.Combine(stack.Nodes.Folder, _node.Name);

    /// <summary>Writes the bundle and makes the host ready.</summary>
    /// <exception cref="StackFailedException">The host did not get ready.</exception>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        try
        {
            NodeFolder.Write(Bundle, NodeBundle.Of(plan, stack.Plan, stack.Image(plan.Definition.Image)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Failed($"the bundle of {_node.Name} could not be written: {problem.Message}", [], problem);
        }

        if (_node.Remove is { } remove)
        {
            stack.Nodes.Remember(_node.Name, CommandOf(remove));
        }

        _isTouched = true;
        await MustAsync("prepare", _node.Prepare, cancellation).ConfigureAwait(false);
    }

    /// <summary>Publishes the stack to the host, by way of the container that stands in for it.</summary>
    /// <exception cref="StackFailedException">An address cannot be listened at, or the engine refused.</exception>
    public async Task PublishAsync(string container, CancellationToken cancellation)
    {
        try
        {
            var tunnel = await GatewayTunnel.OpenAsync(stack.Engine, container, stack.Time, cancellation).ConfigureAwait(false);
            _ = EndWithAsync(tunnel);
            stack.Publisher.Admit(IPAddress.Parse(_node.Address), tunnel);
        }
        catch (Exception refused) when (refused is IOException or EngineException)
        {
            throw Failed($"the stack could not be published to {_node.Name}: {FailureText.OneLine(refused.Message)}", [], refused);
        }
    }

    /// <summary>Delivers the bundle, or says where it is and leaves that to people; then follows the service's log.</summary>
    /// <exception cref="StackFailedException">It was not delivered.</exception>
    public async Task DeliverAsync(CancellationToken cancellation)
    {
        var where = $"{plan.Service} runs on {_node.Name} ({_node.Address})";
        stack.Note(_node.Deliver is null
            ? $"{where}: put in place there what is in {Bundle}, as README.txt in it says, and start it; the gate waits {FailureText.Seconds(plan.Definition.Healthcheck?.Timeout ?? TimeSpan.Zero)} for it"
            : where);
        await MustAsync("deliver", _node.Deliver, cancellation).ConfigureAwait(false);
        if (_node.Log is { } command)
        {
            HasLog = true;
            _following = FollowAsync(CommandOf(command));
        }
    }

    /// <summary>Runs a command on the host.</summary>
    /// <exception cref="EngineException">It could not be started.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<ExecResult> ExecAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        var isCut = false;
        try
        {
            var code = await stack.Nodes.Commands.RunAsync(CommandOf([.. _node.Exec ?? [], .. command]), Keep, cancellation).ConfigureAwait(false);
            lock (output)
            {
                return new ExecResult(code, output.ToString(), errors.ToString()) { IsCut = isCut };
            }
        }
        catch (InvalidOperationException problem)
        {
            throw new EngineException($"'exec' of {_node.Name}: {problem.Message}", problem);
        }

        void Keep(string line, bool isError)
        {
            lock (output)
            {
                var text = isError ? errors : output;
                var isFull = text.Length + line.Length >= InputLimits.ExecOutput;
                isCut |= isFull && !isError;
                text.Append(isFull ? string.Empty : line + "\n");
            }
        }
    }

    /// <summary>Stops the service and takes away what was delivered, and ends its log. Nothing, when nothing was done to the host.</summary>
    /// <returns>What went wrong, one line each.</returns>
    public async Task<IReadOnlyList<string>> RemoveAsync()
    {
        if (!_isTouched)
        {
            return [];
        }

        var problems = new List<string>();
        try
        {
            await MustAsync("remove", _node.Remove, CancellationToken.None).ConfigureAwait(false);
            if (_node.Remove is null)
            {
                stack.Note($"the run is over: stop {plan.Service} on {_node.Name} and delete what was put there");
            }
        }
        catch (StackFailedException problem)
        {
            problems.Add($"{problem.Message}{(problem.LastLines is [.., var last] ? $": {FailureText.OneLine(last)}" : string.Empty)}");
        }

        await Following.WaitAsync(LogGrace, stack.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _logEnd.CancelAsync().ConfigureAwait(false);
        return problems;
    }

    private async Task MustAsync(string word, IReadOnlyList<string>? command, CancellationToken cancellation)
    {
        if (command is null)
        {
            return;
        }

        var limit = word == "remove" ? RemoveDeadline : _node.Timeout;
        var tail = new LogTail(LastLines);
        using var deadline = new CancellationTokenSource(limit, stack.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            var code = await stack.Nodes.Commands.RunAsync(CommandOf(command), (line, _) => tail.Report(line), either.Token).ConfigureAwait(false);
            if (code != 0)
            {
                throw Failed($"ended with exit code {code}");
            }
        }
        catch (OperationCanceledException slow) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw Failed($"did not end within {FailureText.Seconds(limit)}", slow);
        }
        catch (InvalidOperationException problem)
        {
            throw Failed($"could not be started: {FailureText.OneLine(problem.Message)}", problem);
        }

        StackFailedException Failed(string how, Exception? inner = null) => this.Failed($"'{word}' of {_node.Name} {how}", tail.Lines, inner);
    }

    private async Task FollowAsync(NodeCommand command)
    {
        var lines = Channel.CreateUnbounded<LogLine>();
        var capture = log.FollowAsync(lines.Reader.ReadAllAsync(), stack.Lifetime.Token);
        string how;
        try
        {
            var code = await stack.Nodes.Commands.RunAsync(command, Take, _logEnd.Token).ConfigureAwait(false);
            how = $"its log came to an end (exit code {code} of 'log')";
        }
        catch (Exception problem) when (problem is OperationCanceledException or InvalidOperationException)
        {
            how = $"its log cannot be followed: {FailureText.OneLine(problem.Message)}";
        }

        lines.Writer.Complete();
        await capture.ConfigureAwait(false);
        _ended.TrySetResult($"{plan.Service} on {_node.Name} has ended: {how}");

        void Take(string line, bool isError) => lines.Writer.TryWrite(new LogLine(stack.Time.GetUtcNow(), isError, line));
    }

    private async Task EndWithAsync(GatewayTunnel tunnel)
    {
        var reason = await tunnel.Closed.ConfigureAwait(false);
        _ended.TrySetResult($"{_node.Name} lost its way to the stack: {FailureText.OneLine(reason)}");
    }

    private NodeCommand CommandOf(IReadOnlyList<string> arguments) => new(arguments, Bundle, new Dictionary<string, string>
    {
        ["GATE_BUNDLE"] = Bundle,
        ["GATE_NODE"] = _node.Name,
        ["GATE_NODE_ADDRESS"] = _node.Address,
        ["GATE_LISTEN"] = stack.Plan.Variant.Nodeset!.Listen,
        ["GATE_SESSION"] = stack.Plan.Session,
        ["GATE_ENGINE"] = stack.Nodes.Engine,
        ["GATE_IMAGE"] = stack.Image(plan.Definition.Image),
    });

    private StackFailedException Failed(string message, IReadOnlyList<string> lines, Exception? inner = null) =>
        new(plan.Service, message, lines, inner: inner);
}
