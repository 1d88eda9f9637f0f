using GlanceGate.CommandLine;
using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Runs;
using GlanceGate.Stack;
using GlanceGate.Tasks;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Tasks;

internal sealed class TaskBoundaryTests
{
    private static readonly object[] Problems =
    [
        new object[] { new JobConfigurationException([]), Outcome.ConfigError },
        new object[] { new GateArgumentException(["--x"]), Outcome.ConfigError },
        new object[] { new EngineException("no engine"), Outcome.Infrastructure },
        new object[] { new SuiteFileException("no such file", new NoSuchFileException("404")), Outcome.Failure },
        new object[] { new StackFailedException("api", "api ended", ["last words"]), Outcome.Infrastructure },
    ];

    [TestCaseSource(nameof(Problems))]
    public async Task OutcomeOfAsync_KnownProblem_IsItsOutcomeClass(Exception problem, object expected) =>
        Assert.That(await TaskBoundary.OutcomeOfAsync(() => throw problem, CancellationToken.None), Is.EqualTo(expected));

    [Test]
    public async Task OutcomeOfAsync_Interrupted_IsAborted()
    {
        using var interrupted = new CancellationTokenSource();
        await interrupted.CancelAsync();

        var outcome = await TaskBoundary.OutcomeOfAsync(() => throw new OperationCanceledException(), interrupted.Token);

        Assert.That(outcome, Is.EqualTo(Outcome.Aborted));
    }

    [Test]
    public async Task OutcomeOfAsync_CancelledByItself_IsNotTakenForAnInterruption() =>
        await Assert.ThatAsync(
            () => TaskBoundary.OutcomeOfAsync(() => throw new OperationCanceledException(), CancellationToken.None),
            Throws.InstanceOf<OperationCanceledException>());
}
