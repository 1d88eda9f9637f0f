using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDownHarness;

public sealed class IdentityTests
{
    private static readonly JsonObject Body = JsonNode.Parse("""
        {"catalog": [
          {"type": "compute", "endpoints": [
            {"interface": "internal", "region": "One", "url": "http://internal"},
            {"interface": "public", "region": "Two", "url": "http://two"},
            {"interface": "public", "region": "One", "url": "http://one/v2.1/"}]}]}
        """)!.AsObject();

    [TestCase("One", "http://one/v2.1")]
    [TestCase("Two", "http://two")]
    [TestCase(null, "http://two")]
    public void Endpoint_OfARegion_IsThePublicOneWithoutASlash(string? region, string expected)
    {
        Assert.That(new Login("t", Body, region).Endpoint("compute"), Is.EqualTo(expected));
    }

    [Test]
    public void Endpoint_Missing_TellsWhatTheCatalogHas()
    {
        Assert.That(
            () => new Login("t", Body, "One").Endpoint("image"),
            Throws.TypeOf<UnexpectedAnswerException>().With.Message.EndsWith("type 'image' in region 'One'; it has: compute"));
    }

    [Test]
    public async Task AuthenticateAsync_Refused_TellsKeystonesReasonAndNotThePassword()
    {
        using var stack = new ScriptedStack(_ => (401, """{"error": {"message": "wrong password"}}"""));
        var credentials = new Credentials(new Uri("http://keystone/v3/"), "u", "very-secret", "p", "Default", "Default", null);

        var failure = await Assert.ThrowsAsync<UnexpectedAnswerException>(
            () => Identity.AuthenticateAsync(stack.Http, credentials, stack.Transcript));

        Assert.That(
            failure!.Message,
            Does.StartWith("expected 201: POST http://keystone/v3/auth/tokens -> 401").And.Contain("wrong password").And.Not.Contain("very-secret"));
    }

    [TestCase("http://glance", "http://glance/versions")]
    [TestCase("http://glance/v2", "http://glance/versions")]
    [TestCase("http://host/image", "http://host/image/versions")]
    public async Task ImageApi_EndpointWithVersionOrPath_FindsTheRoot(string endpoint, string expected)
    {
        using var stack = new ScriptedStack(_ => (200, "{}"));

        var answer = await new ImageApi(stack.Http, stack.Transcript, endpoint, new Login("t", [], null)).RootAsync("GET", "/versions");

        Assert.That(answer.Url.AbsoluteUri, Is.EqualTo(expected));
    }
}
