using System.Collections.Immutable;
using GlanceGate.Model;

namespace GlanceGate.Terminal;

/// <summary>What the live board shows, folded out of the run's events.</summary>
/// <param name="Title">The variant at work, or what the run does before the first one.</param>
/// <param name="Phase">The phase at work, or empty.</param>
/// <param name="PhaseSince">When that phase began.</param>
/// <param name="Services">Latest snapshot of each service, by name.</param>
/// <param name="Passed">Tests passed.</param>
/// <param name="Failed">Tests failed.</param>
/// <param name="Skipped">Tests skipped.</param>
/// <param name="Latest">Latest line of progress, or empty.</param>
internal sealed record ShownRun(
    string Title,
    string Phase,
    DateTimeOffset PhaseSince,
    ImmutableSortedDictionary<string, ServiceSnapshot> Services,
    int Passed,
    int Failed,
    int Skipped,
    string Latest)
{
    /// <summary>The board before anything happened.</summary>
    public static readonly ShownRun Empty =
        new(string.Empty, string.Empty, default, ImmutableSortedDictionary.Create<string, ServiceSnapshot>(StringComparer.Ordinal), 0, 0, 0, string.Empty);

    /// <summary>The board after one more event.</summary>
    public ShownRun With(RunEvent item) => item switch
    {
        RunEvent.PhaseStarted phase when phase.Variant is not null && phase.Variant != Title =>
            Empty with { Title = phase.Variant, Phase = phase.Phase, PhaseSince = phase.At },
        RunEvent.PhaseStarted phase => this with { Phase = phase.Phase, PhaseSince = phase.At, Latest = string.Empty },
        RunEvent.PhaseEnded => this with { Phase = string.Empty, Latest = string.Empty },
        RunEvent.ServiceChanged changed => this with { Services = Services.SetItem(changed.Service.Service, changed.Service) },
        RunEvent.TestEnded ended => ended.Test.Outcome switch
        {
            TestOutcome.Passed => this with { Passed = Passed + 1, Latest = ended.Test.Name },
            TestOutcome.Failed => this with { Failed = Failed + 1, Latest = ended.Test.Name },
            _ => this with { Skipped = Skipped + 1, Latest = ended.Test.Name },
        },
        RunEvent.Progress progress => this with { Latest = $"{progress.Source}: {progress.Text}" },
        _ => this,
    };
}
