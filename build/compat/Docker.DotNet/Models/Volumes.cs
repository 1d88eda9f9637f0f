namespace Docker.DotNet.Models;

/// <summary>A volume to be.</summary>
public class VolumesCreateParameters
{
    public string Name { get; set; }

    public string Driver { get; set; }

    public IDictionary<string, string> DriverOpts { get; set; }

    public IDictionary<string, string> Labels { get; set; }
}

/// <summary>Which volumes to list.</summary>
public class VolumesListParameters
{
    public IDictionary<string, IDictionary<string, bool>> Filters { get; set; }
}

/// <summary>The volumes that were found.</summary>
public class VolumesListResponse
{
    public IList<VolumeResponse> Volumes { get; set; }

    public IList<string> Warnings { get; set; }
}

/// <summary>A volume.</summary>
public class VolumeResponse
{
    public string CreatedAt { get; set; }

    public string Driver { get; set; }

    public IDictionary<string, string> Labels { get; set; }

    public string Mountpoint { get; set; }

    public string Name { get; set; }

    public IDictionary<string, string> Options { get; set; }

    public string Scope { get; set; }
}

/// <summary>Which unused volumes to remove.</summary>
public class VolumesPruneParameters
{
    public IDictionary<string, IDictionary<string, bool>> Filters { get; set; }
}

/// <summary>What was removed.</summary>
public class VolumesPruneResponse
{
    public IList<string> VolumesDeleted { get; set; }

    public ulong SpaceReclaimed { get; set; }
}
