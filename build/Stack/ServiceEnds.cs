using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Topology;

namespace GlanceGate.Stack;

/// <summary>Which end of a service is meant, and what is thrown when it ends otherwise or does not get where it should.</summary>
/// <param name="plan">The service's plan.</param>
/// <param name="stack">The stack.</param>
internal sealed class ServiceEnds(ContainerPlan plan, StackContext stack)
{
    /// <summary>Whether it is meant to end.</summary>
    public bool IsOneShot { get; } = stack.Plan.IsOneShot(plan);

    private int? ExpectedCode => plan.Definition.Healthcheck?.Probe is HealthProbe.Exit exit ? exit.Code : IsOneShot ? 0 : null;

    /// <summary>Whether it has ended as it is meant to.</summary>
    public bool IsGood(ContainerState state) => ExpectedCode is { } code && state.ExitCode == code;

    /// <summary>It has ended as it is not meant to.</summary>
    public StackFailedException Bad(ContainerState state, TimeSpan after, bool wasHealthy) => new(
        plan.Service, FailureText.Ended(plan.Service, state, after, wasHealthy && !IsOneShot, ExpectedCode), [], state.ExitCode);

    /// <summary>It missed its deadline.</summary>
    public StackFailedException Late(TimeSpan timeout, bool wasHealthy)
    {
        var became = plan.Definition.Healthcheck?.Probe is HealthProbe.Exit || wasHealthy ? "completed" : "healthy";
        var snapshot = stack.Board[plan.Service];
        return new StackFailedException(
            plan.Service, FailureText.Late(plan.Service, became, timeout, snapshot.State == ServiceState.Starting ? snapshot.Detail : string.Empty), []);
    }

    /// <summary>The engine does not say any more how it is.</summary>
    public StackFailedException Lost(EngineException lost) => new(plan.Service, FailureText.Refused(plan.Service, "watched", lost.Message), [], inner: lost);

    /// <summary>It is no more, for a reason that is known.</summary>
    public StackFailedException Gone(string reason) => new(plan.Service, reason, []);
}
