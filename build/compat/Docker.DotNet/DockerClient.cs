using Docker.DotNet.Http;
using Docker.DotNet.Operations;

namespace Docker.DotNet;

/// <summary>Speaks the Engine API to one endpoint.</summary>
public sealed class DockerClient : IDockerClient
{
    private readonly DockerTransport _transport;

    internal DockerClient(DockerClientConfiguration configuration, Version requestedApiVersion)
    {
        _transport = new DockerTransport(configuration, requestedApiVersion);
        Configuration = configuration;
        Containers = new ContainerOperations(_transport);
        Images = new ImageOperations(_transport);
        Networks = new NetworkOperations(_transport);
        Volumes = new VolumeOperations(_transport);
        System = new SystemOperations(_transport);
        Exec = new ExecOperations(_transport);

        var absent = new AbsentOperations();
        Secrets = absent;
        Configs = absent;
        Swarm = absent;
        Tasks = absent;
        Plugin = absent;
    }

    /// <inheritdoc/>
    public DockerClientConfiguration Configuration { get; }

    /// <inheritdoc/>
    public TimeSpan DefaultTimeout
    {
        get => _transport.DefaultTimeout;
        set => _transport.DefaultTimeout = value;
    }

    /// <inheritdoc/>
    public IContainerOperations Containers { get; }

    /// <inheritdoc/>
    public IImageOperations Images { get; }

    /// <inheritdoc/>
    public INetworkOperations Networks { get; }

    /// <inheritdoc/>
    public IVolumeOperations Volumes { get; }

    /// <inheritdoc/>
    public ISecretsOperations Secrets { get; }

    /// <inheritdoc/>
    public IConfigOperations Configs { get; }

    /// <inheritdoc/>
    public ISwarmOperations Swarm { get; }

    /// <inheritdoc/>
    public ITasksOperations Tasks { get; }

    /// <inheritdoc/>
    public ISystemOperations System { get; }

    /// <inheritdoc/>
    public IPluginOperations Plugin { get; }

    /// <inheritdoc/>
    public IExecOperations Exec { get; }

    /// <summary>Closes the connections that no open stream uses, and disposes the configuration.</summary>
    public void Dispose()
    {
        _transport.Dispose();
        Configuration.Dispose();
    }
}
