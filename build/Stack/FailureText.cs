using System.Globalization;
using GlanceGate.Engine;
using GlanceGate.Model;
using GlanceGate.Topology;

namespace GlanceGate.Stack;

/// <summary>The one line that says why a stack is not ready: who waited for whom, and how it ended. Pure functions.</summary>
internal static class FailureText
{
    /// <summary>A container ended that should run.</summary>
    public static string Ended(string service, ContainerState state, TimeSpan after, bool wasHealthy, int? expected)
    {
        var how = state.OutOfMemory ? "was ended by the kernel at its memory limit" : $"ended with exit code {state.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}";
        var wanted = expected is { } code && state.ExitCode != code ? string.Create(CultureInfo.InvariantCulture, $" instead of {code}") : string.Empty;
        var when = wasHealthy ? " although it had been healthy" : string.Empty;
        var why = string.IsNullOrWhiteSpace(state.Error) ? string.Empty : $" ({OneLine(state.Error)})";
        return $"{service} {how}{wanted} after {Seconds(after)}{when}{why}";
    }

    /// <summary>A healthcheck missed its deadline.</summary>
    public static string Late(string service, string became, TimeSpan deadline, string lastAnswer) =>
        $"{service} was not {became} within {Seconds(deadline)}{(lastAnswer.Length == 0 ? string.Empty : $" (last answer: {OneLine(lastAnswer)})")}";

    /// <summary>The engine refused something.</summary>
    public static string Refused(string service, string what, string reason) => $"{service} could not be {what}: {OneLine(reason)}";

    /// <summary>Puts in front who is still waiting for the culprit, if anybody.</summary>
    public static string WithWaiting(string text, string culprit, TopologyPlan plan, Func<string, ServiceState> stateOf)
    {
        var waiting = plan.Containers
            .Where(container => container.Definition.DependsOn.ContainsKey(culprit)
                && stateOf(container.Service) is ServiceState.Planned or ServiceState.Created or ServiceState.Waiting)
            .Select(container => (container.Service, Condition: container.Definition.DependsOn[culprit]))
            .ToList();
        if (waiting.Count == 0)
        {
            return text;
        }

        var (first, condition) = waiting[0];
        var others = (waiting.Count - 1) switch
        {
            0 => string.Empty,
            1 => $" and {waiting[1].Service}",
            var more => string.Create(CultureInfo.InvariantCulture, $" and {more} more"),
        };
        return $"{first}{others} waited for {culprit} {condition.Words()}; {text}";
    }

    /// <summary>Seconds with one decimal, as in <c>3.2 s</c>.</summary>
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    /// <summary>Whatever it is on one line.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
