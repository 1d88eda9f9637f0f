using System.Collections.Concurrent;
using GlanceGate.Engine;
using GlanceGate.Model;
using GlanceGate.Stack;
using GlanceGate.Stack.Nodes;
using GlanceGate.Topology;
using GlanceGate.Unit.Engine.InMemory;

namespace GlanceGate.Unit.Stack;

/// <summary>A scripted engine with a serving gateway, a clock that stands still, and the events of the session under test.</summary>
internal class SessionFixture : IRunEvents, IAsyncDisposable
{
    private readonly ConcurrentQueue<RunEvent> _events = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("glance-gate-test-").FullName;

    public SessionFixture()
    {
        Engine = new InMemoryEngine(Time).AddImage("engine/image").AddImage("engine/gateway").Script("gateway", Relay(HangUp.Task));
    }

    public ManualTimeProvider Time { get; } = new();

    public InMemoryEngine Engine { get; }

    public Dictionary<string, Func<int>> Http { get; } = [];

    /// <summary>Completing it ends the gateway's relay.</summary>
    public TaskCompletionSource HangUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Plays the commands of nodes.</summary>
    public ScriptedNodes Nodes { get; } = new();

    /// <summary>What would be known of removals if the gate were killed.</summary>
    public List<(string Node, NodeCommand Command)> Removals { get; } = [];

    /// <summary>Folder of the nodes' bundles.</summary>
    public string Bundles => Path.Combine(_folder, "nodes");

    /// <summary>A container that serves as a gateway until a task ends.</summary>
    public ContainerScript Relay(Task hangUp) => new()
    {
        OnExecStream = async (_, _, standard, _, cancellation) =>
        {
            await using var relay = new FakeRelay(standard);
            await Task.WhenAny(relay.ServeAsync(Http, cancellation), hangUp);
        },
    };

    public string LogFolder => Path.Combine(_folder, "raw");

    /// <summary>States of a service so far, each as often as it was published.</summary>
    public IEnumerable<ServiceSnapshot> StatesOf(string service) =>
        _events.OfType<RunEvent.ServiceChanged>().Select(item => item.Service).Where(snapshot => snapshot.Service == service);

    public IReadOnlyList<string> Notes => [.. _events.OfType<RunEvent.Note>().Select(note => note.Text)];

    public void Publish(RunEvent item) => _events.Enqueue(item);

    public StackSession Create(params ContainerPlan[] containers) => Create(Plans.Of(containers));

    public StackSession Create(TopologyPlan plan) => StackSession.Create(
        plan,
        new Dictionary<string, string> { ["image"] = "engine/image", ["gateway"] = "engine/gateway" },
        Engine, this, Time, LogFolder, new NodeWork(Bundles, Nodes, "unix:///engine", (node, command) => Removals.Add((node, command))));

    /// <summary>Moves the clock by a second whenever somebody waits for one, until the task has ended.</summary>
    public async Task RunAsync(Task task, CancellationToken cancellation)
    {
        while (!task.IsCompleted)
        {
            await Task.WhenAny(task, Time.TimerAsync(TimeSpan.FromSeconds(1))).WaitAsync(cancellation);
            if (!task.IsCompleted)
            {
                Time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        await task;
    }

    /// <summary>Completes when the log of a service, as it is kept, has a text.</summary>
    public async Task LoggedAsync(string service, string text, CancellationToken cancellation)
    {
        var file = Path.Combine(LogFolder, $"{service}.log");
        while (!File.Exists(file) || !(await File.ReadAllTextAsync(file, cancellation)).Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellation);
        }
    }

    /// <summary>Place of the first such call, or -1.</summary>
    public int CallOf(string operation, string service) =>
        Engine.Calls.ToList().FindIndex(call => call.Operation == operation && call.Target == $"gate-s1-{service}");

    public int Calls(string operation) => Engine.Calls.Count(call => call.Operation == operation);

    /// <summary>What the session has on the engine.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync() =>
        [.. (await Engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = "s1" }, CancellationToken.None)).Select(item => item.Name)];

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
