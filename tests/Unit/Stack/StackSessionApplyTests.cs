using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Stack;
using GlanceGate.Topology;
using GlanceGate.Unit.Engine.InMemory;

namespace GlanceGate.Unit.Stack;

/// <summary>How a running stack is moved to another plan.</summary>
[TestFixture]
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StackSessionApplyTests : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Images = new() { ["image"] = "engine/image", ["gateway"] = "engine/gateway" };

    private readonly SessionFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Test]
    public async Task Only_the_service_that_differs_is_replaced_and_its_address_is_read_anew(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("api", Plans.Command()), Plans.Service("db"));
        await session.StartAsync(cancellation);
        var (api, db) = (_fixture.Engine.Container("api").State, _fixture.Engine.Container("db").State);

        await session.ApplyAsync(Plans.Of(With("api", "other", Plans.Command()), Plans.Service("db")), Images, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_fixture.Engine.Container("db").State, Is.EqualTo(db));
            Assert.That(_fixture.Engine.Container("api").State.Id, Is.Not.EqualTo(api.Id));
            Assert.That(_fixture.Engine.Container("api").Spec.Command, Is.EqualTo(new[] { "other" }));
            Assert.That(session.Addresses["api"], Is.EqualTo(_fixture.Engine.Container("api").State.Address).And.Not.EqualTo(api.Address));
            Assert.That(session.States["api"].State, Is.EqualTo(ServiceState.Healthy));
            Assert.That(session.Died.IsCompleted, Is.False, "an end that the gate wants is no death");
            Assert.That(
                _fixture.StatesOf("api").Select(snapshot => snapshot.State).Skip(3),
                Is.EqualTo(new[] { ServiceState.Stopped, ServiceState.Planned, ServiceState.Created, ServiceState.Starting, ServiceState.Healthy }));
        }
    }

    [Test]
    public async Task The_same_plan_touches_nothing(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("db"));
        await session.StartAsync(cancellation);
        var calls = _fixture.Calls("StopContainer") + _fixture.Calls("CreateContainer");

        await session.ApplyAsync(Plans.Of(Plans.Service("db")), Images, cancellation);

        Assert.That(_fixture.Calls("StopContainer") + _fixture.Calls("CreateContainer"), Is.EqualTo(calls));
    }

    [Test]
    public async Task Another_image_of_the_same_name_and_another_file_are_differences(CancellationToken cancellation)
    {
        _fixture.Engine.AddImage("engine/changed");
        await using var session = _fixture.Create(Plans.Service("api"));
        await session.StartAsync(cancellation);

        await session.ApplyAsync(Plans.Of(Plans.Service("api")), new Dictionary<string, string>(Images) { ["image"] = "engine/changed" }, cancellation);
        var image = _fixture.Engine.Container("api").Spec.Image;
        var file = Plans.Service("api") with { Files = new Dictionary<string, ReadOnlyMemory<byte>> { ["/api.conf"] = "[a]\n"u8.ToArray() } };
        await session.ApplyAsync(Plans.Of(file), Images, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(image, Is.EqualTo("engine/changed"));
            Assert.That(_fixture.Engine.Container("api").Spec.Image, Is.EqualTo("engine/image"));
            Assert.That(_fixture.Engine.Container("api").Files.Keys, Is.EqualTo(new[] { "/api.conf" }));
        }
    }

    [Test]
    public async Task Replaced_services_wait_for_each_other_and_not_for_those_that_stay(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(
            Plans.Service("api", null, ("db", DependencyCondition.ServiceHealthy), ("mq", DependencyCondition.ServiceHealthy)),
            Plans.Service("db", Plans.Command()), Plans.Service("mq"));
        await session.StartAsync(cancellation);
        var before = _fixture.Engine.Calls.Count;

        await session.ApplyAsync(
            Plans.Of(
                With("api", "other", null, ("db", DependencyCondition.ServiceHealthy), ("mq", DependencyCondition.ServiceHealthy)),
                With("db", "other", Plans.Command()), Plans.Service("mq")),
            Images, cancellation);

        Assert.That(
            _fixture.Engine.Calls.Skip(before).Where(call => call.Operation is "StopContainer" or "StartContainer" or "Exec").Select(call => $"{call.Operation} {call.Target}"),
            Is.EqualTo(new[]
            {
                "StopContainer gate-s1-api", "StopContainer gate-s1-db", "StartContainer gate-s1-db", "Exec gate-s1-db", "StartContainer gate-s1-api",
            }));
    }

    [Test]
    public async Task The_log_of_the_replaced_container_stays_and_the_new_ones_follows(CancellationToken cancellation)
    {
        _fixture.Engine.Script("db", new ContainerScript { Log = [new ScriptedLine(TimeSpan.Zero, "begin")] });
        await using var session = _fixture.Create(Plans.Service("db"));
        await session.StartAsync(cancellation);
        _fixture.Engine.Container("db").Write("last words");

        await session.ApplyAsync(Plans.Of(With("db", "other")), Images, cancellation);
        var problems = await session.StopAsync(TimeSpan.Zero);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problems, Is.Empty);
            Assert.That(await File.ReadAllTextAsync(session.LogFiles["db"], cancellation), Is.EqualTo("begin\nlast words\nbegin\n"));
        }
    }

    [Test]
    public async Task A_service_that_does_not_come_up_fails_the_move_and_the_next_one_mends_it(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("api", Plans.Command()), Plans.Service("db"));
        await session.StartAsync(cancellation);
        _fixture.Engine.Script("api", new ContainerScript { ExitAfter = TimeSpan.Zero, ExitCode = 1, OnExec = (_, _, _) => Task.FromResult(new ExecResult(1, "", "")) });

        await Assert.ThatAsync(
            () => session.ApplyAsync(Plans.Of(With("api", "broken", Plans.Command()), Plans.Service("db")), Images, cancellation),
            Throws.TypeOf<StackFailedException>().With.Message.StartsWith("api ended with exit code 1"));
        _fixture.Engine.Script("api", new ContainerScript());
        await session.ApplyAsync(Plans.Of(Plans.Service("api", Plans.Command()), Plans.Service("db")), Images, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(session.States["api"].State, Is.EqualTo(ServiceState.Healthy));
            Assert.That(session.Died.IsCompleted, Is.False);
        }
    }

    [Test]
    public async Task What_has_died_meanwhile_is_replaced_too(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("api"), Plans.Service("db"), Plans.Service("web"));
        await session.StartAsync(cancellation);
        _fixture.Engine.Container("api").Exit(1);
        _fixture.Engine.Container("db").Exit(1);
        var death = await session.Died.WaitAsync(cancellation);

        await session.ApplyAsync(Plans.Of(Plans.Service("api"), Plans.Service("db"), Plans.Service("web")), Images, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(death.Service, Is.AnyOf("api", "db"));
            Assert.That(_fixture.Engine.Containers.Select(container => container.State.IsRunning), Has.All.True);
            Assert.That(session.Died.IsCompleted, Is.False);
        }
    }

    [Test]
    public async Task A_replaced_service_is_watched_like_any_other(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("api"));
        await session.StartAsync(cancellation);
        await session.ApplyAsync(Plans.Of(With("api", "other")), Images, cancellation);

        _fixture.Engine.Container("api").Exit(3);

        Assert.That((await session.Died.WaitAsync(cancellation)).Message, Does.StartWith("api ended with exit code 3"));
    }

    [TestCase("StopContainer")]
    [TestCase("RemoveContainer")]
    [TestCase("CreateContainer")]
    [TestCase("StartContainer")]
    [TestCase("Exec")]
    public async Task Nothing_is_left_when_the_move_is_cancelled_in_any_phase(string operation, CancellationToken cancellation)
    {
        using var interrupt = new CancellationTokenSource();
        await using (var session = _fixture.Create(Plans.Service("api", Plans.Command()), Plans.Service("db")))
        {
            await session.StartAsync(cancellation);
            _fixture.Engine
                .Script("api", new ContainerScript { OnExec = (_, _, _) => Task.FromResult(new ExecResult(1, "", "")) })
                .BeforeCalls(async (call, _) =>
                {
                    if (call.Operation == operation)
                    {
                        await interrupt.CancelAsync();
                    }
                });

            await Assert.ThatAsync(
                () => session.ApplyAsync(Plans.Of(With("api", "other", Plans.Command()), Plans.Service("db")), Images, interrupt.Token),
                Throws.InstanceOf<OperationCanceledException>());
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _fixture.LeftAsync(), Is.Empty);
            Assert.That(_fixture.Notes, Is.Empty);
        }
    }

    [Test]
    public async Task What_the_engine_refuses_is_said(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("api"));
        await session.StartAsync(cancellation);
        _fixture.Engine.Fail("RemoveContainer", "gate-s1-api", "device busy");

        await Assert.ThatAsync(
            () => session.ApplyAsync(Plans.Of(With("api", "other")), Images, cancellation),
            Throws.TypeOf<StackFailedException>().With.Message.EqualTo("api could not be removed: RemoveContainer gate-s1-api: device busy"));
    }

    [Test]
    public async Task A_lost_gateway_cannot_be_mended(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("api"));
        await session.StartAsync(cancellation);
        _fixture.HangUp.SetResult();
        await session.Died.WaitAsync(cancellation);

        await Assert.ThatAsync(
            () => session.ApplyAsync(Plans.Of(Plans.Service("api")), Images, cancellation),
            Throws.TypeOf<StackFailedException>().With.Property("Service").EqualTo("gateway"));
    }

    [Test]
    public async Task A_plan_of_another_stack_or_without_its_images_is_refused(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("api"));
        await Assert.ThatAsync(() => session.ApplyAsync(Plans.Of(Plans.Service("api")), Images, cancellation), Throws.InvalidOperationException);
        await session.StartAsync(cancellation);

        await Assert.ThatAsync(() => session.ApplyAsync(Plans.Of(Plans.Service("web")), Images, cancellation), Throws.ArgumentException);
        await Assert.ThatAsync(
            () => session.ApplyAsync(Plans.Of(Plans.Service("api")), new Dictionary<string, string>(), cancellation),
            Throws.ArgumentException.With.Message.Contains("'image'"));
    }

    private static ContainerPlan With(
        string service, string command, HealthcheckDefinition? check = null, params (string Service, DependencyCondition Condition)[] dependsOn)
    {
        var plan = Plans.Service(service, check, dependsOn);
        return plan with { Definition = plan.Definition with { Command = [command] } };
    }
}
