using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Stack;
using GlanceGate.Topology;
using GlanceGate.Unit.Engine.InMemory;

namespace GlanceGate.Unit.Stack;

/// <summary>How a stack comes up.</summary>
[TestFixture]
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StackSessionStartTests : IAsyncDisposable
{
    private readonly SessionFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Test]
    public async Task A_service_is_started_when_its_dependency_is_healthy(CancellationToken cancellation)
    {
        _fixture.Engine.Script("db", new ContainerScript { Log = [new ScriptedLine(TimeSpan.FromSeconds(3), "db is ready")] });
        await using var session = _fixture.Create(
            Plans.Service("api", null, ("db", DependencyCondition.ServiceHealthy)), Plans.Service("db", Plans.Log("is ready$")));

        var starting = session.StartAsync(cancellation);
        await session.States.WhenAsync("api", snapshot => snapshot.State == ServiceState.Waiting, cancellation);
        var started = _fixture.CallOf("StartContainer", "api");
        await _fixture.RunAsync(starting, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(started, Is.EqualTo(-1));
            Assert.That(_fixture.CallOf("CreateContainer", "api"), Is.LessThan(_fixture.CallOf("StartContainer", "api")));
            Assert.That(
                _fixture.StatesOf("api").Select(snapshot => snapshot.State),
                Is.EqualTo(new[] { ServiceState.Created, ServiceState.Waiting, ServiceState.Starting, ServiceState.Healthy }));
            Assert.That(_fixture.StatesOf("api").Select(snapshot => snapshot.Detail), Has.Member("for db to be healthy"));
        }
    }

    [Test]
    public async Task A_service_is_started_when_its_one_shot_dependency_has_ended_well(CancellationToken cancellation)
    {
        _fixture.Engine.Script("seed", new ContainerScript { ExitAfter = TimeSpan.FromSeconds(1), ExitCode = 4 });
        await using var session = _fixture.Create(
            Plans.Service("api", null, ("seed", DependencyCondition.ServiceCompletedSuccessfully)), Plans.Service("seed", Plans.Exit(4)));

        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_fixture.StatesOf("seed").Last().State, Is.EqualTo(ServiceState.Completed));
            Assert.That(session.Addresses.Keys, Is.EqualTo(new[] { "api", "gateway" }));
        }
    }

    [Test]
    public async Task A_dependency_that_only_has_to_be_started_is_not_waited_for_longer(CancellationToken cancellation)
    {
        _fixture.Engine.Script("db", new ContainerScript { Log = [new ScriptedLine(TimeSpan.FromSeconds(5), "ready")] });
        await using var session = _fixture.Create(
            Plans.Service("api", null, ("db", DependencyCondition.ServiceStarted)), Plans.Service("db", Plans.Log("ready")));

        var starting = session.StartAsync(cancellation);
        await session.States.WhenAsync("api", snapshot => snapshot.State == ServiceState.Healthy, cancellation);

        Assert.That(session.States["db"].State, Is.EqualTo(ServiceState.Starting));
        await _fixture.RunAsync(starting, cancellation);
    }

    [Test]
    public async Task A_volume_is_made_once_with_the_stacks_labels_before_the_containers_that_share_it(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(
            Plans.WithVolume(Plans.Service("api"), "shared", "/a"), Plans.WithVolume(Plans.Service("db"), "shared", "/b"));

        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_fixture.Engine.Calls.Where(call => call.Operation == "CreateVolume").Select(call => call.Target), Is.EqualTo(new[] { "gate-s1-shared" }));
            Assert.That(_fixture.Engine.Container("api").Spec.Volumes, Is.EqualTo(new Dictionary<string, string> { ["/a"] = "gate-s1-shared" }));
            Assert.That(_fixture.Engine.Container("db").Spec.Volumes, Is.EqualTo(new Dictionary<string, string> { ["/b"] = "gate-s1-shared" }));
            Assert.That(await _fixture.LeftAsync(), Has.Member("gate-s1-shared"));
        }
    }

    [Test]
    public async Task Containers_are_created_at_the_same_time_but_not_all_at_once(CancellationToken cancellation)
    {
        var under = 0;
        var most = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _fixture.Engine.BeforeCalls(async (call, token) =>
        {
            if (call.Operation == "CreateContainer")
            {
                var now = Interlocked.Increment(ref under);
                most = Math.Max(most, now);
                if (now == 4)
                {
                    enough.TrySetResult();
                }

                // a start one after the other would never get past this
                await enough.Task.WaitAsync(token);
                Interlocked.Decrement(ref under);
            }
        });
        await using var session = _fixture.Create([.. Enumerable.Range(1, 9).Select(number => Plans.Service($"api{number}"))]);

        await session.StartAsync(cancellation);

        Assert.That(most, Is.EqualTo(4));
    }

    [Test]
    public async Task An_http_healthcheck_is_asked_through_the_gateway_until_it_is_well(CancellationToken cancellation)
    {
        var asked = 0;
        _fixture.Http["api"] = () => ++asked < 3 ? 503 : 200;
        await using var session = _fixture.Create(Plans.Service("api", Plans.Http("api")));

        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked, Is.EqualTo(3));
            Assert.That(_fixture.StatesOf("api").Select(snapshot => snapshot.Detail), Has.Member("HTTP 503"));
        }
    }

    [Test]
    public async Task A_tcp_healthcheck_is_well_when_the_gateway_can_connect(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("db", Plans.Check(new HealthProbe.Tcp("echo", 1))));

        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        Assert.That(session.States["db"].State, Is.EqualTo(ServiceState.Healthy));
    }

    [Test]
    public async Task Every_container_of_a_stack_runs_on_the_cores_that_the_command_line_names(CancellationToken cancellation)
    {
        var plan = Plans.Of(Plans.Service("api"), Plans.Service("db"));
        await using var session = _fixture.Create(plan with { Variant = plan.Variant with { Cpuset = "0" } });

        await session.StartAsync(cancellation);

        Assert.That(_fixture.Engine.Containers.Select(container => container.Spec.Cpuset), Is.EqualTo(new[] { "0", "0", "0" }));
    }

    [Test]
    public async Task A_container_has_the_least_rights_unless_its_service_says_otherwise(CancellationToken cancellation)
    {
        var db = Service("db", service => service with { CapAdd = ["NET_RAW"], SecurityOpt = ["no-new-privileges:false"], PidsLimit = 7, ReadOnly = true });
        var idle = Service("idle", service => service with { CapDrop = ["ALL"], SecurityOpt = ["seccomp=unconfined"] });
        await using var session = _fixture.Create(Plans.Of(Plans.Service("api"), db, idle));

        await session.StartAsync(cancellation);
        var specs = _fixture.Engine.Containers.Select(container => container.Spec).ToDictionary(spec => spec.Labels[GateLabels.Service]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((specs["api"].CapDrop, specs["api"].SecurityOpt, specs["api"].PidsLimit), Is.EqualTo((new[] { "NET_RAW" }, new[] { "no-new-privileges" }, 4096)));
            Assert.That((specs["db"].CapDrop, specs["db"].SecurityOpt, specs["db"].PidsLimit), Is.EqualTo((Array.Empty<string>(), new[] { "no-new-privileges:false" }, 7)));
            Assert.That((specs["idle"].CapDrop, specs["idle"].SecurityOpt), Is.EqualTo((new[] { "ALL" }, new[] { "seccomp=unconfined", "no-new-privileges" })));
            Assert.That(specs.Values.Where(spec => spec.ReadOnly).Select(spec => spec.Labels[GateLabels.Service]), Is.EquivalentTo(new[] { "db", "gateway" }));
            Assert.That(specs.Values.Select(spec => spec.EgressNetwork), Is.All.Null);
            Assert.That(_fixture.Engine.Calls.Count(call => call.Operation == "CreateNetwork"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_service_with_egress_has_a_second_network_that_goes_with_the_stack(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Of(Service("api", service => service with { Egress = true }), Plans.Service("db")));

        await session.StartAsync(cancellation);
        var networks = _fixture.Engine.Containers.ToDictionary(container => container.Spec.Labels[GateLabels.Service], container => container.Spec.EgressNetwork);
        await session.DisposeAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(networks, Is.EquivalentTo(new Dictionary<string, string?> { ["api"] = "gate-s1-egress", ["db"] = null, ["gateway"] = null }));
            Assert.That(
                _fixture.Engine.Calls.Where(call => call.Operation.EndsWith("Network", StringComparison.Ordinal)).Select(call => $"{call.Operation} {call.Target} {string.Join(' ', call.Command)}".TrimEnd()),
                Is.SupersetOf(new[] { "CreateNetwork gate-s1", "CreateNetwork gate-s1-egress Outside" }));
            Assert.That(await _fixture.Engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = null }, cancellation), Is.Empty);
        }
    }

    [Test]
    public async Task A_stack_for_a_person_is_reached_by_this_machine(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Of(Plans.Service("api")) with { Reach = NetworkReach.Machine });

        await session.StartAsync(cancellation);

        Assert.That(_fixture.Engine.Calls.Single(call => call.Operation == "CreateNetwork").Command, Is.EqualTo(new[] { "Machine" }));
    }

    private static ContainerPlan Service(string name, Func<ServiceDefinition, ServiceDefinition> change)
    {
        var plan = Plans.Service(name);
        return plan with { Definition = change(plan.Definition) };
    }

    [Test]
    public async Task The_gateway_may_do_nothing_but_relay_and_nothing_is_published(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("api"));

        await session.StartAsync(cancellation);
        var spec = _fixture.Engine.Container("gateway").Spec;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(spec.CapDrop, Is.EqualTo(new[] { "ALL" }));
            Assert.That(spec.SecurityOpt, Is.EqualTo(new[] { "no-new-privileges" }));
            Assert.That(spec.Labels, Does.ContainKey(GateLabels.Session).And.ContainKey(GateLabels.Owner));
            Assert.That(spec.Network, Is.EqualTo("gate-s1"));
            Assert.That(session.GatewayContainer, Is.EqualTo(spec.Name));
        }
    }

    [Test]
    public async Task Scripts_among_the_files_may_be_run_and_all_files_may_be_read(CancellationToken cancellation)
    {
        var plan = Plans.Service("api") with
        {
            Files = new Dictionary<string, ReadOnlyMemory<byte>> { ["/run.sh"] = "#!/bin/sh\n"u8.ToArray(), ["/api.conf"] = "[a]\n"u8.ToArray() },
        };
        await using var session = _fixture.Create(plan);

        await session.StartAsync(cancellation);
        var files = _fixture.Engine.Container("api").Files;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)files["/run.sh"].Mode, Is.EqualTo(Convert.ToInt32("755", 8)));
            Assert.That((int)files["/api.conf"].Mode, Is.EqualTo(Convert.ToInt32("644", 8)));
        }
    }

    [Test]
    public void Create_without_a_prepared_image_says_which()
    {
        var plan = Plans.Of(Plans.Service("api"));

        Assert.That(
            () => StackSession.Create(plan, new Dictionary<string, string> { ["gateway"] = "x" }, _fixture.Engine, _fixture, _fixture.Time),
            Throws.ArgumentException.With.Message.Contains("'image'; known are: gateway"));
    }

    [Test]
    public void Create_refuses_a_service_with_the_gateways_name() =>
        Assert.That(() => _fixture.Create(Plans.Service("gateway")), Throws.ArgumentException.With.Message.Contains("'gateway'"));
}
