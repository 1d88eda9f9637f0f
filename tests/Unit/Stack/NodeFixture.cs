using System.Net;
using System.Net.Sockets;
using System.Text;
using GlanceGate.Jobs;
using GlanceGate.Stack;
using GlanceGate.Topology;

namespace GlanceGate.Unit.Stack;

/// <summary>A session whose service <c>far</c> runs on the node <c>shelf</c>, to which the service <c>echo</c> is published.</summary>
internal sealed class NodeFixture : SessionFixture
{
    private static readonly string[] AnyAnswer = ["ready"];

    public NodeFixture()
    {
        Engine.Script("far", Relay(StandInEnds.Task));
        Nodes.GoesOn("log", ServiceEnds.Task, "starting", "listening");
        Nodes.Programs["remove"] = (_, _, _) =>
        {
            ServiceEnds.TrySetResult();
            return Task.FromResult(0);
        };
    }

    /// <summary>Completing it ends the relay of the container that stands in for the node.</summary>
    public TaskCompletionSource StandInEnds { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completing it ends the log of the node's service.</summary>
    public TaskCompletionSource ServiceEnds { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where <c>echo</c> is published.</summary>
    public int Port { get; } = FreePort();

    /// <summary>Waits until somebody waits for just so long, and moves the clock by that long.</summary>
    public async Task PassAsync(TimeSpan time, CancellationToken cancellation)
    {
        await Time.TimerAsync(time).WaitAsync(cancellation);
        Time.Advance(time);
    }

    public StackSession CreateWithNode() => CreateWithNode(Nodeset(Node()));

    public StackSession CreateWithNode(NodesetDefinition nodeset) => Create(PlanOf(nodeset, Far(), Plans.Service("echo")));

    public StackSession CreateWithNode(params ContainerPlan[] containers) => Create(PlanOf(Nodeset(Node()), containers));

    public NodesetDefinition Nodeset(NodeDefinition node) => new("127.0.0.1", [new PublishedPort("echo", Port)], [node]);

    public static NodeDefinition Node(string address = "127.0.0.1") => new("shelf", address, "far", TimeSpan.FromSeconds(90))
    {
        Prepare = ["prepare"],
        Deliver = ["deliver"],
        Exec = ["exec", "shelf"],
        Log = ["log"],
        Remove = ["remove"],
    };

    public static TopologyPlan PlanOf(NodesetDefinition nodeset, params ContainerPlan[] containers)
    {
        var plan = Plans.Of([.. containers.Select(container => container with { Node = nodeset.Find(container.Service) })]);
        return plan with { Variant = plan.Variant with { Nodeset = nodeset } };
    }

    public static ContainerPlan Far(params (string, DependencyCondition)[] dependsOn) =>
        Plans.Service("far", Plans.Check(new HealthProbe.Command(AnyAnswer) { In = "echo" }), dependsOn) with
        {
            Files = new Dictionary<string, ReadOnlyMemory<byte>> { ["/etc/far.ini"] = "[a]\n"u8.ToArray() },
        };

    public async Task<StackFailedException> FailureAsync(StackSession session, CancellationToken cancellation)
    {
        var starting = session.StartAsync(cancellation);
        var ended = starting.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await RunAsync(ended, cancellation);
        return (await Assert.ThrowsAsync<StackFailedException>(() => starting))!;
    }

    /// <summary>What comes back from the published port; empty when the connection was closed.</summary>
    public async Task<string> AskAsync(string text, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port, cancellation);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellation);
            client.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync(cancellation);
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
