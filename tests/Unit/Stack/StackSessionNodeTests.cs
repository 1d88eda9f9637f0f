using System.Net;
using System.Net.Sockets;
using System.Text;
using GlanceGate.Engine;
using GlanceGate.Engine.InMemory;
using GlanceGate.Jobs;
using GlanceGate.Stack;
using GlanceGate.Topology;

namespace GlanceGate.Unit.Stack;

/// <summary>Services that run on hosts that exist already: what is published and delivered to them, and what becomes of it.</summary>
[TestFixture]
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StackSessionNodeTests : IAsyncDisposable
{
    private static readonly string[] AnyAnswer = ["ready"];

    private readonly SessionFixture _fixture = new();
    private readonly TaskCompletionSource _standInEnds = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _serviceEnds = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _port = FreePort();

    public StackSessionNodeTests()
    {
        _fixture.Engine.Script("far", _fixture.Relay(_standInEnds.Task));
        _fixture.Nodes.GoesOn("log", _serviceEnds.Task, "starting", "listening");
        _fixture.Nodes.Programs["remove"] = (_, _, _) =>
        {
            _serviceEnds.TrySetResult();
            return Task.FromResult(0);
        };
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Test]
    public async Task The_stack_is_published_before_the_bundle_is_delivered_and_taken_back_at_the_end(CancellationToken cancellation)
    {
        var answered = string.Empty;
        _fixture.Nodes.Programs["deliver"] = async (_, _, token) =>
        {
            answered = await AskAsync("hello", token);
            return 0;
        };
        await using var session = Create();
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answered, Is.EqualTo("hello"), "what the node asks at the published port comes back from the service");
            Assert.That(_fixture.Nodes.Called, Is.EqualTo(new[] { "prepare", "deliver", "log" }));
            Assert.That(session.States["far"].State, Is.EqualTo(ServiceState.Healthy));
            Assert.That(session.Addresses, Does.ContainKey("far"), "the address by which the services know the node");
            Assert.That(session.Addresses["far"], Is.Not.EqualTo(session.Addresses["gateway"]));
        }

        await Assert.ThatAsync(() => session.StopAsync(TimeSpan.Zero), Is.Empty);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_fixture.Nodes.Called.Last(), Is.EqualTo("remove"));
            Assert.That(await File.ReadAllLinesAsync(session.LogFiles["far"], cancellation), Is.EqualTo(new[] { "starting", "listening" }));
            Assert.That(session.Died.IsCompleted, Is.False, "a service that was removed has not failed");
        }

        await Assert.ThatAsync(session.CleanUpAsync, Is.Empty);
        await Assert.ThatAsync(_fixture.LeftAsync, Is.Empty);
        await Assert.ThatAsync(() => AskAsync("hello", cancellation), Throws.InstanceOf<SocketException>());
    }

    [Test]
    public async Task A_bundle_is_nobody_elses_and_its_removal_is_known_before_anything_is_done(CancellationToken cancellation)
    {
        var seen = new List<string>();
        _fixture.Nodes.Programs["prepare"] = (command, _, _) =>
        {
            seen.AddRange(Directory.EnumerateFiles(command.Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(command.Folder, path)));
            seen.Add($"{File.GetUnixFileMode(command.Folder)}");
            seen.Add($"remembered {_fixture.Removals.Single().Command.Arguments[0]} of {_fixture.Removals.Single().Node}");
            seen.Add(string.Join(' ', command.Environment.Where(pair => pair.Key is "GATE_NODE" or "GATE_LISTEN" or "GATE_IMAGE" or "GATE_ENGINE").Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal)));
            return Task.FromResult(0);
        };
        await using var session = Create();
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        Assert.That(seen.Order(StringComparer.Ordinal), Is.EqualTo(new[]
        {
            "README.txt", "UserExecute, UserWrite, UserRead", "GATE_ENGINE=unix:///engine GATE_IMAGE=engine/image GATE_LISTEN=127.0.0.1 GATE_NODE=shelf",
            "files/etc/far.ini", "hosts", "node.json", "remembered remove of shelf",
        }.Order(StringComparer.Ordinal)));
    }

    [Test]
    public async Task A_healthcheck_may_be_asked_in_another_services_container(CancellationToken cancellation)
    {
        var asked = new List<string>();
        _fixture.Engine.Script("echo", new ContainerScript
        {
            OnExec = (_, command, _) =>
            {
                asked.AddRange(command);
                return Task.FromResult(new ExecResult(asked.Count > 2 ? 0 : 1, "", "not yet"));
            },
        });
        await using var session = Create();
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked, Is.EqualTo(new[] { "ready", "ready", "ready" }));
            Assert.That(_fixture.StatesOf("far").Select(snapshot => snapshot.Detail), Does.Contain("exit code 1: not yet"));
        }
    }

    [Test]
    public async Task Commands_for_the_service_run_on_the_node_by_its_exec(CancellationToken cancellation)
    {
        _fixture.Nodes.Programs["exec"] = (command, line, _) =>
        {
            line(string.Join(' ', command.Arguments), false);
            line("a warning", true);
            return Task.FromResult(3);
        };
        await using var session = Create();
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        Assert.That(
            await session.ExecAsync("far", ["show", "options"], cancellation),
            Is.EqualTo(new ExecResult(3, "exec shelf show options\n", "a warning\n")));
    }

    [Test]
    public async Task Nothing_is_delivered_before_what_the_service_depends_on_is_there(CancellationToken cancellation)
    {
        var healthy = 1;
        _fixture.Engine.Script("echo", new ContainerScript { OnExec = (_, _, _) => Task.FromResult(new ExecResult(healthy, "", "")) });
        _fixture.Nodes.Programs["deliver"] = (_, _, _) => Task.FromResult(healthy);
        await using var session = Create(Far(("echo", DependencyCondition.ServiceHealthy)), Plans.Service("echo", Plans.Command()));
        var starting = session.StartAsync(cancellation);
        await session.States.WhenAsync("far", snapshot => snapshot.State == ServiceState.Waiting, cancellation);

        Assert.That(_fixture.Nodes.Called, Is.EqualTo(new[] { "prepare" }));
        healthy = 0;
        await _fixture.RunAsync(starting, cancellation);
        Assert.That(_fixture.Nodes.Called, Is.EqualTo(new[] { "prepare", "deliver", "log" }));
    }

    [Test]
    public async Task A_node_without_commands_is_a_persons_to_prepare(CancellationToken cancellation)
    {
        var plan = PlanOf(Nodeset(new NodeDefinition("shelf", "127.0.0.1", "far", TimeSpan.FromMinutes(5))), Far(), Plans.Service("echo"));
        await using var session = _fixture.Create(plan);
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);
        await session.StopAsync(TimeSpan.Zero);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_fixture.Nodes.Called, Is.Empty);
            Assert.That(_fixture.Notes, Is.EqualTo(new[]
            {
                $"far runs on shelf (127.0.0.1): put in place there what is in {_fixture.Bundles}/shelf, as README.txt in it says, and start it; the gate waits 60.0 s for it",
                "the run is over: stop far on shelf and delete what was put there",
            }));
            Assert.That(session.LogFiles, Does.Not.ContainKey("far"));
        }
    }

    [TestCase("prepare")]
    [TestCase("deliver")]
    public async Task A_command_that_fails_is_named_with_its_last_lines_and_what_was_done_is_taken_back(string word, CancellationToken cancellation)
    {
        _fixture.Nodes.Says(word, 3, "copying", "no route to host");
        await using var session = Create();
        var failure = await FailureAsync(session, cancellation);
        await session.CleanUpAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Message, Is.EqualTo($"'{word}' of shelf ended with exit code 3"));
            Assert.That(failure.Service, Is.EqualTo("far"));
            Assert.That(failure.LastLines, Is.EqualTo(new[] { "copying", "no route to host" }));
            Assert.That(_fixture.Nodes.Called.Last(), Is.EqualTo("remove"));
        }
    }

    [Test]
    public async Task A_delivery_that_does_not_end_is_given_up_and_taken_back(CancellationToken cancellation)
    {
        _fixture.Nodes.GoesOn("deliver");
        await using var session = Create();
        var starting = session.StartAsync(cancellation);
        await session.States.WhenAsync("far", snapshot => snapshot.State == ServiceState.Starting, cancellation);
        await PassAsync(TimeSpan.FromSeconds(90), cancellation);
        var failure = (await Assert.ThrowsAsync<StackFailedException>(() => starting))!;
        await session.CleanUpAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Message, Is.EqualTo("'deliver' of shelf did not end within 90.0 s"));
            Assert.That(_fixture.Nodes.Called, Is.EqualTo(new[] { "prepare", "deliver", "remove" }));
        }
    }

    [Test]
    public async Task A_node_that_never_registers_misses_the_healthchecks_deadline(CancellationToken cancellation)
    {
        _fixture.Engine.Script("echo", new ContainerScript { OnExec = (_, _, _) => Task.FromResult(new ExecResult(1, "", "no such host")) });
        await using var session = Create();
        var failure = await FailureAsync(session, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Message, Is.EqualTo("far was not healthy within 60.0 s (last answer: exit code 1: no such host)"));
            Assert.That(failure.LastLines, Is.EqualTo(new[] { "starting", "listening" }), "the log of the node is evidence");
        }
    }

    [Test]
    public async Task The_end_of_the_log_is_the_end_of_the_service(CancellationToken cancellation)
    {
        await using var session = Create();
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        _serviceEnds.SetResult();
        var death = await session.Died.WaitAsync(cancellation);

        Assert.That(death.Message, Is.EqualTo("far on shelf has ended: its log came to an end (exit code 0 of 'log')"));
    }

    [Test]
    public async Task A_lost_way_to_the_stack_is_a_failure(CancellationToken cancellation)
    {
        await using var session = Create();
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        _standInEnds.SetResult();
        var death = await session.Died.WaitAsync(cancellation);

        Assert.That(death.Message, Does.StartWith("shelf lost its way to the stack: "));
    }

    [Test]
    public async Task A_connection_from_another_address_is_refused_and_told_once(CancellationToken cancellation)
    {
        await using var session = Create(Nodeset(Node("192.0.2.10")));
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        var answers = new[] { await AskAsync("hello", cancellation), await AskAsync("hello", cancellation) };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers, Is.All.Empty);
            Assert.That(_fixture.Notes.Count(note => note == "a connection from 127.0.0.1 to echo was refused: no node has that address"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_port_that_is_taken_is_named(CancellationToken cancellation)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var session = Create(Nodeset(Node()) with { Publish = [new PublishedPort("echo", _port), new PublishedPort("far", taken)] });
        var failure = await FailureAsync(session, cancellation);
        await session.CleanUpAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Message, Does.StartWith($"the stack could not be published to shelf: far cannot be published at 127.0.0.1:{taken}: "));
            Assert.That(_fixture.Nodes.Called, Is.EqualTo(new[] { "prepare", "remove" }));
            await Assert.ThatAsync(() => AskAsync("hello", cancellation), Throws.InstanceOf<SocketException>(), "the port that was free is free again");
        }
    }

    [Test]
    public async Task A_removal_that_fails_is_a_problem_of_the_clean_up(CancellationToken cancellation)
    {
        _fixture.Nodes.Says("remove", 1, "no route to host");
        await using var session = Create();
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        var stopping = session.StopAsync(TimeSpan.Zero);
        await PassAsync(TimeSpan.FromSeconds(5), cancellation);

        Assert.That((await stopping)[0], Is.EqualTo("'remove' of shelf ended with exit code 1: no route to host"));
    }

    [Test]
    public async Task An_interruption_ends_the_delivery_and_takes_back_what_was_done(CancellationToken cancellation)
    {
        var delivering = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _fixture.Nodes.Programs["deliver"] = async (_, _, token) =>
        {
            delivering.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        };
        using var interrupted = new CancellationTokenSource();
        await using var session = Create();
        var starting = session.StartAsync(interrupted.Token);
        await delivering.Task.WaitAsync(cancellation);
        await interrupted.CancelAsync();
        await Assert.ThatAsync(() => starting, Throws.InstanceOf<OperationCanceledException>());
        await session.CleanUpAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_fixture.Nodes.Called.Last(), Is.EqualTo("remove"));
            await Assert.ThatAsync(_fixture.LeftAsync, Is.Empty);
        }
    }

    [Test]
    public async Task A_stack_with_nodes_is_neither_kept_nor_moved(CancellationToken cancellation)
    {
        await using var session = Create();
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        using (Assert.EnterMultipleScope())
        {
            await Assert.ThatAsync(session.DetachAsync, Throws.InvalidOperationException);
            await Assert.ThatAsync(() => session.ApplyAsync(PlanOf(Nodeset(Node()), Far()), new Dictionary<string, string>(), cancellation), Throws.InvalidOperationException);
        }
    }

    // Until somebody waits for just so long, and then that long.
    private async Task PassAsync(TimeSpan time, CancellationToken cancellation)
    {
        await _fixture.Time.TimerAsync(time).WaitAsync(cancellation);
        _fixture.Time.Advance(time);
    }

    private StackSession Create() => Create(Nodeset(Node()));

    private StackSession Create(NodesetDefinition nodeset) => _fixture.Create(PlanOf(nodeset, Far(), Plans.Service("echo")));

    private StackSession Create(params ContainerPlan[] containers) => _fixture.Create(PlanOf(Nodeset(Node()), containers));

    private NodesetDefinition Nodeset(NodeDefinition node) => new("127.0.0.1", [new PublishedPort("echo", _port)], [node]);

    private static NodeDefinition Node(string address = "127.0.0.1") => new("shelf", address, "far", TimeSpan.FromSeconds(90))
    {
        Prepare = ["prepare"],
        Deliver = ["deliver"],
        Exec = ["exec", "shelf"],
        Log = ["log"],
        Remove = ["remove"],
    };

    private static TopologyPlan PlanOf(NodesetDefinition nodeset, params ContainerPlan[] containers)
    {
        var plan = Plans.Of([.. containers.Select(container => container with { Node = nodeset.Find(container.Service) })]);
        return plan with { Variant = plan.Variant with { Nodeset = nodeset } };
    }

    private static ContainerPlan Far(params (string, DependencyCondition)[] dependsOn) =>
        Plans.Service("far", Plans.Check(new HealthProbe.Command(AnyAnswer) { In = "echo" }), dependsOn) with
        {
            Files = new Dictionary<string, ReadOnlyMemory<byte>> { ["/etc/far.ini"] = "[a]\n"u8.ToArray() },
        };

    private async Task<StackFailedException> FailureAsync(StackSession session, CancellationToken cancellation)
    {
        var starting = session.StartAsync(cancellation);
        var ended = starting.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await _fixture.RunAsync(ended, cancellation);
        return (await Assert.ThrowsAsync<StackFailedException>(() => starting))!;
    }

    // What comes back; empty when the connection was closed.
    private async Task<string> AskAsync(string text, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port, cancellation);
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
