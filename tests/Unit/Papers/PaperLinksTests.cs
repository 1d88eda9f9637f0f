using System.Text.RegularExpressions;
using GlanceGate.Unit.Jobs;

namespace GlanceGate.Unit.Papers;

/// <summary>Links of the papers lead to files and headings that are there.</summary>
internal sealed partial class PaperLinksTests
{
    [TestCaseSource(typeof(PaperText), nameof(PaperText.Papers))]
    public void Its_links_lead_somewhere(string paper)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(paper))!;
        var links = Link().Matches(File.ReadAllText(Repository.PathOf(paper))).Select(link => link.Groups["to"].Value);

        Assert.That(links.Where(link => !Leads(folder, link)), Is.Empty);
    }

    [TestCase("no-such-file.md")]
    [TestCase("jobs/README.md#no-such-heading")]
    public void One_that_leads_nowhere_is_seen(string link) => Assert.That(Leads(Repository.Root, link), Is.False);

    private static bool Leads(string folder, string link)
    {
        var parts = link.Split('#', 2);
        var file = Path.Combine(folder, parts[0]);
        return File.Exists(file) && (parts.Length == 1 || Heading().Matches(File.ReadAllText(file)).Any(heading => Anchor(heading.Groups["text"].Value) == parts[1]));
    }

    // as hosts of repositories make them
    private static string Anchor(string heading) => NoAnchor().Replace(heading.ToLowerInvariant(), string.Empty).Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<to>[^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 -]")]
    private static partial Regex NoAnchor();
}
