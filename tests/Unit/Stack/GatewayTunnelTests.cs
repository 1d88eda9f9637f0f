using System.Text;
using FsCheck.Fluent;
using GlanceGate.Stack.Gateway;

namespace GlanceGate.Unit.Stack;

[TestFixture]
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GatewayTunnelTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly GatewayTunnel _tunnel;
    private readonly FakeRelay _relay;

    public GatewayTunnelTests() => (_tunnel, _relay) = FakeRelay.Connect(_time, "relay: said so");

    public async ValueTask DisposeAsync()
    {
        await _tunnel.DisposeAsync();
        await _relay.DisposeAsync();
    }

    [Test]
    public async Task ConnectAsync_asks_for_the_address_in_one_frame(CancellationToken cancellation)
    {
        var connecting = _tunnel.ConnectAsync("db", 3306, cancellation);
        var address = await _relay.ExpectAsync(1, FrameKind.Open, cancellation);
        await _relay.SendAsync(1, FrameKind.Opened, [], cancellation);
        await connecting;

        Assert.That(Encoding.UTF8.GetString(address), Is.EqualTo("db:3306"));
    }

    [Test]
    public async Task A_frame_is_channel_kind_and_length_in_network_order(CancellationToken cancellation)
    {
        var head = new byte[FrameHead.Size];
        new FrameHead(0x01020304, FrameKind.Window, 4).Write(head);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(head, Is.EqualTo(new byte[] { 1, 2, 3, 4, 6, 0, 0, 0, 4 }));
            Assert.That(FrameHead.Read(head), Is.EqualTo(new FrameHead(0x01020304, FrameKind.Window, 4)));
        }

        await Task.CompletedTask.WaitAsync(cancellation);
    }

    [Test]
    public void A_head_of_any_bytes_is_a_frames_or_refused() => Property.Of(
        from channel in Gen.Choose(0, 255).ArrayOf(4)
        from kind in Gen.Choose(0, 8)
        from length in Gen.Elements(0, 1, FrameHead.Credit, FrameHead.Credit + 1, int.MaxValue)
        select ((byte[])[.. channel.Select(letter => (byte)letter), (byte)kind, .. GatewayTunnel.UInt32(length)], kind is >= 1 and <= 6 && length <= FrameHead.Credit),
        it =>
        {
            var (bytes, isFrame) = it;
            if (!isFrame)
            {
                Assert.That(() => FrameHead.Read(bytes), Throws.TypeOf<InvalidDataException>());
                return;
            }

            var again = new byte[FrameHead.Size];
            FrameHead.Read(bytes).Write(again);
            Assert.That(again, Is.EqualTo(bytes));
        });

    [Test]
    public async Task ConnectAsync_that_is_refused_throws_the_relays_words(CancellationToken cancellation)
    {
        var connecting = _tunnel.ConnectAsync("db", 1, cancellation);
        await _relay.ExpectAsync(1, FrameKind.Open, cancellation);
        await _relay.SendAsync(1, FrameKind.Close, Encoding.UTF8.GetBytes("db:1: refused"), cancellation);

        await Assert.ThatAsync(() => connecting, Throws.TypeOf<IOException>().With.Message.EqualTo("db:1: refused"));
    }

    [Test]
    public async Task ConnectAsync_without_an_answer_ends_at_its_deadline(CancellationToken cancellation)
    {
        var connecting = _tunnel.ConnectAsync("db", 1, cancellation);
        await _relay.ExpectAsync(1, FrameKind.Open, cancellation);
        _time.Advance(TimeSpan.FromSeconds(15));

        await Assert.ThatAsync(() => connecting, Throws.TypeOf<IOException>().With.Message.Contains("did not answer within 15 s"));
        await _relay.ExpectAsync(1, FrameKind.Close, cancellation);
    }

    [Test]
    public async Task A_cancelled_connection_is_closed_at_the_relay(CancellationToken cancellation)
    {
        using var gaveUp = new CancellationTokenSource();
        var connecting = _tunnel.ConnectAsync("db", 1, gaveUp.Token);
        await _relay.ExpectAsync(1, FrameKind.Open, cancellation);
        await gaveUp.CancelAsync();

        await Assert.ThatAsync(() => connecting, Throws.InstanceOf<OperationCanceledException>());
        await _relay.ExpectAsync(1, FrameKind.Close, cancellation);
    }

    [Test]
    public async Task Reading_gives_the_bytes_of_all_frames_and_then_the_end(CancellationToken cancellation)
    {
        var stream = await OpenAsync(1, cancellation);
        await _relay.SendAsync(1, FrameKind.Data, "one "u8.ToArray(), cancellation);
        await _relay.SendAsync(1, FrameKind.Data, "two"u8.ToArray(), cancellation);
        await _relay.SendAsync(1, FrameKind.Eof, [], cancellation);
        using var reader = new StreamReader(stream);

        Assert.That(await reader.ReadToEndAsync(cancellation), Is.EqualTo("one two"));
    }

    [Test]
    public async Task The_end_of_one_way_leaves_the_other_open(CancellationToken cancellation)
    {
        var stream = await OpenAsync(1, cancellation);
        await stream.ShutdownWriteAsync(cancellation);
        await _relay.ExpectAsync(1, FrameKind.Eof, cancellation);
        await _relay.SendAsync(1, FrameKind.Data, [7], cancellation);
        var buffer = new byte[1];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await stream.ReadAsync(buffer, cancellation), Is.EqualTo(1));
            Assert.That(buffer[0], Is.EqualTo(7));
            await Assert.ThatAsync(async () => await stream.WriteAsync(buffer, cancellation), Throws.InvalidOperationException);
        }
    }

    [Test]
    public async Task Writing_is_possible_after_the_other_side_ended(CancellationToken cancellation)
    {
        var stream = await OpenAsync(1, cancellation);
        await _relay.SendAsync(1, FrameKind.Eof, [], cancellation);
        Assert.That(await stream.ReadAsync(new byte[1], cancellation), Is.Zero);
        await stream.WriteAsync("late"u8.ToArray(), cancellation);

        Assert.That(await _relay.ExpectAsync(1, FrameKind.Data, cancellation), Is.EqualTo("late"u8.ToArray()));
    }

    [Test]
    public async Task A_writer_without_credit_waits_for_it(CancellationToken cancellation)
    {
        var stream = await OpenAsync(1, cancellation);
        var filling = stream.WriteAsync(new byte[FrameHead.Credit], cancellation).AsTask();
        var received = 0;
        while (received < FrameHead.Credit)
        {
            received += (await _relay.ExpectAsync(1, FrameKind.Data, cancellation)).Length;
        }

        await filling;
        var writing = stream.WriteAsync(new byte[10], cancellation).AsTask();
        var waited = !writing.IsCompleted;
        await _relay.SendAsync(1, FrameKind.Window, GatewayTunnel.UInt32(4), cancellation);
        var first = await _relay.ExpectAsync(1, FrameKind.Data, cancellation);
        await _relay.SendAsync(1, FrameKind.Window, GatewayTunnel.UInt32(100), cancellation);
        var second = await _relay.ExpectAsync(1, FrameKind.Data, cancellation);
        await writing;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(waited, Is.True);
            Assert.That(first, Has.Length.EqualTo(4));
            Assert.That(second, Has.Length.EqualTo(6));
        }
    }

    [Test]
    public async Task A_reader_gives_credit_back_for_what_it_has_read(CancellationToken cancellation)
    {
        var stream = await OpenAsync(1, cancellation);
        await _relay.SendAsync(1, FrameKind.Data, new byte[FrameHead.Credit / 8], cancellation);
        await stream.ReadExactlyAsync(new byte[FrameHead.Credit / 8], cancellation);

        Assert.That(await _relay.ExpectAsync(1, FrameKind.Window, cancellation), Is.EqualTo(GatewayTunnel.UInt32(FrameHead.Credit / 8)));
    }

    [Test]
    public async Task A_relay_that_sends_more_than_its_credit_ends_the_tunnel(CancellationToken cancellation)
    {
        await OpenAsync(1, cancellation);
        await _relay.SendAsync(1, FrameKind.Data, new byte[FrameHead.Credit], cancellation);
        await _relay.SendAsync(1, FrameKind.Data, [1], cancellation);

        Assert.That(await _tunnel.Closed.WaitAsync(cancellation), Does.Contain("More data than there was credit for"));
    }

    [Test]
    public async Task A_channel_that_nobody_reads_does_not_hold_up_another(CancellationToken cancellation)
    {
        await OpenAsync(1, cancellation);
        var other = await OpenAsync(2, cancellation);
        await _relay.SendAsync(1, FrameKind.Data, new byte[FrameHead.Credit], cancellation);
        await _relay.SendAsync(2, FrameKind.Data, [9], cancellation);

        Assert.That(await other.ReadAsync(new byte[5], cancellation), Is.EqualTo(1));
    }

    [TestCase(new byte[] { 0, 0, 0, 1, 9, 0, 0, 0, 0 }, "kind 9")]
    [TestCase(new byte[] { 0, 0, 0, 1, 3, 0xFF, 0, 0, 0 }, "length 4278190080")]
    [TestCase(new byte[] { 0, 0, 0, 1, 1, 0, 0, 0, 0 }, "does not send Open")]
    [TestCase(new byte[] { 0, 0, 0, 1, 6, 0, 0, 0, 1, 5 }, "A number of 1 bytes")]
    public async Task Bytes_that_are_not_the_protocol_end_the_tunnel(byte[] bytes, string reason, CancellationToken cancellation)
    {
        var stream = await OpenAsync(1, cancellation);
        await _relay.SendRawAsync(bytes, cancellation);

        await Assert.ThatAsync(async () => await stream.ReadAsync(new byte[1], cancellation), Throws.TypeOf<IOException>().With.Message.Contains(reason));
    }

    [Test]
    public async Task The_end_of_the_relay_fails_every_connection_with_its_last_words(CancellationToken cancellation)
    {
        var stream = await OpenAsync(1, cancellation);
        var reading = stream.ReadAsync(new byte[1], cancellation).AsTask();
        var connecting = _tunnel.ConnectAsync("db", 2, cancellation);
        await _relay.ExpectAsync(2, FrameKind.Open, cancellation);
        await _relay.DisposeAsync();

        using (Assert.EnterMultipleScope())
        {
            await Assert.ThatAsync(() => reading, Throws.TypeOf<IOException>().With.Message.Contains("the relay ended (relay: said so)"));
            await Assert.ThatAsync(() => connecting, Throws.TypeOf<IOException>());
            await Assert.ThatAsync(() => _tunnel.ConnectAsync("db", 3, cancellation), Throws.TypeOf<IOException>());
            Assert.That(await _tunnel.Closed.WaitAsync(cancellation), Does.Contain("the relay ended"));
        }
    }

    [Test]
    public async Task A_disposed_connection_says_its_end_and_is_cut_off_when_the_other_side_never_ends(CancellationToken cancellation)
    {
        var stream = await OpenAsync(1, cancellation);
        await stream.DisposeAsync();
        await _relay.ExpectAsync(1, FrameKind.Eof, cancellation);
        await _time.TimerAsync(TimeSpan.FromSeconds(2)).WaitAsync(cancellation);
        _time.Advance(TimeSpan.FromSeconds(2));

        await _relay.ExpectAsync(1, FrameKind.Close, cancellation);
    }

    [Test]
    public async Task A_disposed_connection_to_which_more_is_sent_is_cut_off_at_once(CancellationToken cancellation)
    {
        var stream = await OpenAsync(1, cancellation);
        await stream.DisposeAsync();
        await _relay.ExpectAsync(1, FrameKind.Eof, cancellation);
        await _relay.SendAsync(1, FrameKind.Data, [1], cancellation);

        await _relay.ExpectAsync(1, FrameKind.Close, cancellation);
    }

    [Test]
    public async Task A_connection_that_ended_both_ways_is_forgotten_without_a_word(CancellationToken cancellation)
    {
        var stream = await OpenAsync(1, cancellation);
        await _relay.SendAsync(1, FrameKind.Eof, [], cancellation);
        Assert.That(await stream.ReadAsync(new byte[1], cancellation), Is.Zero);
        await stream.DisposeAsync();
        await _relay.ExpectAsync(1, FrameKind.Eof, cancellation);
        var next = _tunnel.ConnectAsync("db", 1, cancellation);

        await _relay.ExpectAsync(2, FrameKind.Open, cancellation);
        await _relay.SendAsync(2, FrameKind.Opened, [], cancellation);
        await next;
    }

    [Test]
    public async Task Giving_up_a_write_does_not_tear_a_frame(CancellationToken cancellation)
    {
        var stream = await OpenAsync(1, cancellation);
        using var gaveUp = new CancellationTokenSource();
        // nobody reads the wire, so it is full before all is written
        var writing = stream.WriteAsync(new byte[FrameHead.Credit], gaveUp.Token).AsTask();
        await gaveUp.CancelAsync();
        await Assert.ThatAsync(() => writing, Throws.InstanceOf<OperationCanceledException>());
        var next = _tunnel.ConnectAsync("db", 1, cancellation);

        (FrameHead Head, byte[] Payload)? frame;
        do
        {
            frame = await _relay.ReadAsync(cancellation);
        }
        while (frame is { Head.Kind: FrameKind.Data });

        Assert.That(frame?.Head, Is.EqualTo(new FrameHead(2, FrameKind.Open, 4)));
        await _relay.SendAsync(2, FrameKind.Opened, [], cancellation);
        await next;
    }

    private async Task<GatewayStream> OpenAsync(uint channel, CancellationToken cancellation)
    {
        var connecting = _tunnel.ConnectAsync("db", 1, cancellation);
        await _relay.ExpectAsync(channel, FrameKind.Open, cancellation);
        await _relay.SendAsync(channel, FrameKind.Opened, [], cancellation);
        return await connecting;
    }
}
