using Docker.DotNet.Models;
using GlanceGate.Engine;
using GlanceGate.Engine.Docker;
using ContainerSpec = GlanceGate.Engine.ContainerSpec;

namespace GlanceGate.Unit.Engine.Docker;

[TestFixture]
public sealed class DockerConverterTests
{
    [Test]
    public void Create_passes_on_every_setting()
    {
        var parameters = DockerConverter.Create(new ContainerSpec("c", "i", "net", ["db"], new Dictionary<string, string> { ["l"] = "v" })
        {
            Hostname = "h",
            User = "u",
            Entrypoint = ["e"],
            Command = ["a", "b"],
            Environment = new Dictionary<string, string> { ["A"] = "x=y" },
            MemoryLimit = 64 << 20,
            Cpuset = "0-1",
            Tmpfs = new Dictionary<string, string> { ["/t"] = "size=1m" },
            Volumes = new Dictionary<string, string> { ["/v"] = "shared" },
            CapAdd = ["KILL"],
            CapDrop = ["ALL"],
            SecurityOpt = ["no-new-privileges"],
            Devices = ["/dev/kvm", "/dev/fuse:/dev/f:r"],
            Init = true,
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(parameters.Name, Is.EqualTo("c"));
            Assert.That(parameters.Image, Is.EqualTo("i"));
            Assert.That(parameters.Hostname, Is.EqualTo("h"));
            Assert.That(parameters.User, Is.EqualTo("u"));
            Assert.That(parameters.Entrypoint, Is.EqualTo(new[] { "e" }));
            Assert.That(parameters.Cmd, Is.EqualTo(new[] { "a", "b" }));
            Assert.That(parameters.Env, Is.EqualTo(new[] { "A=x=y" }));
            Assert.That(parameters.Labels, Is.EqualTo(new Dictionary<string, string> { ["l"] = "v" }));
            Assert.That(parameters.HostConfig!.NetworkMode, Is.EqualTo("net"));
            Assert.That(parameters.HostConfig.Sysctls, Is.EqualTo(new Dictionary<string, string> { ["net.ipv4.ip_unprivileged_port_start"] = "0" }));
            Assert.That(parameters.NetworkingConfig!.EndpointsConfig["net"].Aliases, Is.EqualTo(new[] { "db" }));
            Assert.That(parameters.HostConfig.Memory, Is.EqualTo(64 << 20));
            Assert.That(parameters.HostConfig.CpusetCpus, Is.EqualTo("0-1"));
            Assert.That(parameters.HostConfig.MemorySwap, Is.EqualTo(64 << 20), "no swap beyond the limit");
            Assert.That(parameters.HostConfig.Tmpfs, Is.EqualTo(new Dictionary<string, string> { ["/t"] = "size=1m" }));
            Assert.That(parameters.HostConfig.Binds, Is.EqualTo(new[] { "shared:/v:nocopy" }));
            Assert.That(parameters.HostConfig.CapAdd, Is.EqualTo(new[] { "KILL" }));
            Assert.That(parameters.HostConfig.CapDrop, Is.EqualTo(new[] { "ALL" }));
            Assert.That(parameters.HostConfig.SecurityOpt, Is.EqualTo(new[] { "no-new-privileges" }));
            Assert.That(
                parameters.HostConfig.Devices.Select(device => $"{device.PathOnHost} {device.PathInContainer} {device.CgroupPermissions}"),
                Is.EqualTo(new[] { "/dev/kvm /dev/kvm rwm", "/dev/fuse /dev/f r" }));
            Assert.That(parameters.HostConfig.Init, Is.True);
        }
    }

    [Test]
    public void Create_leaves_to_the_image_what_the_spec_leaves_open()
    {
        var parameters = DockerConverter.Create(new ContainerSpec("c", "i", null, [], new Dictionary<string, string>()));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(parameters.Entrypoint, Is.Null);
            Assert.That(parameters.Cmd, Is.Null);
            Assert.That(parameters.User, Is.Null);
            Assert.That(parameters.NetworkingConfig, Is.Null);
        }
    }

    [TestCase("running", null)]
    [TestCase("created", null)]
    [TestCase("exited", 5L)]
    [TestCase("dead", 5L)]
    public void State_has_an_exit_code_only_once_it_has_ended(string status, long? exitCode)
    {
        var state = DockerConverter.State(new ContainerInspectResponse
        {
            ID = "id",
            State = new State { Status = status, ExitCode = 5, Error = "", OOMKilled = true },
            NetworkSettings = new NetworkSettings
            {
                Networks = new Dictionary<string, EndpointSettings> { ["a"] = new() { IPAddress = "" }, ["b"] = new() { IPAddress = "10.0.0.2" } },
            },
            Image = "image",
        });

        Assert.That(state, Is.EqualTo(new ContainerState("id", status, exitCode, true, null, "10.0.0.2", "image")));
    }

    [Test]
    public void Texts_are_quoted_for_a_Dockerfile()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(DockerConverter.Command(null), Is.EqualTo("[]"));
            Assert.That(DockerConverter.Command(["a b", "\"c\" \\ ä"]), Is.EqualTo("""["a b", "\"c\" \\ ä"]"""));
            Assert.That(
                DockerConverter.LabelChanges([new("k", "a \"b\" $c")]),
                Is.EqualTo(new[] { "LABEL \"k\"=\"a \\\"b\\\" \\$c\"" }));
        }
    }

    [Test]
    public void Filter_matches_a_key_with_or_without_its_value() =>
        Assert.That(
            DockerConverter.Filter([new("a", "1"), new("b", null)])["label"].Keys,
            Is.EquivalentTo(new[] { "a=1", "b" }));

    [TestCase("unix:///x", "Debian", null, true)]
    [TestCase("tcp://host:2375", "Debian", null, false)]
    [TestCase("unix:///x", "Docker Desktop", null, false)]
    [TestCase("unix:///x", "Debian", "name=rootless", false)]
    public void Info_tells_a_local_engine_from_others(string endpoint, string system, string? security, bool isLocal)
    {
        var info = DockerConverter.Info(
            new Uri(endpoint),
            new SystemInfoResponse { Name = "host1", Architecture = "x86_64", ServerVersion = "20.10", OperatingSystem = system, SecurityOptions = security is null ? null! : [security] },
            new VersionResponse { APIVersion = "1.41" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(info.Name, Is.EqualTo("Docker 20.10"));
            Assert.That(info.Machine, info.IsLocal ? Is.EqualTo(HostProcessor.Describe()) : Is.EqualTo("host1 x86_64"));
            Assert.That(info.IsLocal, Is.EqualTo(isLocal && OperatingSystem.IsLinux()));
        }
    }

    [TestCase("debian", "debian", "latest")]
    [TestCase("debian:bookworm", "debian", "bookworm")]
    [TestCase("host:5000/a/b", "host:5000/a/b", "latest")]
    [TestCase("host:5000/a/b:1", "host:5000/a/b", "1")]
    [TestCase("a/b@sha256:00", "a/b", "sha256:00")]
    public void A_reference_has_a_name_and_a_tag(string reference, string name, string tag) =>
        Assert.That(ImageReference.Parse(reference), Is.EqualTo(new ImageReference(name, tag)));

    [TestCase("glance-gate/debian:x", "glance-gate/debian:x")]
    [TestCase("localhost/glance-gate/debian:x", "glance-gate/debian:x")]
    [TestCase("docker.io/glance-gate/debian:x", "glance-gate/debian:x")]
    [TestCase("docker.io/library/debian:bookworm", "debian:bookworm")]
    [TestCase("registry:5000/debian:bookworm", "registry:5000/debian:bookworm")]
    public void A_registry_that_nobody_has_named_is_left_out(string listed, string familiar) =>
        Assert.That(ImageReference.Familiar(listed), Is.EqualTo(familiar));
}
