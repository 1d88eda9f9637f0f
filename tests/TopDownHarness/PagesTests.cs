using System.Text;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDownHarness;

public sealed class PagesTests
{
    [Test]
    public async Task ReadAsync_FollowsLinksToTheEnd()
    {
        var pages = await Pages.ReadAsync(Page("a"), page => page.Text == "c" ? null : page.Text, text => Task.FromResult(Page(text == "a" ? "b" : "c")));

        Assert.That(pages.Select(page => page.Text), Is.EqualTo(["a", "b", "c"]));
    }

    [Test]
    public async Task ReadAsync_LinksLeadRound_DoesNotGoOnForEver()
    {
        var failure = await Assert.ThrowsAsync<UnexpectedAnswerException>(
            () => Pages.ReadAsync(Page("a"), _ => "round", text => Task.FromResult(Page(text))));

        Assert.That(failure!.Message, Does.StartWith("a list goes on after 20 pages, to round"));
    }

    [TestCase("?a=b%26c&name=x+y", "a=b&c", "name=x y")]
    [TestCase("/v2/images?limit=1", "limit=1")]
    public void Parameters_AreDecoded(string query, params string[] parameters) => Assert.That(Pages.Parameters(query), Is.EqualTo(parameters));

    private static ApiAnswer Page(string text) =>
        new("GET", new Uri("http://glance/v2/images"), 200, new Dictionary<string, string>(), Encoding.UTF8.GetBytes(text));
}
