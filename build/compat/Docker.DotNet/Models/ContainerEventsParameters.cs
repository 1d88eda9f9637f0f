namespace Docker.DotNet.Models;

/// <summary>Which events to report; of all kinds of objects.</summary>
public class ContainerEventsParameters
{
    public string Since { get; set; }

    public string Until { get; set; }

    public IDictionary<string, IDictionary<string, bool>> Filters { get; set; }
}
