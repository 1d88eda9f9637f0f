using Docker.DotNet;
using Docker.DotNet.Models;

namespace GlanceGate.Engine.Docker;

/// <summary>An engine that speaks the Docker API: Docker itself, near or far, or Podman's service.</summary>
internal sealed partial class DockerEngine : IContainerEngine
{
    private readonly Uri _endpoint;
    private readonly DockerClient _client;
    private readonly TlsTunnel? _tunnel;

    /// <summary>Names the bridge of a network on the engine's host; by default the engine does.</summary>
    public Func<string, string>? BridgeOf { get; init; }

    /// <summary>Makes a client; nothing is connected before the first call.</summary>
    /// <param name="endpoint">Address of the engine: <c>unix</c>, <c>tcp</c> or <c>http</c>.</param>
    /// <param name="tunnel">What leads there, if it is not spoken to directly; it is disposed with the engine.</param>
    /// <exception cref="EngineException">No engine can have such an address.</exception>
    public DockerEngine(Uri endpoint, TlsTunnel? tunnel = null)
    {
        _endpoint = endpoint;
        _tunnel = tunnel;
        try
        {
            // No time-out of the client's own: a build takes what it takes, and every call here has its deadline in its token.
            _client = new DockerClientBuilder().WithEndpoint(tunnel?.Address ?? endpoint).WithTimeout(Timeout.InfiniteTimeSpan).Build();
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException or UriFormatException)
        {
            throw new EngineException($"engine address {endpoint}: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public Task<EngineInfo> GetInfoAsync(CancellationToken cancellation) => PromptAsync($"asking the engine at {_endpoint} what it is", async token =>
    {
        var version = await _client.System.GetVersionAsync(token);
        return DockerConverter.Info(_endpoint, await _client.System.GetSystemInfoAsync(token), version);
    }, cancellation);

    /// <inheritdoc/>
    public Task CreateNetworkAsync(string name, NetworkReach reach, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation) =>
        PromptAsync($"creating network {name}", async token =>
        {
            var options = new Dictionary<string, string>();
            if (BridgeOf is not null)
            {
                options["com.docker.network.bridge.name"] = BridgeOf(name);
            }

            if (reach == NetworkReach.Itself && DockerConverter.Product(await _client.System.GetVersionAsync(token)) == DockerConverter.Docker)
            {
                // the bridge of a network without a way out has an address of this machine all the same
                options["com.docker.network.bridge.inhibit_ipv4"] = "true";
            }

            await _client.Networks.CreateNetworkAsync(
                new NetworksCreateParameters
                {
                    Name = name,
                    Driver = "bridge",
                    Internal = reach != NetworkReach.Outside,
                    Labels = new Dictionary<string, string>(labels),
                    Options = options,
                },
                token);
        }, cancellation);

    /// <inheritdoc/>
    public Task CreateVolumeAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation) =>
        PromptAsync($"creating volume {name}", token => _client.Volumes.CreateAsync(
            new VolumesCreateParameters { Name = name, Labels = new Dictionary<string, string>(labels) }, token), cancellation);

    /// <inheritdoc/>
    public Task RemoveNetworkAsync(string name, CancellationToken cancellation) => PromptAsync($"removing network {DockerCall.Short(name)}", async token =>
    {
        try
        {
            RefuseForeign($"removing network {name}", (await _client.Networks.InspectNetworkAsync(name, token)).Labels);
            await _client.Networks.DeleteNetworkAsync(name, token);
        }
        catch (DockerApiException refusal) when (DockerCall.IsGone(refusal))
        {
            // Gone is what the caller wants.
        }
    }, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EngineObject>> ListAsync(IReadOnlyDictionary<string, string?> labels, CancellationToken cancellation)
    {
        if (labels.Count == 0)
        {
            throw new ArgumentException("without a label this would list what is not the gate's", nameof(labels));
        }

        var filters = DockerConverter.Filter(labels);
        return await PromptAsync<IReadOnlyList<EngineObject>>("listing containers, networks and volumes", async token =>
        {
            var containers = await _client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters }, token);
            var networks = await _client.Networks.ListNetworksAsync(new NetworksListParameters { Filters = filters }, token);
            var volumes = await _client.Volumes.ListAsync(new VolumesListParameters { Filters = filters }, token);
            return
            [
                .. containers.Select(item => Item(EngineObjectKind.Container, item.ID, item.Names?.FirstOrDefault()?.TrimStart('/') ?? item.ID, item.Labels))
                    .Concat(networks.Select(item => Item(EngineObjectKind.Network, item.ID, item.Name, item.Labels)))
                    .Concat((volumes.Volumes ?? []).Select(item => Item(EngineObjectKind.Volume, item.Name, item.Name, item.Labels)))
                    .Where(item => labels.Keys.All(key => labels[key] is not null || item.Labels.GetValueOrDefault(key) is { Length: > 0 }))
                    .OrderBy(item => item.Kind).ThenBy(item => item.Name, StringComparer.Ordinal),
            ];
        }, cancellation);

        static EngineObject Item(EngineObjectKind kind, string id, string name, IDictionary<string, string>? labels) =>
            new(kind, id, name, DockerConverter.Labels(labels));
    }

    /// <inheritdoc/>
    public Task RemoveAsync(EngineObject item, CancellationToken cancellation) => item.Kind switch
    {
        EngineObjectKind.Container => RemoveContainerAsync(item.Id, cancellation),
        EngineObjectKind.Network => RemoveNetworkAsync(item.Id, cancellation),
        _ => RemoveVolumeAsync(item.Name, cancellation),
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_tunnel is not null)
        {
            await _tunnel.DisposeAsync();
        }
    }

    private static Task<T> PromptAsync<T>(string doing, Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        DockerCall.RunAsync(doing, DockerCall.Prompt, call, cancellation);

    private static Task PromptAsync(string doing, Func<CancellationToken, Task> call, CancellationToken cancellation) =>
        DockerCall.RunAsync(doing, DockerCall.Prompt, call, cancellation);

    private static void RefuseForeign(string doing, IDictionary<string, string>? labels)
    {
        if (labels is null || !labels.Keys.Any(key => key.StartsWith(GateLabels.Prefix, StringComparison.Ordinal)))
        {
            throw new EngineException($"{doing}: it carries no label of the gate, so it is not ours to remove");
        }
    }

    private Task RemoveVolumeAsync(string name, CancellationToken cancellation) => PromptAsync($"removing volume {name}", async token =>
    {
        try
        {
            RefuseForeign($"removing volume {name}", (await _client.Volumes.InspectAsync(name, token)).Labels);
            await _client.Volumes.RemoveAsync(name, force: true, token);
        }
        catch (DockerApiException refusal) when (DockerCall.IsGone(refusal))
        {
            // Gone is what the caller wants.
        }
    }, cancellation);
}
