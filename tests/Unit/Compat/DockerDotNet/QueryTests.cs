using Docker.DotNet;
using Docker.DotNet.Models;

namespace GlanceGate.Unit.Compat.DockerDotNet;

public sealed class QueryTests
{
    [Test]
    public async Task A_value_that_is_its_types_default_is_not_sent()
    {
        var line = await LineAsync("[]", docker => docker.Containers.ListContainersAsync(new() { All = false, Size = null, Limit = 0 }));

        Assert.That(line, Is.EqualTo("GET /containers/json"));
    }

    [Test]
    public async Task Values_are_sent_as_numbers_and_escaped_text()
    {
        var line = await LineAsync("[]", docker => docker.Containers.ListContainersAsync(new() { All = true, Limit = 3, Since = "a b&c" }));

        Assert.That(line, Is.EqualTo("GET /containers/json?all=1&since=a%20b%26c&limit=3"));
    }

    [Test]
    public async Task Filters_are_sent_as_JSON()
    {
        var filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { ["a=b"] = true } };
        var line = await LineAsync("[]", docker => docker.Networks.ListNetworksAsync(new() { Filters = filters }));

        Assert.That(Uri.UnescapeDataString(line), Is.EqualTo("""GET /networks?filters={"label":{"a=b":true}}"""));
    }

    [Test]
    public async Task Each_value_of_a_list_repeats_the_key_and_maps_are_JSON()
    {
        var parameters = new ImageBuildParameters
        {
            Tags = ["one", "two:x"],
            BuildArgs = new Dictionary<string, string> { ["A"] = "1" },
            Remove = true,
            ForceRemove = false,
            NetworkMode = "host",
        };
        var line = await LineAsync("", docker => docker.Images.BuildImageFromDockerfileAsync(parameters, Stream.Null, null, null, Ignored<JSONMessage>()));

        Assert.That(Uri.UnescapeDataString(line), Is.EqualTo("""POST /build?t=one&t=two:x&rm=1&networkmode=host&buildargs={"A":"1"}"""));
    }

    [TestCase(0u, "POST /containers/c/stop", TestName = "A_stop_without_grace_cannot_be_sent")]
    [TestCase(5u, "POST /containers/c/stop?t=5", TestName = "A_stops_grace_is_sent_in_seconds")]
    public async Task Stop(uint seconds, string expected)
    {
        var line = await LineAsync("", docker => docker.Containers.StopContainerAsync("c", new() { WaitBeforeKillSeconds = seconds }));

        Assert.That(line, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_required_value_is_sent_even_if_it_is_the_default()
    {
        var stats = await LineAsync("{}", docker =>
            docker.Containers.GetContainerStatsAsync("c", new() { Stream = false }, Ignored<ContainerStatsResponse>()));
        var load = await LineAsync("", docker => docker.Images.LoadImageAsync(new(), Stream.Null, Ignored<JSONMessage>()));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stats, Is.EqualTo("GET /containers/c/stats?stream=0"));
            Assert.That(load, Is.EqualTo("POST /images/load?quiet=0"));
        }
    }

    [Test]
    public async Task A_required_value_that_is_absent_is_refused_before_anything_is_sent()
    {
        using var docker = new DockerClientConfiguration(new Uri("unix:/nobody/listens")).CreateClient();

        await Assert.ThatAsync(
            () => docker.Containers.GetArchiveFromContainerAsync("c", new(), statOnly: false), Throws.ArgumentException.With.Message.Contains("path"));
        await Assert.ThatAsync(() => docker.Images.CommitContainerChangesAsync(new()), Throws.ArgumentException.With.Message.Contains("container"));
        await Assert.ThatAsync(() => docker.Containers.InspectContainerAsync(""), Throws.InstanceOf<ArgumentException>());
    }

    [TestCase(null, "POST /containers/create")]
    [TestCase("n", "POST /containers/create?name=n&platform=linux")]
    public async Task Create_sends_its_query_only_with_a_name(string? name, string expected)
    {
        var line = await LineAsync("{}", docker => docker.Containers.CreateContainerAsync(new() { Name = name, Platform = "linux" }));

        Assert.That(line, Is.EqualTo(expected));
    }

    [Test]
    public async Task An_images_name_keeps_its_slashes_and_its_tag()
    {
        var line = await LineAsync("{}", docker => docker.Images.InspectImageAsync("registry:5000/gate/base:v1"));

        Assert.That(line, Is.EqualTo("GET /images/registry:5000/gate/base:v1/json"));
    }

    [Test]
    public async Task An_import_names_its_body_as_the_source()
    {
        var parameters = new ImagesCreateParameters { FromSrc = "ignored", Repo = "r", Tag = "t", Changes = ["LABEL a=b", "CMD x"] };
        var line = await LineAsync("", docker => docker.Images.CreateImageAsync(parameters, Stream.Null, null, Ignored<JSONMessage>()));

        Assert.That(line, Is.EqualTo("POST /images/create?fromSrc=-&repo=r&tag=t&changes=LABEL%20a%3Db&changes=CMD%20x"));
    }

    [Test]
    public async Task A_requested_version_stands_before_the_path_and_default_headers_are_sent()
    {
        await using var daemon = ScriptedDaemon.Answering("200 OK", "OK");
        var headers = new Dictionary<string, string> { ["X-Meta"] = "m" };
        using var configuration = new DockerClientConfiguration(daemon.Endpoint, defaultHttpRequestHeaders: headers);
        using var docker = configuration.CreateClient(new Version(1, 41));

        await docker.System.PingAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(daemon.Last.Line, Is.EqualTo("GET /v1.41/_ping"));
            Assert.That(daemon.Last.Headers["X-Meta"], Is.EqualTo("m"));
            Assert.That(daemon.Last.Headers["User-Agent"], Is.EqualTo("Docker.DotNet"));
        }
    }

    private static Progress<T> Ignored<T>() => new();

    private static async Task<string> LineAsync(string answer, Func<DockerClient, Task> call)
    {
        await using var daemon = ScriptedDaemon.Answering("200 OK", answer);
        using var docker = daemon.Connect();
        await call(docker);
        return daemon.Last.Line;
    }
}
