using Docker.DotNet;
using Docker.DotNet.Models;

namespace GlanceGate.Component.Compat;

public sealed class NetworkTests
{
    [Test]
    public async Task Containers_find_each_other_by_alias()
    {
        await using var scratch = new DockerScratch();
        var docker = scratch.Docker;
        var network = await docker.Networks.CreateNetworkAsync(new() { Name = scratch.Id, Labels = scratch.Labels, CheckDuplicate = true });
        var named = await scratch.RunAsync(p =>
        {
            p.HostConfig.NetworkMode = scratch.Id;
            p.NetworkingConfig = new()
            {
                EndpointsConfig = new Dictionary<string, EndpointSettings> { [scratch.Id] = new() { Aliases = ["api"] } },
            };
        });
        var asking = await scratch.RunAsync();
        await docker.Networks.DisconnectNetworkAsync("none", new() { Container = asking });
        await docker.Networks.ConnectNetworkAsync(scratch.Id, new() { Container = asking, EndpointConfig = new() { Aliases = ["client"] } });

        var (output, errors, exitCode) = await scratch.ExecAsync(asking, "getent", "hosts", "api");
        var inspected = await docker.Containers.InspectContainerAsync(named);
        var seen = await docker.Networks.InspectNetworkAsync(network.ID);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero, errors);
            Assert.That(output, Does.StartWith(inspected.NetworkSettings.Networks[scratch.Id].IPAddress));
            Assert.That(seen.Containers.Keys, Is.EquivalentTo(new[] { named, asking }));
            Assert.That(seen.Labels, Is.EqualTo(scratch.Labels));
        }

        await Assert.ThatAsync(
            () => docker.Networks.DeleteNetworkAsync(network.ID), Throws.TypeOf<DockerApiException>().With.Message.Contains("active endpoints"));
    }
}
