using Docker.DotNet.Models;

namespace Docker.DotNet;

/// <summary>The daemon itself. Every refusal is a <see cref="DockerApiException"/>.</summary>
public interface ISystemOperations
{
    /// <summary>Reads the versions of the daemon and its parts.</summary>
    Task<VersionResponse> GetVersionAsync(CancellationToken cancellationToken = default);

    /// <summary>Returns when the daemon answers.</summary>
    /// <exception cref="HttpRequestException">Nobody listens.</exception>
    Task PingAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads the daemon's settings and its host's.</summary>
    Task<SystemInfoResponse> GetSystemInfoAsync(CancellationToken cancellationToken = default);

    /// <summary>Reports events until the token is cancelled or the time that the parameters name has come.</summary>
    Task MonitorEventsAsync(
        ContainerEventsParameters parameters, IProgress<Message> progress, CancellationToken cancellationToken = default);
}
