using Docker.DotNet;

namespace GlanceGate.Component.Compat;

public sealed class ExecTests
{
    private const int TenMegabytes = 10 * 1024 * 1024;

    [Test]
    public async Task Output_errors_and_the_exit_code_of_a_command_are_read()
    {
        await using var scratch = new DockerScratch();
        var id = await scratch.RunAsync();

        var (output, errors, exitCode) = await scratch.ExecAsync(id, "sh", "-c", "echo out; echo err >&2; exit 7");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(output, Is.EqualTo("out\n"));
            Assert.That(errors, Is.EqualTo("err\n"));
            Assert.That(exitCode, Is.EqualTo(7));
        }
    }

    [Test]
    public async Task Ten_megabytes_go_in_and_come_back_at_the_same_time_and_the_end_of_input_ends_the_command()
    {
        await using var scratch = new DockerScratch();
        var id = await scratch.RunAsync();
        var sent = new byte[TenMegabytes];
        new Random(1).NextBytes(sent);

        var received = await EchoAsync(scratch.Docker, id, sent);

        Assert.That(received.AsSpan().SequenceEqual(sent), Is.True);
    }

    [Test]
    public async Task Several_streams_do_not_disturb_each_other()
    {
        await using var scratch = new DockerScratch();
        var id = await scratch.RunAsync();
        var all = Enumerable.Range(0, 4).Select(seed =>
        {
            var bytes = new byte[1_000_000];
            new Random(seed).NextBytes(bytes);
            return bytes;
        }).ToArray();

        var received = await Task.WhenAll(all.Select(bytes => EchoAsync(scratch.Docker, id, bytes)));

        Assert.That(received.Zip(all, (got, sent) => got.AsSpan().SequenceEqual(sent)), Is.All.True);
    }

    [Test]
    public async Task A_conversation_alternates()
    {
        await using var scratch = new DockerScratch();
        var id = await scratch.RunAsync();
        using var stream = await AttachAsync(scratch.Docker, id, "sh", "-c", "while read line; do echo \"<$line>\"; done; echo end >&2");
        var buffer = new byte[100];

        for (var i = 0; i < 3; i++)
        {
            await stream.WriteAsync("hi\n"u8.ToArray(), 0, 3, CancellationToken.None);
            var answer = await stream.ReadOutputAsync(buffer, 0, buffer.Length, CancellationToken.None);
            Assert.That(buffer[..answer.Count], Is.EqualTo("<hi>\n"u8.ToArray()));
        }

        stream.CloseWrite();
        var (output, errors) = await stream.ReadOutputToEndAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(output, Is.Empty);
            Assert.That(errors, Is.EqualTo("end\n"));
        }
    }

    [Test]
    public async Task A_command_that_ends_by_itself_ends_the_stream()
    {
        await using var scratch = new DockerScratch();
        var id = await scratch.RunAsync();
        using var stream = await AttachAsync(scratch.Docker, id, "true");

        var (output, errors) = await stream.ReadOutputToEndAsync(CancellationToken.None);
        stream.CloseWrite();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(output, Is.Empty);
            Assert.That(errors, Is.Empty);
        }
    }

    private static async Task<byte[]> EchoAsync(DockerClient docker, string container, byte[] sent)
    {
        using var stream = await AttachAsync(docker, container, "cat");
        using var received = new MemoryStream();
        var reading = stream.CopyOutputToAsync(Stream.Null, received, Stream.Null, CancellationToken.None);
        await stream.WriteAsync(sent, 0, sent.Length, CancellationToken.None);
        stream.CloseWrite();
        await reading;
        return received.ToArray();
    }

    private static async Task<MultiplexedStream> AttachAsync(DockerClient docker, string container, params string[] command)
    {
        var exec = await docker.Exec.ExecCreateContainerAsync(
            container, new() { Cmd = command, AttachStdin = true, AttachStdout = true, AttachStderr = true });
        return await docker.Exec.StartAndAttachContainerExecAsync(exec.ID, tty: false);
    }
}
