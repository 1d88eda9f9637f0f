using Cake.Frosting;

namespace GlanceGate.Tasks;

/// <summary>Runs the jobs of pipeline check.</summary>
[TaskName(nameof(Default))]
[TaskDescription("Runs the jobs of pipeline check and gives a verdict.")]
[IsDependentOn(typeof(Gate))]
public sealed class Default : FrostingTask<GateContext>;
