using Docker.DotNet;

namespace GlanceGate.Unit.Compat.DockerDotNet;

public sealed class HijackTests
{
    private const string Upgraded = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

    [Test]
    public async Task An_attached_process_is_asked_for_with_an_upgrade()
    {
        await using var daemon = new ScriptedDaemon(async connection =>
        {
            await connection.ReadBodyAsync();
            await connection.SendAsync(Upgraded + "first bytes with the head");
        });
        using var docker = daemon.Connect();

        using var stream = await docker.Exec.StartAndAttachContainerExecAsync("e", tty: true);
        var (output, _) = await stream.ReadOutputToEndAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(daemon.Last.Line, Is.EqualTo("POST /exec/e/start"));
            Assert.That(daemon.Last.Headers["Connection"], Is.EqualTo("Upgrade"));
            Assert.That(daemon.Last.Headers["Upgrade"], Is.EqualTo("tcp"));
            Assert.That(daemon.Last.Body, Does.Contain("\"Tty\":true").And.Contain("\"Detach\":false"));
            Assert.That(output, Is.EqualTo("first bytes with the head"));
        }
    }

    [Test]
    public async Task Input_ends_while_output_goes_on()
    {
        await using var daemon = new ScriptedDaemon(async connection =>
        {
            await connection.ReadBodyAsync();
            await connection.SendAsync(Upgraded);
            using var input = new StreamReader(connection.Stream, leaveOpen: true);
            var text = await input.ReadToEndAsync(connection.End);
            await connection.SendAsync($"got {text}");
        });
        using var docker = daemon.Connect();

        using var stream = await docker.Exec.StartAndAttachContainerExecAsync("e", tty: true);
        await stream.WriteAsync("hello"u8.ToArray(), 0, 5, CancellationToken.None);
        stream.CloseWrite();
        var (output, _) = await stream.ReadOutputToEndAsync(CancellationToken.None);

        Assert.That(output, Is.EqualTo("got hello"));
    }

    [Test]
    public async Task Output_ends_while_input_is_closed_twice_and_late()
    {
        await using var daemon = new ScriptedDaemon(async connection =>
        {
            await connection.ReadBodyAsync();
            await connection.SendAsync(Upgraded);
        });
        using var docker = daemon.Connect();

        using var stream = await docker.Exec.StartAndAttachContainerExecAsync("e", tty: false);
        await stream.ReadOutputToEndAsync(CancellationToken.None);

        Assert.That(stream.CloseWrite, Throws.Nothing);
        Assert.That(stream.CloseWrite, Throws.Nothing);
    }

    [Test]
    public async Task Both_directions_work_at_once_on_every_one_of_many_streams()
    {
        await using var daemon = new ScriptedDaemon(async connection =>
        {
            await connection.ReadBodyAsync();
            await connection.SendAsync(Upgraded);
            await connection.Stream.CopyToAsync(connection.Stream, connection.End);
        });
        using var docker = daemon.Connect();

        var echoes = await Task.WhenAll(Enumerable.Range(0, 8).Select(EchoAsync));

        Assert.That(echoes, Is.All.True);

        async Task<bool> EchoAsync(int number)
        {
            var sent = new byte[1_000_000];
            new Random(number).NextBytes(sent);
            using var stream = await docker.Exec.StartAndAttachContainerExecAsync($"e{number}", tty: true);
            using var received = new MemoryStream();
            var reading = stream.CopyOutputToAsync(Stream.Null, received, Stream.Null, CancellationToken.None);
            await stream.CopyFromAsync(new MemoryStream(sent), CancellationToken.None);
            stream.CloseWrite();
            await reading;
            return received.ToArray().AsSpan().SequenceEqual(sent);
        }
    }

    [Test]
    public async Task Disposing_a_stream_ends_the_connection_and_no_other()
    {
        var ended = new TaskCompletionSource<string>();
        await using var daemon = new ScriptedDaemon(async connection =>
        {
            await connection.ReadBodyAsync();
            await connection.SendAsync(Upgraded);
            using var input = new StreamReader(connection.Stream);
            ended.TrySetResult(await input.ReadToEndAsync(connection.End));
        });
        using var docker = daemon.Connect();

        using var other = await docker.Exec.StartAndAttachContainerExecAsync("other", tty: true);
        var first = await docker.Exec.StartAndAttachContainerExecAsync("first", tty: true);
        await first.WriteAsync("first"u8.ToArray(), 0, 5, CancellationToken.None);
        first.Dispose();

        Assert.That(await ended.Task.WaitAsync(ScriptedDaemon.Patience), Is.EqualTo("first"));
        await other.WriteAsync("x"u8.ToArray(), 0, 1, CancellationToken.None);
    }

    [Test]
    public async Task A_refusal_is_thrown()
    {
        await using var daemon = ScriptedDaemon.Answering("409 Conflict", """{"message":"paused"}""");
        using var docker = daemon.Connect();

        await Assert.ThatAsync(
            () => docker.Exec.StartAndAttachContainerExecAsync("e", tty: false),
            Throws.TypeOf<DockerApiException>().With.Message.Contains("paused"));
    }

    [Test]
    public async Task An_answer_without_the_upgrade_is_refused()
    {
        await using var daemon = ScriptedDaemon.Answering("200 OK", "raw");
        using var docker = daemon.Connect();

        await Assert.ThatAsync(() => docker.Exec.StartAndAttachContainerExecAsync("e", tty: false), Throws.TypeOf<NotSupportedException>());
    }

    [Test]
    public async Task TLS_is_refused()
    {
        using var docker = new DockerClientConfiguration(new Uri("https://localhost:1")).CreateClient();

        await Assert.ThatAsync(() => docker.Exec.StartAndAttachContainerExecAsync("e", tty: false), Throws.TypeOf<NotSupportedException>());
    }
}
