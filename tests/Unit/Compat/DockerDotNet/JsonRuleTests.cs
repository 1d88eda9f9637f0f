using System.Text;
using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace GlanceGate.Unit.Compat.DockerDotNet;

public sealed class JsonRuleTests
{
    [Test]
    public async Task Nulls_and_values_of_the_query_are_not_in_a_body()
    {
        var body = await BodyAsync(docker => docker.Exec.ExecCreateContainerAsync("c", new() { Cmd = ["ls", "-l"], AttachStdout = true }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(body.TryGetProperty("Env", out _), Is.False);
            Assert.That(body.TryGetProperty("WorkingDir", out _), Is.False);
            Assert.That(body.GetProperty("Cmd").GetRawText(), Is.EqualTo("""["ls","-l"]"""));
            Assert.That(body.GetProperty("AttachStdout").GetBoolean(), Is.True);
            Assert.That(body.GetProperty("AttachStdin").GetBoolean(), Is.False);
        }
    }

    [Test]
    public async Task A_container_is_described_in_the_daemons_names_and_units()
    {
        var body = await BodyAsync(docker => docker.Containers.CreateContainerAsync(new()
        {
            Name = "n",
            Image = "i",
            StopTimeout = TimeSpan.FromSeconds(90),
            ExposedPorts = new Dictionary<string, EmptyStruct> { ["80/tcp"] = default },
            Healthcheck = new() { Test = ["NONE"], Interval = TimeSpan.FromMilliseconds(1.5) },
            HostConfig = new()
            {
                DNS = ["1.1.1.1"],
                NanoCPUs = 7,
                Init = true,
                PortBindings = new Dictionary<string, IList<PortBinding>> { ["80/tcp"] = [new() { HostIP = "127.0.0.1" }] },
            },
            NetworkingConfig = new()
            {
                EndpointsConfig = new Dictionary<string, EndpointSettings> { ["net"] = new() { Aliases = ["a"] } },
            },
        }));

        var host = body.GetProperty("HostConfig");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(body.TryGetProperty("Name", out _), Is.False);
            Assert.That(body.GetProperty("StopTimeout").GetInt64(), Is.EqualTo(90));
            Assert.That(body.GetProperty("ExposedPorts").GetRawText(), Is.EqualTo("""{"80/tcp":{}}"""));
            Assert.That(body.GetProperty("Healthcheck").GetProperty("Interval").GetInt64(), Is.EqualTo(1_500_000));
            Assert.That(host.GetProperty("Dns").GetRawText(), Is.EqualTo("""["1.1.1.1"]"""));
            Assert.That(host.GetProperty("NanoCpus").GetInt64(), Is.EqualTo(7));
            Assert.That(host.GetProperty("Init").GetBoolean(), Is.True);
            Assert.That(host.TryGetProperty("PidsLimit", out _), Is.False);
            Assert.That(host.GetProperty("PortBindings").GetRawText(), Is.EqualTo("""{"80/tcp":[{"HostIp":"127.0.0.1"}]}"""));
            Assert.That(
                body.GetProperty("NetworkingConfig").GetProperty("EndpointsConfig").GetProperty("net").GetProperty("Aliases").GetRawText(),
                Is.EqualTo("""["a"]"""));
        }
    }

    [Test]
    public async Task A_commit_without_settings_has_an_empty_body()
    {
        var body = await BodyAsync(docker => docker.Images.CommitContainerChangesAsync(new() { ContainerID = "c", Changes = ["CMD x"] }));

        Assert.That(body.GetRawText(), Is.EqualTo("{}"));
    }

    [Test]
    public async Task Null_is_the_default_where_a_model_has_no_place_for_it()
    {
        var exec = await AnswerAsync("""{"ID":"e","Running":true,"ExitCode":null,"Pid":null}""", docker => docker.Exec.InspectContainerExecAsync("e"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exec.ExecID, Is.EqualTo("e"));
            Assert.That(exec.Running, Is.True);
            Assert.That(exec.ExitCode, Is.Zero);
        }
    }

    [TestCase("1700000000")]
    [TestCase("\"2023-11-14T22:13:20.000000000Z\"")]
    public async Task Times_are_seconds_or_ISO(string json)
    {
        var images = await AnswerAsync($$"""[{"Id":"i","Created":{{json}}}]""", docker => docker.Images.ListImagesAsync(new()));

        Assert.That(images[0].Created, Is.EqualTo(new DateTime(2023, 11, 14, 22, 13, 20, DateTimeKind.Utc)));
    }

    [TestCase("null")]
    [TestCase("\"\"")]
    public async Task A_time_that_there_is_not_is_the_default(string json)
    {
        var image = await AnswerAsync($$"""{"Id":"i","Created":{{json}}}""", docker => docker.Images.InspectImageAsync("i"));

        Assert.That(image.Created, Is.Default);
    }

    [Test]
    public async Task A_state_is_read()
    {
        const string Json = """
            {"Id":"c","Image":"sha256:1","State":{"Status":"exited","Running":false,"OOMKilled":true,"ExitCode":137,"Error":"","StartedAt":"s"},
             "Config":{"Labels":{"a":"b"},"StopTimeout":3},"HostConfig":{"OomKillDisable":null,"PidsLimit":null,"Memory":5},
             "Mounts":[{"Type":"tmpfs","Destination":"/t","RW":true}],"SomethingNew":[1,{"x":null}],
             "NetworkSettings":{"Networks":{"n":{"IPAMConfig":null,"Aliases":["a"],"IPAddress":"10.0.0.2","IPPrefixLen":16}}}}
            """;
        var container = await AnswerAsync(Json, docker => docker.Containers.InspectContainerAsync("c"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(container.ID, Is.EqualTo("c"));
            Assert.That(container.State.OOMKilled, Is.True);
            Assert.That(container.State.ExitCode, Is.EqualTo(137));
            Assert.That(container.Config.Labels["a"], Is.EqualTo("b"));
            Assert.That(container.Config.StopTimeout, Is.EqualTo(TimeSpan.FromSeconds(3)));
            Assert.That(container.HostConfig.PidsLimit, Is.Null);
            Assert.That(container.Mounts[0].RW, Is.True);
            Assert.That(container.NetworkSettings.Networks["n"].IPAddress, Is.EqualTo("10.0.0.2"));
        }
    }

    [Test]
    public async Task An_archives_description_comes_in_a_header_and_its_tar_in_the_body()
    {
        var stat = Convert.ToBase64String("""{"name":"f","size":3,"mode":420,"mtime":"2024-01-01T00:00:00Z","linkTarget":""}"""u8);
        await using var daemon = new ScriptedDaemon(async connection =>
        {
            await connection.BeginAsync($"X-Docker-Container-Path-Stat: {stat}\r\n");
            await connection.SendAsync("tar");
        });
        using var docker = daemon.Connect();

        var archive = await docker.Containers.GetArchiveFromContainerAsync("c", new() { Path = "/f" }, statOnly: false);

        using var tar = new StreamReader(archive.Stream);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(archive.Stat.Name, Is.EqualTo("f"));
            Assert.That(archive.Stat.Mode, Is.EqualTo(420));
            Assert.That(await tar.ReadToEndAsync(), Is.EqualTo("tar"));
        }
    }

    [Test]
    public async Task Credentials_for_registries_are_base64_of_JSON()
    {
        await using var daemon = ScriptedDaemon.Answering("200 OK");
        using var docker = daemon.Connect();
        var registry = new AuthConfig { Username = "u??>", ServerAddress = "r" };

        await docker.Images.CreateImageAsync(new() { FromImage = "i" }, registry, new Progress<JSONMessage>());
        var pull = daemon.Last.Headers["X-Registry-Auth"];
        await docker.Images.BuildImageFromDockerfileAsync(new(), Stream.Null, [registry], null, new Progress<JSONMessage>());
        var build = daemon.Last.Headers["X-Registry-Config"];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Decode(pull).GetProperty("username").GetString(), Is.EqualTo("u??>"));
            Assert.That(Decode(build).GetProperty("r").GetProperty("username").GetString(), Is.EqualTo("u??>"));
            Assert.That(pull.Length % 4, Is.Zero);
        }

        static JsonElement Decode(string header) =>
            JsonDocument.Parse(Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/'))).RootElement;
    }

    private static async Task<T> AnswerAsync<T>(string json, Func<DockerClient, Task<T>> call)
    {
        await using var daemon = ScriptedDaemon.Answering("200 OK", json);
        using var docker = daemon.Connect();
        return await call(docker);
    }

    private static async Task<JsonElement> BodyAsync(Func<DockerClient, Task> call)
    {
        await using var daemon = ScriptedDaemon.Answering("201 Created", "{}");
        using var docker = daemon.Connect();
        await call(docker);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(daemon.Last.Headers["Content-Type"], Is.EqualTo("application/json"));
            Assert.That(daemon.Last.Headers["Content-Length"], Is.EqualTo(Encoding.UTF8.GetByteCount(daemon.Last.Body).ToString()));
        }

        return JsonDocument.Parse(daemon.Last.Body).RootElement;
    }
}
