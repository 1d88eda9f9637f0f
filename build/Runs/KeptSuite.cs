using GlanceGate.Jobs;
using GlanceGate.Stack.Gateway;
using GlanceGate.Stack.Sessions;
using GlanceGate.Suites;
using GlanceGate.Terminal;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The suite on a stack that was kept by an earlier run: results, but no verdict, as the stack's audit covers more than this run.</summary>
internal static class KeptSuite
{
    /// <summary>Builds and runs the suite through the kept stack's gateway.</summary>
    public static async Task<SuiteResult> RunAsync(Workshop workshop, PhaseClock clock, KeptStack stack, JobVariant variant, CancellationToken cancellation)
    {
        var runner = new SuiteRunner(Path.Combine(workshop.Settings.Root, "tests"), workshop.Events, workshop.Time);
        var session = SessionName.New(workshop.Time);
        var folder = Path.Combine(workshop.Settings.StateFolder, "work", session);
        workshop.Records.Begin(session, folder);
        try
        {
            var suite = await clock.RunAsync("suite build", () => runner.BuildAsync(variant.Suite.Project, id => workshop.Records.AddChild(session, id), cancellation));
            await using var tunnel = await GatewayTunnel.OpenAsync(workshop.Engine, stack.Gateway, workshop.Time, cancellation);
            await using var proxy = new SocksGateway(tunnel, workshop.Time);
            var description = workshop.Kept.Describe(stack.Session) with { Proxy = proxy.Proxy.ToString().TrimEnd('/') };
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limited.CancelAfter(variant.Timeout);
            var run = new SuiteRun(stack.Variant, description, variant.Suite.Where, folder, text => text);
            var result = await clock.RunAsync("suite", () => runner.RunAsync(suite, run, id => workshop.Records.AddChild(session, id), limited.Token));
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
    public static string Describe(SuiteResult result)
    {
        var failed = result.Tests.Where(test => test.Outcome == TestOutcome.Failed).ToList();
        var skipped = result.Tests.Count - result.Executed;
        var lines = failed.Select(test => $"FAILED {test.Name}: {test.Message.Trim().Split('\n')[0]}");
        var end = $"{result.Executed - failed.Count} passed, {failed.Count} failed, {skipped} skipped in {EventLines.Seconds(result.Duration)}";
        return string.Join(Environment.NewLine, [.. lines, .. result.Error is null ? (string[])[] : [result.Error], end]);
    }

    /// <summary>Success when tests ran, none failed, and the suite reached its end.</summary>
    public static Outcome OutcomeOf(SuiteResult result) =>
        result.Error is null && result.Executed > 0 && result.Tests.All(test => test.Outcome != TestOutcome.Failed) ? Outcome.Success : Outcome.Failure;
}
