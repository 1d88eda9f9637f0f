using System.IO.Pipelines;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace GlanceGate.Unit.Compat.DockerDotNet;

public sealed class UploadTests
{
    [Test]
    public async Task A_body_is_sent_while_it_is_read()
    {
        const int Whole = 1_000_000;
        const int Half = Whole / 2;
        var source = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var halfArrived = new TaskCompletionSource();
        var total = 0;
        await using var daemon = new ScriptedDaemon(async connection =>
        {
            await foreach (var part in connection.ReadPartsAsync())
            {
                total += part.Length;
                if (total >= Half)
                {
                    halfArrived.TrySetResult();
                }
            }

            await connection.SendAsync("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        });
        using var docker = daemon.Connect();

        // more than half, since what the connection holds back to fill its buffer is not sent yet
        var upload = docker.Containers.ExtractArchiveToContainerAsync("c", new() { Path = "/" }, source.Reader.AsStream());
        await source.Writer.WriteAsync(new byte[Half + (Half / 2)]);
        await halfArrived.Task.WaitAsync(ScriptedDaemon.Patience);
        await source.Writer.WriteAsync(new byte[Half / 2]);
        await source.Writer.CompleteAsync();
        await upload;

        Assert.That(total, Is.EqualTo(Whole));
    }

    [Test]
    public async Task A_refusal_is_heard_before_the_body_is_sent()
    {
        await using var daemon = new ScriptedDaemon(async connection =>
            await connection.SendAsync("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"));
        using var docker = daemon.Connect();
        using var body = new MemoryStream(new byte[20_000_000]);

        await Assert.ThatAsync(
            () => docker.Containers.ExtractArchiveToContainerAsync("c", new() { Path = "/" }, body),
            Throws.InstanceOf<DockerContainerNotFoundException>());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(body.Position, Is.Zero);
            Assert.That(daemon.Last.Headers["Content-Type"], Is.EqualTo("application/x-tar"));
        }
    }

    [Test]
    public async Task The_source_stays_the_callers()
    {
        await using var daemon = ScriptedDaemon.Answering("200 OK");
        using var docker = daemon.Connect();
        using var body = new MemoryStream("-tar"u8.ToArray()) { Position = 1 };

        await docker.Images.LoadImageAsync(new(), body, new Progress<JSONMessage>());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(body.CanRead, Is.True);
            Assert.That(daemon.Last.Body, Is.EqualTo("tar"));
        }
    }

    [Test]
    public async Task A_source_that_fails_is_thrown_on_and_the_daemon_sees_no_end()
    {
        var cutOff = new TaskCompletionSource<bool>();
        await using var daemon = new ScriptedDaemon(async connection =>
        {
            try
            {
                await connection.ReadBodyAsync();
                cutOff.SetResult(false);
            }
            catch (IOException)
            {
                cutOff.SetResult(true);
            }
        });
        using var docker = daemon.Connect();
        var source = new Pipe();
        await source.Writer.CompleteAsync(new InvalidDataException("broken source"));

        await Assert.ThatAsync(
            () => docker.Images.CreateImageAsync(new(), source.Reader.AsStream(), null, new Progress<JSONMessage>()),
            Throws.Exception.Matches<Exception>(e => $"{e}".Contains("broken source", StringComparison.Ordinal)));
        Assert.That(await cutOff.Task.WaitAsync(ScriptedDaemon.Patience), Is.True);
    }
}
