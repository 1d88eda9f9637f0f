using Docker.DotNet.Models;

namespace Docker.DotNet;

/// <summary>
/// Images, by name or id. A refusal is a <see cref="DockerApiException"/>; but a build, a pull, an import or a load that
/// fails after it began is a message with an error, and the call returns normally: look at every message.
/// </summary>
public interface IImageOperations
{
    /// <summary>Lists images.</summary>
    Task<IList<ImagesListResponse>> ListImagesAsync(ImagesListParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Builds an image. The tar is sent as it is read; only the token bounds it.</summary>
    /// <param name="parameters">How to build.</param>
    /// <param name="contents">A tar with the Dockerfile; it stays the caller's.</param>
    /// <param name="authConfigs">Credentials for the registries of base images; may be null.</param>
    /// <param name="headers">Further headers; may be null.</param>
    /// <param name="progress">Called on the thread that reads, in order.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    Task BuildImageFromDockerfileAsync(
        ImageBuildParameters parameters,
        Stream contents,
        IEnumerable<AuthConfig> authConfigs,
        IDictionary<string, string> headers,
        IProgress<JSONMessage> progress,
        CancellationToken cancellationToken = default);

    /// <summary>Pulls an image. Only the token bounds it.</summary>
    Task CreateImageAsync(
        ImagesCreateParameters parameters,
        AuthConfig authConfig,
        IProgress<JSONMessage> progress,
        CancellationToken cancellationToken = default);

    /// <summary>Makes an image of a tar of a file system, which is sent as it is read. Only the token bounds it.</summary>
    Task CreateImageAsync(
        ImagesCreateParameters parameters,
        Stream imageStream,
        AuthConfig authConfig,
        IProgress<JSONMessage> progress,
        CancellationToken cancellationToken = default);

    /// <summary>Reads an image's description.</summary>
    /// <exception cref="DockerImageNotFoundException">The image is not there.</exception>
    Task<ImageInspectResponse> InspectImageAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Gives an image a further name, which another image may lose by it.</summary>
    /// <exception cref="DockerImageNotFoundException">The image is not there.</exception>
    Task TagImageAsync(string name, ImageTagParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Removes a name, and the image with its last name.</summary>
    /// <returns>Pairs of <c>Untagged</c> or <c>Deleted</c> and a name or an id.</returns>
    /// <exception cref="DockerImageNotFoundException">The image is not there.</exception>
    Task<IList<IDictionary<string, string>>> DeleteImageAsync(
        string name, ImageDeleteParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Removes unused images: of the whole daemon, unless the filter names a label.</summary>
    Task<ImagesPruneResponse> PruneImagesAsync(ImagesPruneParameters parameters = null, CancellationToken cancellationToken = default);

    /// <summary>Makes an image of a container's file system. Only the token bounds it.</summary>
    Task<CommitContainerChangesResponse> CommitContainerChangesAsync(
        CommitContainerChangesParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Loads images from a tar that a daemon saved. It is sent as it is read; only the token bounds it.</summary>
    Task LoadImageAsync(
        ImageLoadParameters parameters, Stream imageStream, IProgress<JSONMessage> progress, CancellationToken cancellationToken = default);
}
