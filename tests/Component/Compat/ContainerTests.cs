using System.Formats.Tar;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace GlanceGate.Component.Compat;

public sealed class ContainerTests
{
    [Test]
    public async Task A_container_runs_to_its_end_and_its_output_is_read()
    {
        await using var scratch = new DockerScratch();
        var containers = scratch.Docker.Containers;
        var id = await scratch.CreateAsync(p => p.Env = ["WORD=hello"], "sh", "-c", "echo $WORD; echo oops >&2; exit 3");

        var started = await containers.StartContainerAsync(id, new());
        var ended = await containers.WaitContainerAsync(id);
        using var logs = await containers.GetContainerLogsAsync(id, tty: false, new() { ShowStdout = true, ShowStderr = true });
        var (output, errors) = await logs.ReadOutputToEndAsync(CancellationToken.None);
        var inspected = await containers.InspectContainerAsync(id);
        await containers.RemoveContainerAsync(id, new());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(started, Is.True);
            Assert.That(ended.StatusCode, Is.EqualTo(3));
            Assert.That(output, Is.EqualTo("hello\n"));
            Assert.That(errors, Is.EqualTo("oops\n"));
            Assert.That(inspected.State.Status, Is.EqualTo("exited"));
            Assert.That(inspected.State.ExitCode, Is.EqualTo(3));
            Assert.That(inspected.Config.Labels, Does.ContainKey("gate.compat"));
        }

        await Assert.ThatAsync(() => containers.InspectContainerAsync(id), Throws.TypeOf<DockerContainerNotFoundException>());
    }

    [Test]
    public async Task A_log_is_followed_until_the_container_ends()
    {
        await using var scratch = new DockerScratch();
        var id = await scratch.CreateAsync("sh", "-c", "echo first; read line < /tmp/fifo; echo $line");
        await scratch.Docker.Containers.ExtractArchiveToContainerAsync(id, new() { Path = "/tmp" }, Fifo());
        await scratch.Docker.Containers.StartContainerAsync(id, new());

        using var logs = await scratch.Docker.Containers.GetContainerLogsAsync(id, tty: false, new() { ShowStdout = true, Follow = true });
        var buffer = new byte[100];
        var first = await logs.ReadOutputAsync(buffer, 0, buffer.Length, CancellationToken.None);
        await scratch.ExecAsync(id, "sh", "-c", "echo second > /tmp/fifo");
        var (rest, _) = await logs.ReadOutputToEndAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Count, Is.EqualTo("first\n".Length));
            Assert.That(rest, Is.EqualTo("second\n"));
        }

        static MemoryStream Fifo()
        {
            var tar = new MemoryStream();
            using (var writer = new TarWriter(tar, leaveOpen: true))
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.Fifo, "fifo"));
            }

            tar.Position = 0;
            return tar;
        }
    }

    [Test]
    public async Task Start_and_stop_say_whether_they_changed_anything_and_a_kill_is_seen()
    {
        await using var scratch = new DockerScratch();
        var containers = scratch.Docker.Containers;
        var id = await scratch.RunAsync();

        var startedAgain = await containers.StartContainerAsync(id, new());
        await containers.KillContainerAsync(id, new() { Signal = "SIGKILL" });
        var killed = await containers.WaitContainerAsync(id);
        var stopped = await containers.StopContainerAsync(id, new() { WaitBeforeKillSeconds = 1 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(startedAgain, Is.False);
            Assert.That(killed.StatusCode, Is.EqualTo(137));
            Assert.That(stopped, Is.False);
        }
    }

    [Test]
    public async Task Files_go_in_and_out_of_a_container_that_does_not_run()
    {
        await using var scratch = new DockerScratch();
        var containers = scratch.Docker.Containers;
        var id = await scratch.CreateAsync("true");

        await containers.ExtractArchiveToContainerAsync(id, new() { Path = "/opt" }, DockerScratch.Tar(("note.txt", "ünï\n")));
        var stat = await containers.GetArchiveFromContainerAsync(id, new() { Path = "/opt/note.txt" }, statOnly: true);
        var archive = await containers.GetArchiveFromContainerAsync(id, new() { Path = "/opt/note.txt" }, statOnly: false);
        await using var reader = new TarReader(archive.Stream);
        var entry = await reader.GetNextEntryAsync(copyData: true);
        using var text = new StreamReader(entry!.DataStream!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stat.Stat.Size, Is.EqualTo(6));
            Assert.That(stat.Stream, Is.Null);
            Assert.That(entry.Name, Is.EqualTo("note.txt"));
            Assert.That(await text.ReadToEndAsync(), Is.EqualTo("ünï\n"));
        }

        await Assert.ThatAsync(
            () => containers.GetArchiveFromContainerAsync(id, new() { Path = "/opt/none" }, statOnly: false),
            Throws.TypeOf<DockerContainerNotFoundException>());
    }

    [Test]
    public async Task What_is_not_there_has_an_exception_of_its_own()
    {
        using var docker = DockerEndpoint.Connect();
        using var large = new MemoryStream(new byte[50_000_000]);

        await Assert.ThatAsync(() => docker.Containers.InspectContainerAsync("nobody"), Throws.TypeOf<DockerContainerNotFoundException>());
        await Assert.ThatAsync(() => docker.Exec.StartAndAttachContainerExecAsync("nobody", false), Throws.TypeOf<DockerContainerNotFoundException>());
        await Assert.ThatAsync(() => docker.Images.InspectImageAsync("gate/nobody:x"), Throws.TypeOf<DockerImageNotFoundException>());
        await Assert.ThatAsync(() => docker.Containers.CreateContainerAsync(new() { Image = "gate/nobody:x" }), Throws.TypeOf<DockerImageNotFoundException>());
        await Assert.ThatAsync(() => docker.Networks.InspectNetworkAsync("nobody"), Throws.TypeOf<DockerNetworkNotFoundException>());
        await Assert.ThatAsync(
            () => docker.Containers.ExtractArchiveToContainerAsync("nobody", new() { Path = "/" }, large),
            Throws.TypeOf<DockerContainerNotFoundException>());
    }

    [Test]
    public async Task Labels_select_containers_networks_and_volumes()
    {
        await using var scratch = new DockerScratch();
        await using var other = new DockerScratch();
        var id = await scratch.CreateAsync("true");
        await other.CreateAsync("true");
        var network = await scratch.Docker.Networks.CreateNetworkAsync(new() { Name = scratch.Id, Labels = scratch.Labels, Internal = true });
        await scratch.Docker.Volumes.CreateAsync(new() { Name = scratch.Id, Labels = scratch.Labels });

        var containers = await scratch.Docker.Containers.ListContainersAsync(new() { All = true, Filters = scratch.Filters });
        var networks = await scratch.Docker.Networks.ListNetworksAsync(new() { Filters = scratch.Filters });
        var volumes = await scratch.Docker.Volumes.ListAsync(new VolumesListParameters { Filters = scratch.Filters });
        var pruned = await scratch.Docker.Containers.PruneContainersAsync(new() { Filters = scratch.Filters });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(containers.Select(container => container.ID), Is.EqualTo(new[] { id }));
            Assert.That(containers[0].State, Is.EqualTo("created"));
            Assert.That(networks.Select(found => found.ID), Is.EqualTo(new[] { network.ID }));
            Assert.That(networks[0].Internal, Is.True);
            Assert.That(volumes.Volumes.Select(volume => volume.Name), Is.EqualTo(new[] { scratch.Id }));
            Assert.That(pruned.ContainersDeleted, Is.EqualTo(new[] { id }));
            Assert.That(await other.Docker.Containers.ListContainersAsync(new() { All = true, Filters = other.Filters }), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task One_sample_of_statistics_is_reported()
    {
        await using var scratch = new DockerScratch();
        var id = await scratch.RunAsync();
        var samples = new Reports<ContainerStatsResponse>();

        await scratch.Docker.Containers.GetContainerStatsAsync(id, new() { Stream = false }, samples);

        Assert.That(samples, Has.Count.EqualTo(1));
        Assert.That(samples[0].ID, Is.EqualTo(id));
    }
}
