namespace Docker.DotNet;

/// <summary>The Engine API, by kind of object. Safe to use from several threads at once.</summary>
public interface IDockerClient : IDisposable
{
    /// <summary>What the client was made from.</summary>
    DockerClientConfiguration Configuration { get; }

    /// <summary>Starts as the configuration's; holds for requests that begin after it was set.</summary>
    TimeSpan DefaultTimeout { get; set; }

    /// <summary>Containers.</summary>
    IContainerOperations Containers { get; }

    /// <summary>Images.</summary>
    IImageOperations Images { get; }

    /// <summary>Networks.</summary>
    INetworkOperations Networks { get; }

    /// <summary>Volumes.</summary>
    IVolumeOperations Volumes { get; }

    /// <summary>Not implemented.</summary>
    ISecretsOperations Secrets { get; }

    /// <summary>Not implemented.</summary>
    IConfigOperations Configs { get; }

    /// <summary>Not implemented.</summary>
    ISwarmOperations Swarm { get; }

    /// <summary>Not implemented.</summary>
    ITasksOperations Tasks { get; }

    /// <summary>The daemon itself.</summary>
    ISystemOperations System { get; }

    /// <summary>Not implemented.</summary>
    IPluginOperations Plugin { get; }

    /// <summary>Further processes in running containers.</summary>
    IExecOperations Exec { get; }
}
