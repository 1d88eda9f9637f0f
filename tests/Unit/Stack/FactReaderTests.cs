using GlanceGate.Engine;
using GlanceGate.Unit.Engine.InMemory;
using GlanceGate.Stack;
using GlanceGate.Topology;

namespace GlanceGate.Unit.Stack;

/// <summary>What a stack says of itself before its suite runs.</summary>
[TestFixture]
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FactReaderTests : IAsyncDisposable
{
    private readonly SessionFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Test]
    public async Task Each_fact_is_what_its_command_prints(CancellationToken cancellation)
    {
        Answer("api", command => new ExecResult(0, $"{string.Join(' ', command)}\n", "a warning"));
        var containers = new[] { WithFacts("api", ("options", ["show", "all"]), ("version", ["show", "version"])), Plans.Service("db") };
        await using var session = _fixture.Create(containers);
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        var facts = await FactReader.ReadAsync(Plans.Of(containers), Exec, _fixture.Time, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(facts.Keys, Is.EqualTo(new[] { "api" }));
            Assert.That(facts["api"], Is.EqualTo(new Dictionary<string, string> { ["options"] = "show all", ["version"] = "show version" }));
        }
    }

    [Test]
    public async Task A_command_that_fails_names_service_fact_and_what_it_said(CancellationToken cancellation)
    {
        Answer("api", _ => new ExecResult(3, "", "no such process\n"));
        var plan = WithFacts("api", ("options", ["show"]));
        await using var session = _fixture.Create(plan);
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        var failure = await Assert.ThrowsAsync<StackFailedException>(() => FactReader.ReadAsync(Plans.Of(plan), Exec, _fixture.Time, cancellation));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Service, Is.EqualTo("api"));
            Assert.That(failure.Message, Is.EqualTo("the fact 'options' of api could not be read: its command ended with exit code 3"));
            Assert.That(failure.LastLines, Is.EqualTo(new[] { "no such process" }));
        }
    }

    [Test]
    public async Task A_fact_of_which_a_part_is_missing_is_none(CancellationToken cancellation)
    {
        Answer("api", _ => new ExecResult(0, new string('x', 100), "") { IsCut = true });
        var plan = WithFacts("api", ("options", ["show"]));
        await using var session = _fixture.Create(plan);
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        await Assert.ThatAsync(
            () => FactReader.ReadAsync(Plans.Of(plan), Exec, _fixture.Time, cancellation),
            Throws.TypeOf<StackFailedException>().With.Message.EqualTo("the fact 'options' of api could not be read: its command says more than 1 MiB"));
    }

    [Test]
    public async Task A_command_that_never_ends_is_given_up(CancellationToken cancellation)
    {
        _fixture.Engine.Script("api", new ContainerScript
        {
            OnExec = async (_, _, token) =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return new ExecResult(0, "", "");
            },
        });
        var plan = WithFacts("api", ("options", ["show"]));
        await using var session = _fixture.Create(plan);
        await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);

        var reading = FactReader.ReadAsync(Plans.Of(plan), Exec, _fixture.Time, cancellation);
        await _fixture.Time.TimerAsync(TimeSpan.FromSeconds(60)).WaitAsync(cancellation);
        _fixture.Time.Advance(TimeSpan.FromSeconds(60));
        var failure = await Assert.ThrowsAsync<StackFailedException>(() => reading);

        Assert.That(failure!.Message, Does.Contain("did not end within 60.0 s"));
    }

    private Task<ExecResult> Exec(string service, IReadOnlyList<string> command, CancellationToken cancellation) =>
        _fixture.Engine.ExecAsync($"gate-s1-{service}", command, cancellation);

    private void Answer(string service, Func<IReadOnlyList<string>, ExecResult> answer) =>
        _fixture.Engine.Script(service, new ContainerScript { OnExec = (_, command, _) => Task.FromResult(answer(command)) });

    private static ContainerPlan WithFacts(string name, params (string Name, string[] Command)[] facts)
    {
        var plan = Plans.Service(name);
        return plan with
        {
            Definition = plan.Definition with
            {
                Facts = facts.ToDictionary(fact => fact.Name, fact => (IReadOnlyList<string>)fact.Command),
            },
        };
    }
}
