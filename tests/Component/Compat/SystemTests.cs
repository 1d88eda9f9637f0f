using Docker.DotNet.Models;

namespace GlanceGate.Component.Compat;

public sealed class SystemTests
{
    [Test]
    public async Task The_daemon_answers_and_says_what_it_is()
    {
        using var docker = DockerEndpoint.Connect();

        await docker.System.PingAsync();
        var version = await docker.System.GetVersionAsync();
        var info = await docker.System.GetSystemInfoAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Version.Parse(version.APIVersion), Is.GreaterThanOrEqualTo(new Version(1, 41)));
            Assert.That(version.Components, Is.Not.Empty);
            Assert.That(info.ServerVersion, Is.EqualTo(version.Version));
            Assert.That(info.NCPU, Is.Positive);
            Assert.That(info.MemTotal, Is.Positive);
        }
    }

    [Test]
    public async Task Events_of_a_label_are_reported_as_they_happen()
    {
        await using var scratch = new DockerScratch();
        using var stop = new CancellationTokenSource();
        var start = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var id = await scratch.CreateAsync("true");
        var events = new Reports<Message>(message =>
        {
            if (message.Action == "die")
            {
                stop.Cancel();
            }
        });

        var monitoring = scratch.Docker.System.MonitorEventsAsync(new() { Since = $"{start}", Filters = scratch.Filters }, events, stop.Token);
        await scratch.Docker.Containers.StartContainerAsync(id, new());

        await Assert.ThatAsync(() => monitoring, Throws.InstanceOf<OperationCanceledException>());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(events.Select(message => message.Action), Is.SupersetOf(new[] { "create", "start", "die" }));
            Assert.That(events.Select(message => message.Actor.ID), Is.All.EqualTo(id));
            Assert.That(events[^1].Actor.Attributes["exitCode"], Is.EqualTo("0"));
        }
    }
}
