using System.Formats.Tar;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace GlanceGate.Component.Compat;

/// <summary>Objects of one test: made with a label of their own, and removed by it whatever the test did.</summary>
internal sealed class DockerScratch : IAsyncDisposable
{
    /// <summary>A Debian image that is in the daemon; set before the first test by whoever put it there.</summary>
    public static string BaseImage { get; set; } = "debian:bookworm";

    public DockerClient Docker { get; } = DockerEndpoint.Connect();

    /// <summary>Unique; also good as a part of names.</summary>
    public string Id { get; } = $"compat-{Guid.NewGuid():N}";

    public Dictionary<string, string> Labels => new() { ["gate.compat"] = Id };

    public Dictionary<string, IDictionary<string, bool>> Filters =>
        new() { ["label"] = new Dictionary<string, bool> { [$"gate.compat={Id}"] = true } };

    public async Task<string> CreateAsync(params string[] command) => await CreateAsync(_ => { }, command);

    public async Task<string> CreateAsync(Action<CreateContainerParameters> configure, params string[] command)
    {
        // a network of its own or none: the default bridge need not exist
        var parameters = new CreateContainerParameters
        {
            Image = BaseImage,
            Cmd = command,
            Labels = Labels,
            HostConfig = new() { Init = true, NetworkMode = "none" },
        };
        configure(parameters);
        return (await Docker.Containers.CreateContainerAsync(parameters)).ID;
    }

    /// <summary>A container that runs until it is removed.</summary>
    public async Task<string> RunAsync(Action<CreateContainerParameters>? configure = null)
    {
        var id = await CreateAsync(configure ?? (_ => { }), "sleep", "infinity");
        await Docker.Containers.StartContainerAsync(id, new());
        return id;
    }

    public async Task<(string Output, string Errors, long ExitCode)> ExecAsync(string container, params string[] command)
    {
        var exec = await Docker.Exec.ExecCreateContainerAsync(container, new() { Cmd = command, AttachStdout = true, AttachStderr = true });
        using var stream = await Docker.Exec.StartAndAttachContainerExecAsync(exec.ID, tty: false);
        var (output, errors) = await stream.ReadOutputToEndAsync(CancellationToken.None);
        return (output, errors, (await Docker.Exec.InspectContainerExecAsync(exec.ID)).ExitCode);
    }

    public static MemoryStream Tar(params (string Name, string Text)[] files)
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        tar.Position = 0;
        return tar;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var container in await Docker.Containers.ListContainersAsync(new() { All = true, Filters = Filters }))
        {
            await Docker.Containers.RemoveContainerAsync(container.ID, new() { Force = true, RemoveVolumes = true });
        }

        foreach (var network in await Docker.Networks.ListNetworksAsync(new() { Filters = Filters }))
        {
            await Docker.Networks.DeleteNetworkAsync(network.ID);
        }

        foreach (var volume in (await Docker.Volumes.ListAsync(new VolumesListParameters { Filters = Filters })).Volumes ?? [])
        {
            await Docker.Volumes.RemoveAsync(volume.Name);
        }

        foreach (var image in await Docker.Images.ListImagesAsync(new() { Filters = Filters }))
        {
            await Docker.Images.DeleteImageAsync(image.ID, new() { Force = true });
        }

        Docker.Dispose();
    }
}
