using Docker.DotNet.Models;

namespace Docker.DotNet;

/// <summary>
/// Further processes in running containers. A container or a process that is unknown is a
/// <see cref="DockerContainerNotFoundException"/>, every other refusal a <see cref="DockerApiException"/>.
/// </summary>
public interface IExecOperations
{
    /// <summary>Describes a process without starting it.</summary>
    Task<ContainerExecCreateResponse> ExecCreateContainerAsync(
        string id, ContainerExecCreateParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Starts a process and leaves it alone: its output is lost.</summary>
    Task StartContainerExecAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Starts a process with the standard streams that its description attaches. Only the token bounds the start.</summary>
    /// <param name="id">The process.</param>
    /// <param name="tty">As in the process's description.</param>
    /// <param name="cancellationToken">Bounds the wait for the answer; reads and writes take their own.</param>
    /// <exception cref="NotSupportedException">The transport cannot be half-closed.</exception>
    Task<MultiplexedStream> StartAndAttachContainerExecAsync(string id, bool tty, CancellationToken cancellationToken = default);

    /// <summary>Reads how a process fares. It may be running for a moment after its output has ended.</summary>
    Task<ContainerExecInspectResponse> InspectContainerExecAsync(string id, CancellationToken cancellationToken = default);
}
