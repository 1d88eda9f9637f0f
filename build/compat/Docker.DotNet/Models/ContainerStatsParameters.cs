namespace Docker.DotNet.Models;

/// <summary>How statistics are taken.</summary>
public class ContainerStatsParameters
{
    public bool Stream { get; set; } = true;

    public bool? OneShot { get; set; }
}
