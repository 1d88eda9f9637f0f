using GlanceGate.CommandLine;
using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Runs;
using GlanceGate.Stack;
using GlanceGate.Suites;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Runs;

internal sealed class CommandOutcomeTests
{
    private static readonly object[] Problems =
    [
        new object[] { new JobConfigurationException([]), Outcome.ConfigError },
        new object[] { new GateArgumentException(["--x"]), Outcome.ConfigError },
        new object[] { new EngineException("no engine"), Outcome.Infrastructure },
        new object[] { new SuiteFileException("no such file", new NoSuchFileException("404")), Outcome.Failure },
        new object[] { new SuiteBuildException("it does not build", ["Checks.cs(1,1): error CS1002"]) { IsOfTheSuite = true }, Outcome.Failure },
        new object[] { new StackFailedException("api", "api ended", ["last words"]), Outcome.Infrastructure },
    ];

    [TestCaseSource(nameof(Problems))]
    public async Task OfAsync_KnownProblem_IsItsOutcomeClass(Exception problem, object expected) =>
        Assert.That(await CommandOutcome.OfAsync(() => throw problem, TextWriter.Null, CancellationToken.None), Is.EqualTo(expected));

    [Test]
    public async Task OfAsync_Interrupted_IsAborted()
    {
        using var interrupted = new CancellationTokenSource();
        await interrupted.CancelAsync();

        var outcome = await CommandOutcome.OfAsync(() => throw new OperationCanceledException(), TextWriter.Null, interrupted.Token);

        Assert.That(outcome, Is.EqualTo(Outcome.Aborted));
    }

    [Test]
    public async Task OfAsync_CancelledByItself_IsNotTakenForAnInterruption() =>
        await Assert.ThatAsync(
            () => CommandOutcome.OfAsync(() => throw new OperationCanceledException(), TextWriter.Null, CancellationToken.None),
            Throws.InstanceOf<OperationCanceledException>());
}
