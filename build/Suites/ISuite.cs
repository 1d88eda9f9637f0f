using GlanceGate.Model;
using GlanceGate.Stack.Gateway;

namespace GlanceGate.Suites;

/// <summary>A suite that is ready to be run, any number of times.</summary>
internal interface ISuite
{
    /// <summary>Runs the suite to its end.</summary>
    /// <param name="stack">What it runs against.</param>
    /// <param name="stopping">
    /// Stops the suite. The call does not throw then but returns the tests that had ended, with <see cref="SuiteResult.Error"/> set, so that
    /// they are reported; who cancelled knows why. Nothing of the suite runs on when the call returns.
    /// </param>
    Task<SuiteResult> RunAsync(StackUnderTest stack, CancellationToken stopping);
}

/// <summary>A stack as a suite meets it, from outside or from inside of its network.</summary>
/// <param name="Run">What is run; its description has no way into the network yet.</param>
/// <param name="Gateway">Gives the way in, for a suite outside.</param>
/// <param name="Network">The network, for a suite inside.</param>
/// <param name="Labels">Labels of what the suite makes on the engine, so that it is found whatever ends this process.</param>
/// <param name="Started">Given the id of each process group of the suite as soon as it exists, for the record of the session.</param>
internal sealed record StackUnderTest(
    SuiteRun Run, Func<GatewayTunnel> Gateway, string Network, IReadOnlyDictionary<string, string> Labels, Action<int> Started)
{
    /// <summary>Processor cores that containers of the suite may run on, or null for all.</summary>
    public string? Cpuset { get; init; }
}
