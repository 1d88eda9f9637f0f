namespace Docker.DotNet.Models;

/// <summary>Which stopped containers to remove.</summary>
public class ContainersPruneParameters
{
    public IDictionary<string, IDictionary<string, bool>> Filters { get; set; }
}

/// <summary>What was removed.</summary>
public class ContainersPruneResponse
{
    public IList<string> ContainersDeleted { get; set; }

    public ulong SpaceReclaimed { get; set; }
}
