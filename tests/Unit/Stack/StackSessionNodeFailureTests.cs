using System.Net;
using System.Net.Sockets;
using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Stack;
using GlanceGate.Unit.Engine.InMemory;

namespace GlanceGate.Unit.Stack;

/// <summary>What becomes of a stack when something fails on a host that exists already, or on the way to it.</summary>
[TestFixture]
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StackSessionNodeFailureTests : IAsyncDisposable
{
    private readonly NodeFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [TestCase("prepare")]
    [TestCase("deliver")]
    public async Task A_command_that_fails_is_named_with_its_last_lines_and_what_was_done_is_taken_back(string word, CancellationToken cancellation)
    {
        _fixture.Nodes.Says(word, 3, "copying", "no route to host");
        await using var session = _fixture.CreateWithNode();
        var failure = await _fixture.FailureAsync(session, cancellation);
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
        await using var session = _fixture.CreateWithNode();
        var starting = session.StartAsync(cancellation);
        await session.States.WhenAsync("far", snapshot => snapshot.State == ServiceState.Starting, cancellation);
        await _fixture.PassAsync(TimeSpan.FromSeconds(90), cancellation);
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
        // the test's clock outruns whoever reads the log, so each look at the node waits for its lines
        _fixture.Engine.Script("echo", new ContainerScript
        {
            OnExec = async (_, _, stop) =>
            {
                await _fixture.LoggedAsync("far", "listening", stop);
                return new ExecResult(1, "", "no such host");
            },
        });
        await using var session = _fixture.CreateWithNode();
        var failure = await _fixture.FailureAsync(session, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Message, Is.EqualTo("far was not healthy within 60.0 s (last answer: exit code 1: no such host)"));
            Assert.That(failure.LastLines, Is.EqualTo(new[] { "starting", "listening" }), "the log of the node is evidence");
        }
    }

    [Test]
    public async Task The_end_of_the_log_is_the_end_of_the_service(CancellationToken cancellation)
    {
        await using var session = _fixture.CreateWithNode();
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        _fixture.ServiceEnds.SetResult();
        var death = await session.Died.WaitAsync(cancellation);

        Assert.That(death.Message, Is.EqualTo("far on shelf has ended: its log came to an end (exit code 0 of 'log')"));
    }

    [Test]
    public async Task A_lost_way_to_the_stack_is_a_failure(CancellationToken cancellation)
    {
        await using var session = _fixture.CreateWithNode();
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        _fixture.StandInEnds.SetResult();
        var death = await session.Died.WaitAsync(cancellation);

        Assert.That(death.Message, Does.StartWith("shelf lost its way to the stack: "));
    }

    [Test]
    public async Task A_port_that_is_taken_is_named(CancellationToken cancellation)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var session = _fixture.CreateWithNode(_fixture.Nodeset(NodeFixture.Node()) with { Publish = [new PublishedPort("echo", _fixture.Port), new PublishedPort("far", taken)] });
        var failure = await _fixture.FailureAsync(session, cancellation);
        await session.CleanUpAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Message, Does.StartWith($"the stack could not be published to shelf: far cannot be published at 127.0.0.1:{taken}: "));
            Assert.That(_fixture.Nodes.Called, Is.EqualTo(new[] { "prepare", "remove" }));
            await Assert.ThatAsync(() => _fixture.AskAsync("hello", cancellation), Throws.InstanceOf<SocketException>(), "the port that was free is free again");
        }
    }

    [Test]
    public async Task A_removal_that_fails_is_a_problem_of_the_clean_up(CancellationToken cancellation)
    {
        _fixture.Nodes.Says("remove", 1, "no route to host");
        await using var session = _fixture.CreateWithNode();
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        var stopping = session.StopAsync(TimeSpan.Zero);
        await _fixture.PassAsync(TimeSpan.FromSeconds(5), cancellation);

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
        await using var session = _fixture.CreateWithNode();
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
}
