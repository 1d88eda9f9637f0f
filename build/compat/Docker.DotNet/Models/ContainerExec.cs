using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

/// <summary>A further process for a running container.</summary>
public class ContainerExecCreateParameters
{
    public string User { get; set; }

    public bool Privileged { get; set; }

    public bool Tty { get; set; }

    public bool AttachStdin { get; set; }

    public bool AttachStderr { get; set; }

    public bool AttachStdout { get; set; }

    public bool Detach { get; set; }

    public string DetachKeys { get; set; }

    public IList<string> Env { get; set; }

    public string WorkingDir { get; set; }

    public IList<string> Cmd { get; set; }
}

/// <summary>The process that was created.</summary>
public class ContainerExecCreateResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; set; }
}

/// <summary>How a created process is started.</summary>
public class ContainerExecStartParameters
{
    public string User { get; set; }

    public bool Privileged { get; set; }

    public bool Tty { get; set; }

    public bool AttachStdin { get; set; }

    public bool AttachStderr { get; set; }

    public bool AttachStdout { get; set; }

    public bool Detach { get; set; }

    public string DetachKeys { get; set; }

    public IList<string> Env { get; set; }

    public string WorkingDir { get; set; }

    public IList<string> Cmd { get; set; }
}

/// <summary>How a further process fares. The exit code is 0 as long as it runs.</summary>
public class ContainerExecInspectResponse
{
    [JsonPropertyName("ID")]
    public string ExecID { get; set; }

    public string ContainerID { get; set; }

    public bool Running { get; set; }

    public long ExitCode { get; set; }

    public long Pid { get; set; }
}
