using System.Net.Sockets;
using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Unit.Engine.InMemory;

namespace GlanceGate.Unit.Stack;

/// <summary>Services that run on hosts that exist already: what is published and delivered to them, and how they are asked.</summary>
[TestFixture]
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StackSessionNodeTests : IAsyncDisposable
{
    private readonly NodeFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Test]
    public async Task The_stack_is_published_before_the_bundle_is_delivered_and_taken_back_at_the_end(CancellationToken cancellation)
    {
        var answered = string.Empty;
        _fixture.Nodes.Programs["deliver"] = async (_, _, token) =>
        {
            answered = await _fixture.AskAsync("hello", token);
            return 0;
        };
        await using var session = _fixture.CreateWithNode();
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
        await Assert.ThatAsync(() => _fixture.AskAsync("hello", cancellation), Throws.InstanceOf<SocketException>());
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
        await using var session = _fixture.CreateWithNode();
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
        await using var session = _fixture.CreateWithNode();
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
        await using var session = _fixture.CreateWithNode();
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
        await using var session = _fixture.CreateWithNode(NodeFixture.Far(("echo", DependencyCondition.ServiceHealthy)), Plans.Service("echo", Plans.Command()));
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
        var plan = NodeFixture.PlanOf(_fixture.Nodeset(new NodeDefinition("shelf", "127.0.0.1", "far", TimeSpan.FromMinutes(5))), NodeFixture.Far(), Plans.Service("echo"));
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

    [Test]
    public async Task A_connection_from_another_address_is_refused_and_told_once(CancellationToken cancellation)
    {
        await using var session = _fixture.CreateWithNode(_fixture.Nodeset(NodeFixture.Node("192.0.2.10")));
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        var answers = new[] { await _fixture.AskAsync("hello", cancellation), await _fixture.AskAsync("hello", cancellation) };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers, Is.All.Empty);
            Assert.That(_fixture.Notes.Count(note => note == "a connection from 127.0.0.1 to echo was refused: no node has that address"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_stack_with_nodes_is_neither_kept_nor_moved(CancellationToken cancellation)
    {
        await using var session = _fixture.CreateWithNode();
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        using (Assert.EnterMultipleScope())
        {
            await Assert.ThatAsync(session.DetachAsync, Throws.InvalidOperationException);
            await Assert.ThatAsync(() => session.ApplyAsync(NodeFixture.PlanOf(_fixture.Nodeset(NodeFixture.Node()), NodeFixture.Far()), new Dictionary<string, string>(), cancellation), Throws.InvalidOperationException);
        }
    }
}
