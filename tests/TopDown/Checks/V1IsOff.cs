using System.Text.Json.Nodes;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>The image service has no v1, as a client sees it; what its configuration says is not asked.</summary>
public sealed class V1IsOff : StackTest
{
    [TestCase("/")]
    [TestCase("/versions")]
    [Check("A1", "glance api/versions.py: v1 was listed while enable_v1_api was on, and is not in 17.0.0 and later")]
    public async Task Version_discovery_lists_v2_and_no_v1(string path)
    {
        var answer = await Images.RootAsync("GET", path, authenticated: false);

        var ids = VersionIds(answer.Expect(200, 300).Member<JsonArray>("versions"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ids, Has.Some.StartsWith("v2."));
            Assert.That(ids, Has.None.StartsWith("v1"));
        }
    }

    [TestCase("GET", "/v1/images")]
    [TestCase("GET", "/v1/images/detail")]
    [TestCase("POST", "/v1/images")]
    [TestCase("GET", "/v1.1/images")]
    [Check("A2", "glance api/middleware/version_negotiation.py: an unknown version is answered with choices before authentication")]
    public async Task V1_request_is_answered_with_version_choices(string method, string path)
    {
        var anonymous = await Images.RootAsync(method, path, authenticated: false);
        var authenticated = await Images.RootAsync(method, path);

        // A v1 that lives says 401 to the first and 200 to the second.
        using (Assert.EnterMultipleScope())
        {
            Assert.That(anonymous, Answers.With(300));
            Assert.That(authenticated, Answers.With(300));
        }

        Assert.That(VersionIds(authenticated.Member<JsonArray>("versions")), Has.None.StartsWith("v1").And.Some.StartsWith("v2."));
    }

    [Test]
    [Check("A2", "devstack 80e82eac: a run with v1 reachable proves nothing, so the contrast with a version that is on is shown")]
    public async Task V2_request_without_token_is_refused_and_with_token_served()
    {
        var anonymous = await Images.RootAsync("GET", "/v2/images?limit=1", authenticated: false);
        var authenticated = await Images.RootAsync("GET", "/v2/images?limit=1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(anonymous, Answers.With(401));
            Assert.That(authenticated, Answers.With(200));
        }
    }

    private static IEnumerable<string> VersionIds(JsonArray versions) =>
        [.. versions.Select(version => version!["id"]!.GetValue<string>())];
}
