using System.Text.Json;
using Docker.DotNet.Models;

namespace GlanceGate.Unit.Compat.DockerDotNet;

public sealed class ProgressTests
{
    [Test]
    public async Task Objects_are_found_wherever_the_chunks_are_cut()
    {
        const string Objects = """{"stream":"a}{\""}{"stream":"é"} {"error":"e","errorDetail":{"code":1,"message":"m"}}""" + "\r\n";
        await using var daemon = new ScriptedDaemon(async connection =>
        {
            await connection.BeginAsync("Transfer-Encoding: chunked\r\n");
            foreach (var one in System.Text.Encoding.UTF8.GetBytes(Objects))
            {
                await connection.Stream.WriteAsync(new byte[] { (byte)'1', 13, 10, one, 13, 10 }, connection.End);
            }

            await connection.SendAsync("0\r\n\r\n");
        });
        using var docker = daemon.Connect();
        var messages = new Reports<JSONMessage>();

        await docker.Images.CreateImageAsync(new() { FromImage = "i" }, null, messages);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(messages.Select(message => message.Stream), Is.EqualTo(new[] { "a}{\"", "é", null }));
            Assert.That(messages[2].ErrorMessage, Is.EqualTo("e"));
            Assert.That(messages[2].Error.Message, Is.EqualTo("m"));
        }
    }

    [Test]
    public async Task Each_object_is_reported_before_the_next_one_is_sent()
    {
        var reported = new SemaphoreSlim(0);
        await using var daemon = new ScriptedDaemon(async connection =>
        {
            await connection.BeginAsync();
            for (var i = 0; i < 3; i++)
            {
                await connection.SendAsync($$$"""{"Type":"container","Action":"start","Actor":{"ID":"{{{i}}}"}}""" + "\n");
                await reported.WaitAsync(connection.End);
            }
        });
        using var docker = daemon.Connect();
        var events = new Reports<Message>(_ => reported.Release());

        await docker.System.MonitorEventsAsync(new(), events);

        Assert.That(events.Select(message => message.Actor.ID), Is.EqualTo(new[] { "0", "1", "2" }));
    }

    [Test]
    public async Task Events_end_when_the_token_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        await using var daemon = new ScriptedDaemon(async connection =>
        {
            await connection.BeginAsync();
            await connection.SendAsync("""{"Type":"network"}""" + "\n");
            await Task.Delay(Timeout.Infinite, connection.End);
        });
        using var docker = daemon.Connect();
        var events = new Reports<Message>(_ => stop.Cancel());

        await Assert.ThatAsync(() => docker.System.MonitorEventsAsync(new(), events, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(events, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_object_that_is_cut_off_is_an_error()
    {
        await using var daemon = ScriptedDaemon.Answering("200 OK", """{"stream":"whole"}{"stream":""");
        using var docker = daemon.Connect();
        var messages = new Reports<JSONMessage>();

        await Assert.ThatAsync(() => docker.Images.CreateImageAsync(new() { FromImage = "i" }, null, messages), Throws.InstanceOf<JsonException>());
    }

    [Test]
    public async Task An_answer_without_objects_reports_nothing()
    {
        await using var daemon = ScriptedDaemon.Answering("200 OK");
        using var docker = daemon.Connect();
        var messages = new Reports<JSONMessage>();

        await docker.Images.LoadImageAsync(new(), Stream.Null, messages);

        Assert.That(messages, Is.Empty);
    }

    private sealed class Reports<T>(Action<T>? also = null) : List<T>, IProgress<T>
    {
        public void Report(T value)
        {
            Add(value);
            also?.Invoke(value);
        }
    }
}
