using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Harness;

/// <summary>A list that a service gives in pages, read to its end by following links.</summary>
internal static class Pages
{
    /// <summary>More than any test's list has: a link that leads round would be followed for ever.</summary>
    private const int Most = 20;

    /// <param name="first">The first page.</param>
    /// <param name="next">Where a page says that it goes on; null on the last.</param>
    /// <param name="follow">Asks for that.</param>
    /// <exception cref="UnexpectedAnswerException">The list does not end.</exception>
    public static async Task<IReadOnlyList<ApiAnswer>> ReadAsync<TLink>(ApiAnswer first, Func<ApiAnswer, TLink?> next, Func<TLink, Task<ApiAnswer>> follow)
        where TLink : class
    {
        var pages = new List<ApiAnswer> { first.Expect(200) };
        while (next(pages[^1]) is { } link)
        {
            if (pages.Count == Most)
            {
                throw new UnexpectedAnswerException($"a list goes on after {Most} pages, to {link}: {pages[^1]}");
            }

            pages.Add((await follow(link)).Expect(200));
        }

        return pages;
    }

    /// <summary>The images of a page.</summary>
    public static IReadOnlyList<JsonObject> Images(ApiAnswer page) => [.. page.Member<JsonArray>("images").OfType<JsonObject>()];

    /// <summary>Their ids.</summary>
    public static string[] Ids(ApiAnswer page) => [.. Images(page).Select(image => image["id"]!.GetValue<string>())];

    /// <summary>Parameters of a query, as <c>name=value</c>, decoded.</summary>
    public static string[] Parameters(string query) =>
        [.. query[(query.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&').Select(text => Uri.UnescapeDataString(text.Replace('+', ' ')))];
}
