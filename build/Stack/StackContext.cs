using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Stack.Nodes;
using GlanceGate.Topology;

namespace GlanceGate.Stack;

/// <summary>What the parts of one session share.</summary>
/// <param name="plan">The plan to begin with.</param>
/// <param name="images">Image name to the engine's reference, of this plan.</param>
/// <param name="engine">The engine.</param>
/// <param name="board">The services' states.</param>
/// <param name="time">Clock of every deadline.</param>
/// <param name="events">Where notes for people go.</param>
/// <param name="logFolder">Where raw logs go, or null.</param>
/// <param name="nodes">What services on nodes need.</param>
internal sealed class StackContext(
    TopologyPlan plan,
    IReadOnlyDictionary<string, string> images,
    IContainerEngine engine,
    StateBoard board,
    TimeProvider time,
    IRunEvents events,
    string? logFolder,
    NodeWork nodes)
{
    // Creating and starting is work of the engine and its storage: more at a time makes each slower and the first ready one later.
    private const int EngineCallsAtATime = 4;

    // Creating copies files in and may wait for a busy disk; nothing that works takes this long.
    private static readonly TimeSpan EngineCallDeadline = TimeSpan.FromMinutes(2);

    private volatile TopologyPlan _plan = plan;
    private volatile IReadOnlyDictionary<string, string> _images = images;

    /// <summary>The plan.</summary>
    public TopologyPlan Plan => _plan;

    /// <summary>The engine.</summary>
    public IContainerEngine Engine => engine;

    /// <summary>The services' states.</summary>
    public StateBoard Board => board;

    /// <summary>Clock of every deadline.</summary>
    public TimeProvider Time => time;

    /// <summary>Where raw logs go, or null.</summary>
    public string? LogFolder => logFolder;

    /// <summary>What services on nodes need.</summary>
    public NodeWork Nodes => nodes;

    /// <summary>Publishes the stack to nodes; it listens nowhere before there is one.</summary>
    public NodePublisher Publisher { get; } = new(
        plan.Variant.Nodeset ?? new NodesetDefinition("127.0.0.1", [], []),
        text => events.Publish(new RunEvent.Note(time.GetUtcNow(), plan.Variant.Name, text)));

    /// <summary>Cancelled when the session lets go of its containers: ends watching and following.</summary>
    public CancellationTokenSource Lifetime { get; } = new();

    /// <summary>Cancelled when clean-up does not wait any longer for engine calls that are under way.</summary>
    public CancellationTokenSource Abandon { get; } = new();

    /// <summary>Engine calls that may be under way. Never disposed, as none of these is: nothing of them waits on a kernel object.</summary>
    private SemaphoreSlim Slots { get; } = new(EngineCallsAtATime, EngineCallsAtATime);

    /// <summary>Whether containers are ended by the gate from now on, so that their end is no failure.</summary>
    public volatile bool IsStopping;

    /// <summary>Says something to people.</summary>
    public void Note(string text) => events.Publish(new RunEvent.Note(time.GetUtcNow(), _plan.Variant.Name, text));

    /// <summary>The engine's reference of an image name.</summary>
    /// <exception cref="ArgumentException">Nobody prepared the image.</exception>
    public string Image(string name) => Find(name, _images);

    /// <summary>Goes on with another plan.</summary>
    /// <exception cref="ArgumentException">Nobody prepared one of its images; the plan is the one before.</exception>
    public void MoveTo(TopologyPlan next, IReadOnlyDictionary<string, string> images)
    {
        foreach (var container in next.Containers)
        {
            Find(container.Definition.Image, images);
        }

        _images = images;
        _plan = next;
    }

    /// <summary>Makes an engine call that changes something.</summary>
    /// <remarks>
    /// Cancelling prevents the call but does not interrupt it: an interrupted one may still take effect when clean-up has already
    /// looked what there is.
    /// </remarks>
    /// <exception cref="StackFailedException">The engine refused, or did not answer in time.</exception>
    public async Task ChangeAsync(string service, string what, Func<CancellationToken, Task> call, CancellationToken cancellation)
    {
        await Slots.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            using var deadline = new CancellationTokenSource(EngineCallDeadline, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, Abandon.Token);
            try
            {
                await call(either.Token).ConfigureAwait(false);
            }
            catch (EngineException refusal)
            {
                throw new StackFailedException(service, FailureText.Refused(service, what, refusal.Message), [], inner: refusal);
            }
            catch (OperationCanceledException slow) when (deadline.IsCancellationRequested)
            {
                var reason = $"the engine did not answer within {FailureText.Seconds(EngineCallDeadline)}";
                throw new StackFailedException(service, FailureText.Refused(service, what, reason), [], inner: slow);
            }
        }
        finally
        {
            Slots.Release();
        }
    }

    private static string Find(string name, IReadOnlyDictionary<string, string> images) => images.TryGetValue(name, out var reference)
        ? reference
        : throw new ArgumentException($"There is no engine reference for the image '{name}'; known are: {string.Join(", ", images.Keys.Order(StringComparer.Ordinal))}.", nameof(name));
}
