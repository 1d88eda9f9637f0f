namespace Docker.DotNet.Models;

/// <summary>Which unused images to remove.</summary>
public class ImagesPruneParameters
{
    public IDictionary<string, IDictionary<string, bool>> Filters { get; set; }
}

/// <summary>What was removed.</summary>
public class ImagesPruneResponse
{
    public IList<ImageDeleteResponse> ImagesDeleted { get; set; }

    public ulong SpaceReclaimed { get; set; }
}

/// <summary>One name or layer that went.</summary>
public class ImageDeleteResponse
{
    public string Deleted { get; set; }

    public string Untagged { get; set; }
}
