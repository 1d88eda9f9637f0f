using System.Net.Sockets;
using System.Net;
using Docker.DotNet;
using GlanceGate.Engine;
using GlanceGate.Engine.Docker;

namespace GlanceGate.Unit.Engine.Docker;

[TestFixture]
public sealed class DockerCallTests
{
    [TestCase("{\"message\":\"no such image\\n\"}", "no such image")]
    [TestCase("<html>bad gateway</html>", "500 InternalServerError <html>bad gateway</html>")]
    [TestCase("[1]", "500 InternalServerError [1]")]
    public async Task A_refusal_carries_the_operation_and_the_engines_words(string body, string words) =>
        await Assert.ThatAsync(
            () => RunAsync(new DockerApiException(HttpStatusCode.InternalServerError, body)),
            Throws.TypeOf<EngineException>().With.Message.EqualTo($"starting x: {words}"));

    [Test]
    public async Task A_lost_connection_is_an_engine_exception_with_its_reason() =>
        await Assert.ThatAsync(
            () => RunAsync(new HttpRequestException("send failed", new IOException("broken pipe"))),
            Throws.TypeOf<EngineException>().With.Message.EqualTo("starting x: send failed broken pipe"));

    [Test]
    public async Task A_socket_that_is_not_there_is_said_to_be_so() => await Assert.ThatAsync(
        () => DockerCall.RunAsync(
            "asking",
            TimeSpan.FromMinutes(1),
            _ => throw new HttpRequestException("Cannot assign requested address (localhost:80)", new SocketException((int)SocketError.AddressNotAvailable)),
            CancellationToken.None),
        Throws.TypeOf<EngineException>().With.Message.EqualTo("asking: there is no socket at its address"));

    [Test]
    public async Task Whatever_is_thrown_after_a_cancellation_is_a_cancellation()
    {
        using var cancellation = new CancellationTokenSource();

        await Assert.ThatAsync(
            () => DockerCall.RunAsync(
                "starting x",
                Timeout.InfiniteTimeSpan,
                async _ =>
                {
                    await cancellation.CancelAsync();
                    throw new IOException("connection reset");
                },
                cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>().With.InnerException.TypeOf<IOException>());
    }

    [Test]
    public async Task An_engine_that_does_not_answer_in_time_is_an_engine_exception() =>
        await Assert.ThatAsync(
            () => DockerCall.RunAsync(
                "starting x", TimeSpan.FromMilliseconds(1), token => Task.Delay(Timeout.Infinite, token), CancellationToken.None),
            Throws.TypeOf<EngineException>().With.Message.Contains("did not answer within"));

    [TestCase("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "0123456789ab")]
    [TestCase("sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "0123456789ab")]
    [TestCase("a-name", "a-name")]
    public void Short_makes_ids_readable(string nameOrId, string expected) => Assert.That(DockerCall.Short(nameOrId), Is.EqualTo(expected));

    private static Task RunAsync(Exception failure) =>
        DockerCall.RunAsync("starting x", Timeout.InfiniteTimeSpan, _ => Task.FromException(failure), CancellationToken.None);
}
