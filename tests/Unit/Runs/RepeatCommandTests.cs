using GlanceGate.Unit.Engine.InMemory;

namespace GlanceGate.Unit.Runs;

/// <summary>The target Repeat.</summary>
[TestFixture]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RepeatCommandTests : IAsyncDisposable
{
    private readonly GateFixture _gate = new();
    private int _runs;

    public RepeatCommandTests() => _gate.Settings = _gate.Settings with { Times = 3 };

    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    [Test]
    public async Task Green_runs_are_0_and_their_verdicts_alone_are_kept(CancellationToken cancellation)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RepeatAsync(cancellation), Is.Zero);
            Assert.That(Sessions, Has.Count.EqualTo(3));
            Assert.That(Sessions.SelectMany(session => session.EnumerateFileSystemInfos()).Select(entry => entry.Name), Is.EqualTo(Enumerable.Repeat("verdict.json", 3)));
            Assert.That(Reports, Is.EquivalentTo(new[] { "repeat.json", "repeat.md" }));
            Assert.That(await _gate.LeftAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task One_red_run_is_1_ends_nothing_and_keeps_its_evidence(CancellationToken cancellation)
    {
        _gate.Suite = suite => (++_runs == 2 ? GateFixture.Red : (Action<InMemoryContainer>)GateFixture.Green)(suite);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RepeatAsync(cancellation), Is.EqualTo(1));
            Assert.That(_runs, Is.EqualTo(3));
            Assert.That(Sessions.Where(session => session.EnumerateFiles("junit.xml").Any()).ToList(), Has.Count.EqualTo(1));
            Assert.That(_gate.Output, Does.Contain("no list"));
        }
    }

    [Test]
    public async Task An_interruption_is_5_and_ends_it(CancellationToken cancellation)
    {
        _gate.Suite = suite =>
        {
            if (++_runs == 2)
            {
                _gate.Interrupt.Cancel();
            }
            else
            {
                GateFixture.Green(suite);
            }
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RepeatAsync(cancellation), Is.EqualTo(5));
            Assert.That(_runs, Is.EqualTo(2));
            Assert.That(await _gate.LeftAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task What_nobody_expects_is_3_and_the_other_runs_are_made(CancellationToken cancellation)
    {
        var connect = _gate.Around.Connect;
        _gate.Around = _gate.Around with
        {
            Connect = (request, progress, token) => ++_runs == 1 ? throw new InvalidOperationException("a defect of the gate") : connect(request, progress, token),
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RepeatAsync(cancellation), Is.EqualTo(3));
            Assert.That(_runs, Is.EqualTo(3));
            Assert.That(_gate.Errors, Does.Contain("a defect of the gate"));
        }
    }

    [Test]
    public async Task A_report_that_cannot_be_written_is_6(CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(_gate.Artifacts, "repeat.md"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RepeatAsync(cancellation), Is.EqualTo(6));
            Assert.That(_gate.Errors, Does.Contain("repeat.md and repeat.json could not be written"));
        }
    }

    [Test]
    public async Task No_engine_is_3(CancellationToken cancellation)
    {
        _gate.NoEngine = "no container engine answers";

        Assert.That(await RepeatAsync(cancellation), Is.EqualTo(3));
    }

    private List<DirectoryInfo> Sessions => [.. new DirectoryInfo(_gate.Artifacts).EnumerateDirectories()];

    private IEnumerable<string> Reports => new DirectoryInfo(_gate.Artifacts).EnumerateFiles("repeat.*").Select(file => file.Name);

    private Task<int> RepeatAsync(CancellationToken cancellation) => _gate.RunAsync(commands => commands.RepeatAsync(), cancellation);
}
