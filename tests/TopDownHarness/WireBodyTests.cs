using System.Text;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDownHarness;

public sealed class WireBodyTests
{
    private static readonly byte[] NoContent = "HTTP/1.1 204 No Content\r\nX-Note: a: b\r\n\r\n"u8.ToArray();

    private static Task<ApiAnswer?> SendAsync(OneAnswerServer target, WireBody body, Transcript transcript, Uri? proxy = null)
    {
        var http = new StackHttp(StackDescriptions.With(proxy: proxy, hosts: new() { ["glance"] = "127.0.0.1" }));
        var request = new ApiRequest("PUT", new Uri($"http://glance:{target.Port}/v2/images/1/file?a=b"))
        {
            ContentType = "application/octet-stream",
            Headers = new Dictionary<string, string> { ["X-Auth-Token"] = "secret" },
        };
        return http.SendAsync(request, body, transcript);
    }

    [Test]
    public async Task SendAsync_ShorterThanAnnounced_SendsWhatItIsTold_AndReadsTheAnswer()
    {
        using var target = new OneAnswerServer(NoContent);
        var transcript = new Transcript("test");

        var answer = await SendAsync(target, new WireBody("Content-Length: 5", _ => Task.CompletedTask), transcript);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer!.Status, Is.EqualTo(204));
            Assert.That(answer.Header("x-note"), Is.EqualTo("a: b"));
            Assert.That(answer.Body, Is.Empty);
            Assert.That(await target.Received, Is.EqualTo(
                $"PUT /v2/images/1/file?a=b HTTP/1.1\r\nHost: glance:{target.Port}\r\nConnection: close\r\nX-Auth-Token: secret\r\n"
                + "Content-Type: application/octet-stream\r\nContent-Length: 5\r\n\r\n"));
            Assert.That(transcript.Render(), Does.Contain("< 204").And.Not.Contain("secret"));
        }
    }

    [Test]
    public async Task SendAsync_HangsUp_HasNoAnswer_AndSaysSo()
    {
        using var target = new OneAnswerServer(NoContent);
        var transcript = new Transcript("test");

        var answer = await SendAsync(target, new WireBody("Content-Length: 5", _ => Task.CompletedTask, HangsUp: true), transcript);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Is.Null);
            Assert.That(await target.Received, Does.StartWith("PUT /v2/images/1/file?a=b HTTP/1.1"));
            Assert.That(transcript.Render(), Does.Contain("hung up"));
        }
    }

    [TestCase("")]
    [TestCase("no HTTP at all")]
    [TestCase("HTTP/1.1 many\r\n\r\n")]
    public async Task SendAsync_AnswerIsNone_TellsWhichRequestAndWhatCame(string came)
    {
        using var target = new OneAnswerServer(Encoding.ASCII.GetBytes(came));

        var failure = await Assert.ThrowsAsync<NoAnswerException>(
            () => SendAsync(target, new WireBody("Content-Length: 5", _ => Task.CompletedTask), new Transcript("test")));

        Assert.That(failure!.Message, Does.StartWith("PUT http://glance:").And.Contain($"{came.Length} bytes came that are no answer in HTTP"));
    }

    [Test]
    public async Task SendAsync_ProxyDoesNotListen_DoesNotGoAroundIt()
    {
        using var target = new OneAnswerServer(NoContent);

        await Assert.ThrowsAsync<NoAnswerException>(() => SendAsync(
            target, new WireBody("Content-Length: 5", _ => Task.CompletedTask), new Transcript("test"), new Uri("socks5://127.0.0.1:1")));
    }

    [Test]
    public async Task Chunked_EndsWithTheEmptyChunk()
    {
        using var wire = new MemoryStream();

        await WireBody.Chunked(new byte[18], "abc"u8.ToArray()).WriteAsync(wire);

        Assert.That(Encoding.ASCII.GetString(wire.ToArray()), Is.EqualTo($"12\r\n{new string('\0', 18)}\r\n3\r\nabc\r\n0\r\n\r\n"));
    }
}
