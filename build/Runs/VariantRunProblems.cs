using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>Adds to a run what went wrong after its tests.</summary>
internal static class VariantRunProblems
{
    /// <summary>The run with one more post problem for each line.</summary>
    public static VariantRun With(this VariantRun run, string kind, IReadOnlyList<string> problems) =>
        run with { PostProblems = [.. run.PostProblems, .. problems.Select(problem => new Cause(kind, string.Empty, problem, []))] };
}
