using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDownHarness;

public sealed class OperationsTests
{
    [Test]
    public async Task BootAsync_ServerInError_EndsAtOnceWithTheFault()
    {
        using var stack = new ScriptedStack(request => request switch
        {
            "POST /servers" => (202, """{"server": {"id": "s1"}}"""),
            _ => (200, """
                {"server": {"id": "s1", "status": "ERROR", "OS-EXT-STS:task_state": null,
                            "fault": {"code": 500, "message": "No valid host was found."}}}
                """),
        });

        var failure = await Assert.ThrowsAsync<WaitFailedException>(() => stack.Steps.BootAsync("n", "image", "flavor"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Message, Does.Contain("No valid host was found."));
            Assert.That(stack.Requests, Is.EqualTo(new[] { "POST /servers", "GET /servers/s1" }));
        }
    }

    [Test]
    public async Task BootAsync_ServerStaysInBuild_EndsAtTheDeadlineWithItsTask()
    {
        using var stack = new ScriptedStack(request => request == "POST /servers"
            ? (202, """{"server": {"id": "s1"}}""")
            : (200, """{"server": {"id": "s1", "status": "BUILD", "OS-EXT-STS:task_state": "spawning"}}"""));

        var failure = await Assert.ThrowsAsync<WaitFailedException>(() => stack.Steps.BootAsync("n", "image", "flavor"));

        Assert.That(failure!.Message, Does.Contain("not within 300 s").And.Contain("BUILD, task_state spawning"));
    }

    [Test]
    public async Task WaitUntilServerIsActiveAsync_ActiveWithATask_GoesOnWaiting()
    {
        var looks = 0;
        using var stack = new ScriptedStack(_ => (200, looks++ < 2
            ? """{"server": {"id": "s1", "status": "ACTIVE", "OS-EXT-STS:task_state": "image_uploading"}}"""
            : """{"server": {"id": "s1", "status": "ACTIVE", "OS-EXT-STS:task_state": null}}"""));

        await stack.Steps.WaitUntilServerIsActiveAsync("s1");

        Assert.That(looks, Is.EqualTo(3));
    }

    [Test]
    public async Task WaitUntilImageIsActiveAsync_ImageVanished_EndsWithGlancesAnswer()
    {
        using var stack = new ScriptedStack(_ => (404, "gone for ever"));

        var failure = await Assert.ThrowsAsync<UnexpectedAnswerException>(() => stack.Steps.WaitUntilImageIsActiveAsync("i1"));

        Assert.That(failure!.Message, Does.Contain("GET http://image/v2/images/i1 -> 404 gone for ever"));
    }

    [Test]
    public async Task WaitForConsoleAsync_NothingPrinted_EndsWithWhatTheConsoleSaid()
    {
        using var stack = new ScriptedStack(_ => (200, """{"output": "SeaBIOS"}"""));

        var failure = await Assert.ThrowsAsync<WaitFailedException>(() => stack.Steps.WaitForConsoleAsync("s1"));

        Assert.That(failure!.Message, Does.Contain("not within 300 s").And.Contain("'SeaBIOS'"));
    }
}
