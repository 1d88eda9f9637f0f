using System.Net;
using System.Net.Sockets;
using GlanceGate.Stack.Gateway;

namespace GlanceGate.Unit.Stack;

[TestFixture]
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SocksGatewayTests : IAsyncDisposable
{
    private static readonly byte[] Greeting = [5, 1, 0];
    private static readonly byte[] Accepted = [5, 0];

    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _end = new();
    private readonly GatewayTunnel _tunnel;
    private readonly FakeRelay _relay;
    private readonly SocksGateway _socks;
    private readonly Task _serving;

    public SocksGatewayTests()
    {
        (_tunnel, _relay) = FakeRelay.Connect(_time);
        _serving = _relay.ServeAsync(new Dictionary<string, Func<int>> { ["api"] = () => 204 }, _end.Token);
        _socks = new SocksGateway(_tunnel, _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _socks.DisposeAsync();
        await _tunnel.DisposeAsync();
        await _end.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _relay.DisposeAsync();
        _end.Dispose();
    }

    [Test]
    public async Task An_http_client_reaches_a_service_by_name(CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(_socks.Proxy), UseProxy = true });

        using var answer = await client.GetAsync(new Uri("http://api:8774/"), cancellation);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task A_handshake_may_come_byte_by_byte_and_data_right_behind_it(CancellationToken cancellation)
    {
        using var client = await ConnectAsync(cancellation);
        foreach (var value in (byte[])[.. Greeting, .. Request(1, 3, [4, .. "echo"u8], 80), .. "hello"u8])
        {
            await client.WriteAsync(new[] { value }, cancellation);
        }

        client.Socket.Shutdown(SocketShutdown.Send);

        Assert.That(await ReadToEndAsync(client, cancellation), Is.EqualTo((byte[])[.. Accepted, .. Reply(0), .. "hello"u8]));
    }

    [Test]
    public async Task An_address_of_version_4_is_carried_as_text(CancellationToken cancellation)
    {
        using var client = await ConnectAsync(cancellation);
        await client.WriteAsync((byte[])[.. Greeting, .. Request(1, 1, [10, 0, 0, 9], 80)], cancellation);

        // the fake relay knows no such host, which proves that it was asked
        Assert.That(await ReadToEndAsync(client, cancellation), Is.EqualTo((byte[])[.. Accepted, .. Reply(4)]));
    }

    [Test]
    public async Task Another_protocol_gets_no_answer(CancellationToken cancellation)
    {
        using var client = await ConnectAsync(cancellation);
        await client.WriteAsync(new byte[] { 4, 1 }, cancellation);

        Assert.That(await ReadToEndAsync(client, cancellation), Is.Empty);
    }

    [TestCase(new byte[] { 5, 1, 2 }, new byte[] { 5, 0xFF })]
    [TestCase(new byte[] { 5, 0 }, new byte[] { 5, 0xFF })]
    public async Task A_client_that_insists_on_authentication_is_refused(byte[] greeting, byte[] answer, CancellationToken cancellation)
    {
        using var client = await ConnectAsync(cancellation);
        await client.WriteAsync(greeting, cancellation);

        Assert.That(await ReadToEndAsync(client, cancellation), Is.EqualTo(answer));
    }

    [TestCase(2, 3, "echo", 7, TestName = "BIND is refused with 7")]
    [TestCase(1, 4, "echo", 8, TestName = "An address of version 6 is refused with 8")]
    [TestCase(1, 3, "refused", 5, TestName = "A service that does not listen is answered with 5")]
    [TestCase(1, 3, "unknown", 4, TestName = "An unknown name is answered with 4")]
    public async Task What_cannot_be_done_is_answered(int command, int addressType, string host, int reply, CancellationToken cancellation)
    {
        using var client = await ConnectAsync(cancellation);
        var name = System.Text.Encoding.ASCII.GetBytes(host);
        await client.WriteAsync(Greeting, cancellation);
        await client.ReadExactlyAsync(new byte[2], cancellation);
        // the rest of a request that is refused by its head stays unread, so nothing is sent that would reset the connection
        await client.WriteAsync(
            reply is 7 or 8 ? Request(command, addressType, [], 0)[..4] : Request(command, addressType, [(byte)name.Length, .. name], 80), cancellation);

        Assert.That(await ReadToEndAsync(client, cancellation), Is.EqualTo(Reply(reply)));
    }

    [Test]
    public async Task A_client_that_says_nothing_is_dropped_at_the_deadline(CancellationToken cancellation)
    {
        using var client = await ConnectAsync(cancellation);
        await _time.TimerAsync(TimeSpan.FromSeconds(10)).WaitAsync(cancellation);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await ReadToEndAsync(client, cancellation), Is.Empty);
    }

    [Test]
    public async Task A_connection_that_breaks_is_reset_so_that_half_an_answer_is_not_taken_for_a_whole_one(CancellationToken cancellation)
    {
        using var client = await ConnectAsync(cancellation);
        await client.WriteAsync((byte[])[.. Greeting, .. Request(1, 3, [6, .. "breaks"u8], 80)], cancellation);
        await client.ReadExactlyAsync(new byte[12], cancellation);
        await client.WriteAsync("question"u8.ToArray(), cancellation);

        await Assert.ThatAsync(() => client.CopyToAsync(Stream.Null, cancellation), Throws.TypeOf<IOException>());
    }

    [Test]
    public async Task Disposing_ends_open_connections(CancellationToken cancellation)
    {
        using var client = await ConnectAsync(cancellation);
        await client.WriteAsync((byte[])[.. Greeting, .. Request(1, 3, [4, .. "echo"u8], 80)], cancellation);
        await client.ReadExactlyAsync(new byte[12], cancellation);
        await _socks.DisposeAsync();

        Assert.That(await ReadToEndAsync(client, cancellation), Is.Empty);
    }

    private static byte[] Request(int command, int addressType, byte[] address, byte port) => [5, (byte)command, 0, (byte)addressType, .. address, 0, port];

    private static byte[] Reply(int code) => [5, (byte)code, 0, 1, 0, 0, 0, 0, 0, 0];

    private async Task<NetworkStream> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, _socks.Proxy.Port, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task<byte[]> ReadToEndAsync(NetworkStream client, CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        try
        {
            await client.CopyToAsync(all, cancellation);
        }
        catch (IOException) when (all.Length == 0)
        {
            // a reset is an end as well
        }

        return all.ToArray();
    }
}
