using System.Buffers.Binary;
using System.Text;
using Docker.DotNet;

namespace GlanceGate.Unit.Compat.DockerDotNet;

public sealed class MultiplexedStreamTests
{
    private static readonly byte[] TwoFrames = [.. Frame(1, "out"), .. Frame(2, "error")];

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(7)]
    [TestCase(1000)]
    public async Task Frames_are_taken_apart_however_the_connection_splits_them(int size)
    {
        byte[] bytes = [.. TwoFrames, .. Frame(1, ""), .. Frame(1, " more")];
        using var stream = new MultiplexedStream(new SplitStream(bytes, size), multiplexed: true);

        var (stdout, stderr) = await stream.ReadOutputToEndAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stdout, Is.EqualTo("out more"));
            Assert.That(stderr, Is.EqualTo("error"));
        }
    }

    [Test]
    public async Task One_read_never_crosses_a_frame_and_says_which_stream_it_read()
    {
        using var stream = new MultiplexedStream(new MemoryStream(TwoFrames), multiplexed: true);
        var buffer = new byte[100];

        var first = await stream.ReadOutputAsync(buffer, 10, 2, CancellationToken.None);
        var second = await stream.ReadOutputAsync(buffer, 12, 80, CancellationToken.None);
        var third = await stream.ReadOutputAsync(buffer, 13, 80, CancellationToken.None);
        var end = await stream.ReadOutputAsync(buffer, 0, 100, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.EqualTo(new MultiplexedStream.ReadResult { Count = 2, Target = MultiplexedStream.TargetStream.StandardOut }));
            Assert.That(second, Is.EqualTo(new MultiplexedStream.ReadResult { Count = 1, Target = MultiplexedStream.TargetStream.StandardOut }));
            Assert.That(third, Is.EqualTo(new MultiplexedStream.ReadResult { Count = 5, Target = MultiplexedStream.TargetStream.StandardError }));
            Assert.That(Encoding.ASCII.GetString(buffer, 10, 8), Is.EqualTo("outerror"));
            Assert.That(end.EOF, Is.True);
            Assert.That(first.EOF, Is.False);
        }
    }

    [Test]
    public async Task An_empty_frame_is_not_the_end()
    {
        using var stream = new MultiplexedStream(new MemoryStream([.. Frame(2, ""), .. Frame(1, "x")]), multiplexed: true);

        var result = await stream.ReadOutputAsync(new byte[9], 0, 9, CancellationToken.None);

        Assert.That(result.Count, Is.EqualTo(1));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(8)]
    [TestCase(10)]
    public async Task An_end_inside_a_frame_is_an_error(int length)
    {
        using var stream = new MultiplexedStream(new MemoryStream(TwoFrames[..length]), multiplexed: true);

        await Assert.ThatAsync(() => stream.ReadOutputToEndAsync(CancellationToken.None), Throws.InstanceOf<EndOfStreamException>());
    }

    [Test]
    public async Task An_error_of_the_daemon_is_thrown_with_its_words()
    {
        using var stream = new MultiplexedStream(new MemoryStream([.. Frame(1, "x"), .. Frame(3, "log gone")]), multiplexed: true);

        await Assert.ThatAsync(
            () => stream.ReadOutputToEndAsync(CancellationToken.None), Throws.InstanceOf<IOException>().With.Message.Contains("log gone"));
    }

    [Test]
    public async Task A_frame_of_an_unknown_type_is_an_error()
    {
        using var stream = new MultiplexedStream(new MemoryStream(Frame(9, "x")), multiplexed: true);

        await Assert.ThatAsync(() => stream.ReadOutputToEndAsync(CancellationToken.None), Throws.InstanceOf<IOException>().With.Message.Contains("9"));
    }

    [Test]
    public async Task Without_frames_everything_is_output()
    {
        using var stream = new MultiplexedStream(new MemoryStream(TwoFrames), multiplexed: false);

        var (stdout, stderr) = await stream.ReadOutputToEndAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stdout, Has.Length.EqualTo(TwoFrames.Length));
            Assert.That(stderr, Is.Empty);
        }
    }

    [Test]
    public async Task Input_is_written_as_it_is()
    {
        var connection = new MemoryStream();
        using var stream = new MultiplexedStream(connection, multiplexed: true);

        await stream.WriteAsync("abcd"u8.ToArray(), 1, 2, CancellationToken.None);
        await stream.CopyFromAsync(new MemoryStream("xyz"u8.ToArray()), CancellationToken.None);

        Assert.That(Encoding.ASCII.GetString(connection.ToArray()), Is.EqualTo("bcxyz"));
    }

    [Test]
    public void CloseWrite_StreamForReading_Throws()
    {
        using var stream = new MultiplexedStream(new MemoryStream(), multiplexed: true);

        Assert.That(stream.CloseWrite, Throws.InstanceOf<NotSupportedException>());
    }

    private static byte[] Frame(byte type, string payload)
    {
        var frame = new byte[8 + payload.Length];
        frame[0] = type;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)payload.Length);
        Encoding.ASCII.GetBytes(payload, frame.AsSpan(8));
        return frame;
    }

    /// <summary>Gives at most some bytes a read, as a connection may.</summary>
    private sealed class SplitStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, size)], cancellationToken);
    }
}
