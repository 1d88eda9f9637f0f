namespace GlanceGate.Stack;

/// <summary>Where the services of a stack are, as the engine says at this moment.</summary>
internal static class AddressReader
{
    /// <summary>Service name to IPv4 address on the stack's network, the gateway's among them; what has ended has none.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        StackContext stack, ServiceRunners runners, GatewayRunner gateway, CancellationToken cancellation)
    {
        var addresses = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (service, container) in runners.Current.Select(runner => (runner.Service, runner.Container)).Append((ContainerSpecs.Gateway, gateway.Container)))
        {
            var state = await stack.Engine.InspectContainerAsync(container, cancellation).ConfigureAwait(false);
            if (state?.Address is { Length: > 0 } address)
            {
                addresses[service] = address;
            }
        }

        return addresses;
    }
}
