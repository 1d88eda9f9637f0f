using System.Text.RegularExpressions;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDownHarness;

public sealed class TranscriptTests
{
    private static readonly Credentials Admin =
        new(new Uri("http://identity/v3"), "admin", "very-secret", "admin", "Default", "Default", "RegionOne");

    [Test]
    public async Task Render_LogIn_ShowsNeitherPasswordNorToken()
    {
        using var stack = new ScriptedStack(_ => (201, """{"token": {"catalog": []}}"""));
        await Identity.AuthenticateAsync(stack.Http, Admin, stack.Transcript);

        var text = stack.Transcript.Render();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Contain("> POST http://identity/v3/auth/tokens").And.Contain("< 201").And.Contain("<redacted>"));
            Assert.That(text, Does.Not.Contain("very-secret").And.Not.Contain("the-token"));
        }
    }

    [Test]
    public async Task Render_AuthenticatedExchange_ShowsUrlBodiesAndRequestIdButNoToken()
    {
        using var stack = new ScriptedStack(_ => (202, """{"server": {"id": "s1", "adminPass": "s3cr\"et"}}"""));
        await stack.Compute.CreateServerAsync("n", "image", "flavor");

        var text = stack.Transcript.Render();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Contain("> POST http://compute/servers").And.Contain("\"imageRef\":\"image\""));
            Assert.That(text, Does.Contain("> OpenStack-API-Version: compute 2.37").And.Contain("< X-Compute-Request-Id: req-1"));
            Assert.That(text, Does.Contain("\"adminPass\": \"<redacted>\"").And.Not.Contain("s3cr").And.Not.Contain("the-token"));
        }
    }

    [Test]
    public async Task Render_LongBody_IsCutAndItsLengthTold()
    {
        using var stack = new ScriptedStack(_ => (200, $$"""{"a": "{{new string('x', 10_000)}}"}"""));
        await stack.Images.ShowAsync("i");

        var text = stack.Transcript.Render();

        Assert.That(text, Has.Length.LessThan(5000).And.Contain("… (10009 characters)"));
    }

    [Test]
    public async Task Render_DataUpload_NamesTheSizeOnly()
    {
        using var stack = new ScriptedStack(_ => (204, ""));
        await stack.Images.UploadAsync("i", new byte[1234]);

        Assert.That(stack.Transcript.Render(), Does.Contain("> <1234 bytes of application/octet-stream>"));
    }

    [Test]
    public async Task Render_SameAnswerAgainAndAgain_IsCounted()
    {
        var looks = 0;
        using var stack = new ScriptedStack(_ => (200, looks++ < 5 ? """{"state": "queued"}""" : """{"state": "active"}"""));
        for (var i = 0; i < 6; i++)
        {
            await stack.Images.ShowAsync("i");
        }

        var text = stack.Transcript.Render();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Regex.Count(text, "queued"), Is.EqualTo(1));
            Assert.That(text, Does.Contain("and 4 times more").And.Contain("active"));
        }
    }

    [Test]
    public void ToString_OfAnAnswer_IsRedacted()
    {
        var answer = new ApiAnswer(
            "POST", new Uri("http://h/"), 500, new Dictionary<string, string>(), """{"password":"very-secret","why":"this"}"""u8.ToArray());

        Assert.That(answer.ToString(), Is.EqualTo("""POST http://h/ -> 500 {"password":"<redacted>","why":"this"}"""));
    }
}
