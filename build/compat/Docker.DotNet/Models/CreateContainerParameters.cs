using System.Text.Json.Serialization;
using Docker.DotNet.Json;

namespace Docker.DotNet.Models;

/// <summary>A container to be: query and body of its creation.</summary>
public class CreateContainerParameters
{
    [JsonIgnore]
    public string Name { get; set; }

    [JsonIgnore]
    public string Platform { get; set; }

    public string Hostname { get; set; }

    public string Domainname { get; set; }

    public string User { get; set; }

    public bool AttachStdin { get; set; }

    public bool AttachStdout { get; set; }

    public bool AttachStderr { get; set; }

    public IDictionary<string, EmptyStruct> ExposedPorts { get; set; }

    public bool Tty { get; set; }

    public bool OpenStdin { get; set; }

    public bool StdinOnce { get; set; }

    public IList<string> Env { get; set; }

    public IList<string> Cmd { get; set; }

    public HealthConfig Healthcheck { get; set; }

    public string Image { get; set; }

    public IDictionary<string, EmptyStruct> Volumes { get; set; }

    public string WorkingDir { get; set; }

    public IList<string> Entrypoint { get; set; }

    public bool NetworkDisabled { get; set; }

    public IDictionary<string, string> Labels { get; set; }

    public string StopSignal { get; set; }

    [JsonConverter(typeof(TimeSpanSecondsConverter))]
    public TimeSpan? StopTimeout { get; set; }

    public HostConfig HostConfig { get; set; }

    public NetworkingConfig NetworkingConfig { get; set; }
}
