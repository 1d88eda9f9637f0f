using System.Net;
using Docker.DotNet;

namespace GlanceGate.Unit.Compat.DockerDotNet;

public sealed class RefusalTests
{
    private const string Body = """{"message":"no such thing"}""";

    private static IEnumerable<TestCaseData> Missing()
    {
        yield return Case<DockerContainerNotFoundException>("inspect", docker => docker.Containers.InspectContainerAsync("x"));
        yield return Case<DockerContainerNotFoundException>("start", docker => docker.Containers.StartContainerAsync("x", null));
        yield return Case<DockerContainerNotFoundException>("logs", docker => docker.Containers.GetContainerLogsAsync("x", false, new()));
        yield return Case<DockerContainerNotFoundException>("wait", docker => docker.Containers.WaitContainerAsync("x"));
        yield return Case<DockerContainerNotFoundException>("remove", docker => docker.Containers.RemoveContainerAsync("x", new()));
        yield return Case<DockerContainerNotFoundException>("exec", docker => docker.Exec.ExecCreateContainerAsync("x", new()));
        yield return Case<DockerContainerNotFoundException>("attach", docker => docker.Exec.StartAndAttachContainerExecAsync("x", false));
        yield return Case<DockerImageNotFoundException>("create", docker => docker.Containers.CreateContainerAsync(new() { Image = "x" }));
        yield return Case<DockerImageNotFoundException>("image", docker => docker.Images.InspectImageAsync("x"));
        yield return Case<DockerImageNotFoundException>("tag", docker => docker.Images.TagImageAsync("x", new()));
        yield return Case<DockerNetworkNotFoundException>("network", docker => docker.Networks.InspectNetworkAsync("x"));
        yield return Case<DockerNetworkNotFoundException>("connect", docker => docker.Networks.ConnectNetworkAsync("x", new()));
        yield return Case<DockerApiException>("volume", docker => docker.Volumes.InspectAsync("x"));
        yield return Case<DockerApiException>("commit", docker => docker.Images.CommitContainerChangesAsync(new() { ContainerID = "x" }));

        static TestCaseData Case<T>(string name, Func<DockerClient, Task> call) =>
            new TestCaseData(typeof(T), call).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Missing))]
    public async Task What_is_not_there_has_an_exception_of_its_own(Type type, Func<DockerClient, Task> call)
    {
        await using var daemon = ScriptedDaemon.Answering("404 Not Found", Body);
        using var docker = daemon.Connect();

        await Assert.ThatAsync(() => call(docker), Throws.TypeOf(type));
    }

    [TestCase(409)]
    [TestCase(500)]
    public async Task A_refusal_carries_status_and_body(int status)
    {
        await using var daemon = ScriptedDaemon.Answering($"{status} Whatever", Body);
        using var docker = daemon.Connect();

        var refusal = await Assert.ThrowsAsync<DockerApiException>(() => docker.Containers.RemoveContainerAsync("x", new()));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal!.StatusCode, Is.EqualTo((HttpStatusCode)status));
            Assert.That(refusal.ResponseBody, Is.EqualTo(Body));
            Assert.That(refusal.Message, Is.EqualTo($"Docker API responded with status code={(HttpStatusCode)status}, response={Body}"));
        }
    }

    [TestCase("304 Not Modified", false)]
    [TestCase("204 No Content", true)]
    public async Task Start_and_stop_say_whether_they_changed_anything(string status, bool changed)
    {
        await using var daemon = ScriptedDaemon.Answering(status);
        using var docker = daemon.Connect();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await docker.Containers.StartContainerAsync("x", null), Is.EqualTo(changed));
            Assert.That(await docker.Containers.StopContainerAsync("x", new()), Is.EqualTo(changed));
        }
    }

    [Test]
    public async Task A_time_out_is_a_cancellation_that_the_caller_did_not_ask_for()
    {
        await using var daemon = new ScriptedDaemon(connection => Task.Delay(Timeout.Infinite, connection.End));
        using var docker = daemon.Connect(timeout: TimeSpan.FromMilliseconds(50));

        await Assert.ThatAsync(() => docker.System.PingAsync(), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task The_time_out_covers_a_body_that_does_not_end()
    {
        await using var daemon = new ScriptedDaemon(async connection =>
        {
            await connection.BeginAsync("Content-Length: 100\r\n");
            await connection.SendAsync("{");
            await Task.Delay(Timeout.Infinite, connection.End);
        });
        using var docker = daemon.Connect();
        docker.DefaultTimeout = TimeSpan.FromMilliseconds(50);

        await Assert.ThatAsync(() => docker.System.GetVersionAsync(), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Waits_and_streams_are_bounded_by_the_token_only()
    {
        var asked = new TaskCompletionSource();
        var timedOut = new TaskCompletionSource();
        await using var daemon = new ScriptedDaemon(async connection =>
        {
            if (connection.Line == "GET /_ping")
            {
                await Task.Delay(Timeout.Infinite, connection.End);
            }

            asked.SetResult();
            await timedOut.Task.WaitAsync(connection.End);
            await connection.AnswerAsync("200 OK", """{"StatusCode":3}""");
        });
        using var docker = daemon.Connect(timeout: TimeSpan.FromMilliseconds(50));

        var wait = docker.Containers.WaitContainerAsync("x");
        await asked.Task.WaitAsync(ScriptedDaemon.Patience);
        await Assert.ThatAsync(() => docker.System.PingAsync(), Throws.InstanceOf<OperationCanceledException>());
        timedOut.SetResult();

        Assert.That((await wait).StatusCode, Is.EqualTo(3));
    }

    [Test]
    public async Task Nobody_who_listens_is_not_a_refusal()
    {
        using var docker = new DockerClientConfiguration(new Uri("unix:///nobody/listens.sock")).CreateClient();

        await Assert.ThatAsync(() => docker.System.PingAsync(), Throws.InstanceOf<HttpRequestException>());
    }
}
