using Docker.DotNet.Models;

namespace Docker.DotNet;

/// <summary>
/// Containers, by id or name. Members that name one throw <see cref="DockerContainerNotFoundException"/> if it is unknown,
/// and <see cref="DockerApiException"/> for every other refusal.
/// </summary>
public interface IContainerOperations
{
    /// <summary>Lists containers: the running ones, unless the parameters say <c>All</c>.</summary>
    Task<IList<ContainerListResponse>> ListContainersAsync(
        ContainersListParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Creates a container without starting it. The platform is sent only with a name.</summary>
    /// <exception cref="DockerImageNotFoundException">The image is not there; it is not pulled.</exception>
    Task<CreateContainerResponse> CreateContainerAsync(CreateContainerParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Reads a container's settings and state.</summary>
    Task<ContainerInspectResponse> InspectContainerAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Reads a container's output. Only the token bounds it; dispose the stream to stop following.</summary>
    /// <param name="id">The container.</param>
    /// <param name="tty">Whether the container was created with a terminal.</param>
    /// <param name="parameters">At least one of the two outputs must be asked for.</param>
    /// <param name="cancellationToken">Bounds the wait for the answer; reads take their own.</param>
    Task<MultiplexedStream> GetContainerLogsAsync(
        string id, bool tty, ContainerLogsParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Reports samples, about one a second, until the container is removed or the token is cancelled; or one.</summary>
    Task GetContainerStatsAsync(
        string id,
        ContainerStatsParameters parameters,
        IProgress<ContainerStatsResponse> progress,
        CancellationToken cancellationToken = default);

    /// <summary>Starts a container.</summary>
    /// <returns>False if it was running already.</returns>
    Task<bool> StartContainerAsync(string id, ContainerStartParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Stops a container and waits until it has stopped. Only the token bounds it.</summary>
    /// <returns>False if it was not running.</returns>
    Task<bool> StopContainerAsync(string id, ContainerStopParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Sends a signal to a container's first process.</summary>
    Task KillContainerAsync(string id, ContainerKillParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Waits until a container is not running. Only the token bounds it.</summary>
    Task<ContainerWaitResponse> WaitContainerAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Removes a container; a running one only by force.</summary>
    Task RemoveContainerAsync(string id, ContainerRemoveParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Packs a path of a container as a tar, which the caller reads and disposes.</summary>
    /// <remarks>A path that is not there is a <see cref="DockerContainerNotFoundException"/> too: the daemon answers 404 to both.</remarks>
    Task<GetArchiveFromContainerResponse> GetArchiveFromContainerAsync(
        string id, GetArchiveFromContainerParameters parameters, bool statOnly, CancellationToken cancellationToken = default);

    /// <summary>Unpacks a tar into a folder of a container. The tar is sent as it is read; only the token bounds it.</summary>
    Task ExtractArchiveToContainerAsync(
        string id, ContainerPathStatParameters parameters, Stream stream, CancellationToken cancellationToken = default);

    /// <summary>Removes stopped containers: of the whole daemon, unless the filter names a label.</summary>
    Task<ContainersPruneResponse> PruneContainersAsync(
        ContainersPruneParameters parameters = null, CancellationToken cancellationToken = default);
}
