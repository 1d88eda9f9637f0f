using GlanceGate.Verdicts;

namespace GlanceGate.Repeats;

/// <summary>Runs of some variants so far.</summary>
/// <param name="Command">The command that was given.</param>
/// <param name="Planned">How many runs were asked for.</param>
/// <param name="BusyLoops">Cores that were kept busy meanwhile.</param>
/// <param name="Started">When the first one started.</param>
/// <param name="Runs">The runs that ended, in order.</param>
internal sealed record RepeatReport(string Command, int Planned, int BusyLoops, DateTimeOffset Started, IReadOnlyList<RepeatedRun> Runs)
{
    /// <summary>Whether runs that were asked for have not taken place: not yet, or never, when this is all there is.</summary>
    public bool IsPartial => Runs.Count < Planned;

    /// <summary>What all runs together came to.</summary>
    public Outcome Outcome => RepeatStatistics.Outcome(Runs, IsPartial);

    /// <summary>The report with one more run.</summary>
    public RepeatReport With(RepeatedRun run) => this with { Runs = [.. Runs, run] };
}
