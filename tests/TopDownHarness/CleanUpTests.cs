using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDownHarness;

public sealed class CleanUpTests
{
    private const string NoImages = """{"images": []}""";

    [Test]
    public async Task RunAsync_Always_RemovesInReverseOrder()
    {
        using var stack = new ScriptedStack(request => request switch
        {
            "GET /v2/images?limit=100&visibility=all&name=img" => (200, NoImages),
            "GET /servers?all_tenants=1&name=^srv$" => (200, """{"servers": []}"""),
            _ => (404, ""),
        });
        stack.Owned.Flavor("f");
        stack.Owned.Images("img");
        stack.Owned.Servers("srv");

        await stack.Owned.RunAsync();

        Assert.That(
            stack.Requests, Is.EqualTo(new[] { "GET /servers?all_tenants=1&name=^srv$", "GET /v2/images?limit=100&visibility=all&name=img", "DELETE /flavors/f" }));
    }

    [Test]
    public async Task RunAsync_CreationFailed_RemovesWhatCameToBeAllTheSame()
    {
        var there = true;
        using var stack = new ScriptedStack(request =>
        {
            switch (request)
            {
                case "POST /v2/images":
                    return (500, "crashed after the row was written");
                case "DELETE /v2/images/i1":
                    there = false;
                    return (204, "");
                default:
                    return (200, there ? """{"images": [{"id": "i1", "name": "n", "status": "queued"}]}""" : NoImages);
            }
        });
        await Assert.ThrowsAsync<UnexpectedAnswerException>(() => stack.Steps.CreateImageAsync("n"));

        await stack.Owned.RunAsync();

        Assert.That(there, Is.False);
    }

    [Test]
    public async Task RunAsync_OneRemovalFails_DoesTheOthersAndTellsWhich()
    {
        using var stack = new ScriptedStack(request => request.Contains("/flavors/bad", StringComparison.Ordinal) ? (500, "broken") : (202, ""));
        stack.Owned.Flavor("first");
        stack.Owned.Flavor("bad");

        var failure = await Assert.ThrowsAsync<AggregateException>(stack.Owned.RunAsync);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Message, Does.Contain("could not remove flavor 'bad'").And.Contain("broken"));
            Assert.That(stack.Requests, Does.Contain("DELETE /flavors/first"));
        }
    }

    [Test]
    public async Task RunAsync_TwoRanks_RunsAllOfTheFirstBeforeTheSecondAndTellsEachFailure()
    {
        using var stack = new ScriptedStack(request => request.Contains("/flavors/bad", StringComparison.Ordinal) ? (500, "broken") : (202, ""));
        CleanUp[] owned = [.. Enumerable.Range(0, 3).Select(_ => new CleanUp(stack.Images, stack.Compute))];
        owned[0].Flavor("bad-1");
        owned[1].Flavor("good");
        owned[2].Flavor("bad-2");

        var failure = await Assert.ThrowsAsync<AggregateException>(() => CleanUp.RunAsync(owned[..2], owned[2..]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.InnerExceptions.Select(inner => inner.Message), Has.Exactly(2).Contains("could not remove flavor 'bad-"));
            Assert.That(stack.Requests, Is.EquivalentTo(new[] { "DELETE /flavors/bad-1", "DELETE /flavors/good", "DELETE /flavors/bad-2" }));
            Assert.That(stack.Requests[^1], Is.EqualTo("DELETE /flavors/bad-2"));
        }
    }

    [Test]
    public async Task RunAsync_ImageSurvivesItsDeletion_EndsInsteadOfTryingForEver()
    {
        using var stack = new ScriptedStack(request => request.StartsWith("DELETE", StringComparison.Ordinal)
            ? (204, "")
            : (200, """{"images": [{"id": "i1", "name": "n", "status": "active"}]}"""));
        stack.Owned.Images("n");

        var failure = await Assert.ThrowsAsync<AggregateException>(stack.Owned.RunAsync);

        Assert.That(failure!.Message, Does.Contain("image i1 is still listed after its deletion"));
    }

    [Test]
    public async Task RunAsync_ServerThatFailedToBoot_IsWaitedForUntilItIsGone()
    {
        var looks = 0;
        using var stack = new ScriptedStack(request => request switch
        {
            "GET /servers?all_tenants=1&name=^n$" => (200, """{"servers": [{"id": "s1"}]}"""),
            "DELETE /servers/s1" => (204, ""),
            _ => looks++ < 2
                ? (200, """{"server": {"id": "s1", "status": "ERROR", "OS-EXT-STS:task_state": "deleting"}}""")
                : (404, ""),
        });
        stack.Owned.Servers("n");

        await stack.Owned.RunAsync();

        Assert.That(looks, Is.EqualTo(3));
    }

    [Test]
    public async Task RunAsync_ServerCannotBeDeleted_EndsWithTheReason()
    {
        using var stack = new ScriptedStack(request => request switch
        {
            "GET /servers?all_tenants=1&name=^n$" => (200, """{"servers": [{"id": "s1"}]}"""),
            "DELETE /servers/s1" => (204, ""),
            _ => (200, """{"server": {"id": "s1", "status": "ERROR", "OS-EXT-STS:task_state": null, "fault": {"message": "no driver"}}}"""),
        });
        stack.Owned.Servers("n");

        var failure = await Assert.ThrowsAsync<AggregateException>(stack.Owned.RunAsync);

        Assert.That(failure!.Message, Does.Contain("its deletion failed").And.Contain("no driver"));
    }
}
