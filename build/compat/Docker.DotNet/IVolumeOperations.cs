using Docker.DotNet.Models;

namespace Docker.DotNet;

/// <summary>Volumes, by name. Every refusal is a <see cref="DockerApiException"/>, also of an unknown name.</summary>
public interface IVolumeOperations
{
    /// <summary>Lists all volumes.</summary>
    Task<VolumesListResponse> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists volumes. The list is null if there are none.</summary>
    Task<VolumesListResponse> ListAsync(VolumesListParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Creates a volume, or returns the one of that name.</summary>
    Task<VolumeResponse> CreateAsync(VolumesCreateParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Reads a volume's description.</summary>
    Task<VolumeResponse> InspectAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Removes a volume that no container uses. Force makes an unknown one no error.</summary>
    Task RemoveAsync(string name, bool? force = null, CancellationToken cancellationToken = default);

    /// <summary>Removes unused volumes: of the whole daemon, unless the filter names a label.</summary>
    Task<VolumesPruneResponse> PruneAsync(VolumesPruneParameters parameters = null, CancellationToken cancellationToken = default);
}
