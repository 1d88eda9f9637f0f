using Docker.DotNet.Http;
using Docker.DotNet.Json;
using Docker.DotNet.Models;

namespace Docker.DotNet.Operations;

internal sealed class SystemOperations(DockerTransport transport) : ISystemOperations
{
    public Task<VersionResponse> GetVersionAsync(CancellationToken cancellationToken) =>
        transport.ReadAsync(DockerRequest.Get("version"), DockerJson.Default.VersionResponse, cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken) => transport.SendAsync(DockerRequest.Get("_ping"), cancellationToken);

    public Task<SystemInfoResponse> GetSystemInfoAsync(CancellationToken cancellationToken) =>
        transport.ReadAsync(DockerRequest.Get("info"), DockerJson.Default.SystemInfoResponse, cancellationToken);

    public Task MonitorEventsAsync(ContainerEventsParameters parameters, IProgress<Message> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new QueryString()
            .Add("since", parameters.Since)
            .Add("until", parameters.Until)
            .AddJson("filters", parameters.Filters, DockerJson.Default.Filters);
        return transport.ReportAsync(
            DockerRequest.Get("events") with { Query = query, Unbounded = true }, DockerJson.Default.Message, progress, cancellationToken);
    }
}
