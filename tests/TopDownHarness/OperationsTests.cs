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
    public async Task ActAsync_ServerRestsInAnotherState_EndsLongBeforeTheDeadline()
    {
        using var stack = new ScriptedStack(request => request.StartsWith("POST", StringComparison.Ordinal)
            ? (202, "{}")
            : (200, """{"server": {"id": "s1", "status": "SHELVED_OFFLOADED", "OS-EXT-STS:task_state": null}}"""));

        var failure = await Assert.ThrowsAsync<WaitFailedException>(() => stack.Steps.ActAsync("s1", "unshelve", "ACTIVE"));

        Assert.That(failure!.Message, Does.Contain("will not happen, as nothing is under way").And.Contain("SHELVED_OFFLOADED"));
    }

    // Between two writes of one step.
    [Test]
    public async Task BootInVainAsync_ServerRestsForAMoment_GoesOnWaiting()
    {
        var looks = 0;
        using var stack = new ScriptedStack(request => request == "POST /servers"
            ? (202, """{"server": {"id": "s1"}}""")
            : (200, Server(looks++ < 4 ? "ACTIVE" : "ERROR")));

        var server = await stack.Steps.BootInVainAsync("n", "image", "flavor");

        Assert.That(server.Status, Is.EqualTo("ERROR"));
    }

    [Test]
    public async Task SnapshotAsync_ServerIsIdleAndTheImageHasNoData_EndsLongBeforeTheDeadline()
    {
        using var stack = new ScriptedStack(request => request switch
        {
            "POST /servers/s1/action" => (202, "{}"),
            "GET /servers/s1" => (200, """{"server": {"id": "s1", "status": "ACTIVE", "OS-EXT-STS:task_state": null}}"""),
            _ => (200, """{"id": "made", "status": "queued"}"""),
        });

        var failure = await Assert.ThrowsAsync<WaitFailedException>(() => stack.Steps.SnapshotAsync("s1", "n", []));

        Assert.That(failure!.Message, Does.Contain("image made is active: will not happen, as nothing is under way"));
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

    private static string Server(string status) => $$"""{"server": {"id": "s1", "status": "{{status}}", "OS-EXT-STS:task_state": null} }""";
}
