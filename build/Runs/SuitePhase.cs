using GlanceGate.Model;
using GlanceGate.Suites;

namespace GlanceGate.Runs;

/// <summary>Runs a suite against the stack of a session, through its gateway.</summary>
internal static class SuitePhase
{
    /// <summary>Runs it; it ends early when a service ends.</summary>
    /// <param name="workshop">What the run works with.</param>
    /// <param name="suite">The suite.</param>
    /// <param name="work">The session, its stack up.</param>
    /// <param name="images">Image name to engine reference, for the suite's files.</param>
    /// <param name="where">NUnit test selection; empty selects all.</param>
    /// <param name="running">Stops it.</param>
    public static async Task<SuiteResult> RunAsync(
        Workshop workshop,
        ISuite suite,
        SessionWork work,
        IReadOnlyDictionary<string, string> images,
        string where,
        CancellationToken running)
    {
        var files = await SuiteFiles.TakeAsync(workshop, work.Plan.Variant.Suite, images, work.Plan.Labels, running);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(running);

        // without its service the rest of the suite would only wait for its own deadlines
        _ = work.Stack.Died.ContinueWith(_ => stopping.CancelAsync(), running, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        var run = new SuiteRun(work.Plan.Variant.Name, work.Describe(files), where, work.SuiteFolder, work.Redact);
        var stack = new StackUnderTest(
            run, () => work.Stack.Gateway, work.Plan.Network, work.Plan.Labels, process => workshop.Records.AddChild(work.Session, process))
        {
            Cpuset = work.Plan.Variant.Cpuset,
        };
        return await suite.RunAsync(stack, stopping.Token);
    }
}
