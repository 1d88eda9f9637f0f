using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDownHarness;

public sealed class StackHttpTests
{
    [Test]
    public async Task SendAsync_NobodyListens_TellsWhichRequestAndWhy()
    {
        using var http = new StackHttp(StackDescriptions.With(hosts: new() { ["keystone"] = "127.0.0.1" }));
        var transcript = new Transcript("test");

        var failure = await Assert.ThrowsAsync<NoAnswerException>(
            () => http.SendAsync(new ApiRequest("GET", new Uri("http://keystone:1/v3")), transcript));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Message, Is.EqualTo("GET http://keystone:1/v3: Connection refused at 127.0.0.1 (keystone:1)"));
            Assert.That(transcript.Render(), Does.Contain("< no answer:"));
        }
    }

    [Test]
    public async Task SendAsync_ProxyDoesNotListen_DoesNotGoAroundIt()
    {
        using var target = new OneAnswerServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        using var http = new StackHttp(StackDescriptions.With(
            proxy: new Uri("socks5://127.0.0.1:1"), hosts: new() { ["keystone"] = "127.0.0.1" }));

        await Assert.ThrowsAsync<NoAnswerException>(
            () => http.SendAsync(new ApiRequest("GET", new Uri($"http://keystone:{target.Port}/")), new Transcript("test")));
    }

    [Test]
    public async Task SendAsync_HostIsMapped_ReachesItByItsAddressUnderItsName()
    {
        using var target = new OneAnswerServer("HTTP/1.1 300 Multiple Choices\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray());
        using var http = new StackHttp(StackDescriptions.With(hosts: new() { ["keystone"] = "127.0.0.1" }));

        var answer = await http.SendAsync(new ApiRequest("GET", new Uri($"http://keystone:{target.Port}/x")), new Transcript("test"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(300));
            Assert.That(await target.Received, Does.StartWith("GET /x HTTP/1.1").And.Contain($"Host: keystone:{target.Port}"));
            Assert.That(await target.Received, Does.Contain("User-Agent: glance-v2-gate-suite"));
        }
    }
}
