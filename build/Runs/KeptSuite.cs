using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Reports;
using GlanceGate.Stack;
using GlanceGate.Stack.Gateway;
using GlanceGate.Stack.Sessions;
using GlanceGate.Suites;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The suite on a stack that was kept by an earlier run: results, but no verdict, as the stack's audit covers more than this run.</summary>
internal static class KeptSuite
{
    /// <summary>Builds and runs the suite through the kept stack's gateway.</summary>
    public static async Task<SuiteResult> RunAsync(Workshop workshop, PhaseClock clock, KeptStack stack, VariantDefinition variant, CancellationToken cancellation)
    {
        var session = SessionName.New(workshop.Time);
        var folder = Path.Combine(workshop.Settings.StateFolder, "work", session);
        workshop.Records.Begin(session, folder);
        try
        {
            var images = await workshop.PrepareAsync(variant.Suite.Images, cancellation);
            var suite = await clock.RunAsync("suite build", () => new SuiteMaker(workshop, images).MakeAsync(variant.Suite, cancellation));
            await using var tunnel = await GatewayTunnel.OpenAsync(workshop.Engine, stack.Gateway, workshop.Time, cancellation);
            using var deadline = new CancellationTokenSource(variant.Timeout, workshop.Time);
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
            var run = new SuiteRun(stack.Variant, workshop.Kept.Describe(stack.Session), variant.Suite.Where, folder, text => text);

            // what the suite makes belongs to this run: the kept stack's own labels would keep it for as long as the stack
            var labels = new Dictionary<string, string> { [GateLabels.Session] = session, [GateLabels.Owner] = SessionOwner.Current() };
            var target = new StackUnderTest(
                run, () => tunnel, ContainerSpecs.NetworkOf(stack.Gateway), labels, process => workshop.Records.AddChild(session, process))
            {
                Cpuset = variant.Cpuset,
            };
            var result = await clock.RunAsync("suite", () => suite.RunAsync(target, limited.Token));
            cancellation.ThrowIfCancellationRequested();
            return result;
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            workshop.Records.End(session);
        }
    }

    /// <summary>What the suite said, for people.</summary>
    public static string Describe(SuiteDefinition suite, SuiteResult result)
    {
        var failed = result.Tests.Where(test => test.Outcome == TestOutcome.Failed).ToList();
        var skipped = result.Tests.Count - result.Executed;
        var lines = failed.Select(test => $"FAILED {test.Name}: {test.Message.Trim().Split('\n')[0]}");
        var end = $"{result.Executed - failed.Count} passed, {failed.Count} failed, {skipped} skipped in {Durations.Words(result.Duration)}";
        return string.Join(Environment.NewLine, [.. lines, .. result.Error is null ? (string[])[] : [result.Error], .. Shortfall(suite, result) is { } shortfall ? [shortfall] : (string[])[], end]);
    }

    /// <summary>Success when tests ran and as many as the job asks for, none failed, and the suite reached its end.</summary>
    public static Outcome OutcomeOf(SuiteDefinition suite, SuiteResult result) =>
        result.Error is null && result.Executed > 0 && Shortfall(suite, result) is null && result.Tests.All(test => test.Outcome != TestOutcome.Failed) ? Outcome.Success : Outcome.Failure;

    // a suite that broke off has executed fewer for that reason
    private static string? Shortfall(SuiteDefinition suite, SuiteResult result) => result.Error is null ? MinimumRule.Shortfall(suite, result) : null;
}
