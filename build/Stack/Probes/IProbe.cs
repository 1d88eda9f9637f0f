namespace GlanceGate.Stack.Probes;

/// <summary>Asks a service once whether it is healthy.</summary>
internal interface IProbe
{
    /// <summary>Longest time of one attempt: one that hangs must not eat the deadline and hide what the next one would say.</summary>
    TimeSpan Patience => TimeSpan.FromSeconds(10);

    /// <summary>Asks. What it throws, other than cancellation, is an unhealthy answer too.</summary>
    /// <param name="cancellation">Ends the attempt.</param>
    Task<ProbeAnswer> AskAsync(CancellationToken cancellation);
}

/// <summary>A probe's answer.</summary>
/// <param name="IsHealthy">Whether the service is healthy.</param>
/// <param name="Text">For people, for example <c>HTTP 503</c>.</param>
internal readonly record struct ProbeAnswer(bool IsHealthy, string Text);
