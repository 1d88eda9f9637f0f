namespace GlanceGate.Jobs;

/// <summary>The time limits of a frozen variant.</summary>
internal static class TimeLimits
{
    /// <summary>The variant with more or less time for everything that its job limits: the run, evidence and clean-up, each service's health, each node's commands.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="factor">1 leaves it as it is; 2 gives twice the time.</param>
    public static FrozenVariant Stretch(FrozenVariant variant, double factor) => variant with
    {
        Timeout = variant.Timeout * factor,
        PostTimeout = variant.PostTimeout * factor,
        Services = [.. variant.Services.Select(service => service with { Healthcheck = service.Healthcheck is { } check ? check with { Timeout = check.Timeout * factor } : null })],
        Nodeset = variant.Nodeset is { } nodeset
            ? nodeset with { Nodes = [.. nodeset.Nodes.Select(node => node with { Timeout = node.Timeout * factor })] }
            : null,
    };
}
