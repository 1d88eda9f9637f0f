namespace Docker.DotNet.Models;

/// <summary>Which unused networks to remove.</summary>
public class NetworksDeleteUnusedParameters
{
    public IDictionary<string, IDictionary<string, bool>> Filters { get; set; }
}

/// <summary>What was removed.</summary>
public class NetworksPruneResponse
{
    public IList<string> NetworksDeleted { get; set; }
}
