using System.Text;

namespace GlanceGate.Jobs.Language;

/// <summary>The keys of job files as a paper, written from the declaration that the reader checks against.</summary>
internal static class JobKeys
{
    /// <summary>Where the paper is kept, relative to the repository's root.</summary>
    public const string Path = "jobs/KEYS.md";

    private const string Head = """
        # The keys of job files

        Written by `dotnet run -- --target=Schema` from the declaration that job files are checked against. What they mean together is in [README.md](README.md). A `+` before the key of a
        list adds to the inherited one; `null` removes what is inherited.
        """;

    /// <summary>The text of the paper, in Markdown.</summary>
    /// <param name="suites">Foreign suites that jobs may name.</param>
    public static string Generate(IReadOnlyList<ForeignSuite> suites)
    {
        var text = new StringBuilder(Head).Append('\n');
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (item, shape) in JobLanguage.Items(suites))
        {
            text.Append($"\n# `- {item}:`\n");
            foreach (var mapping in Mappings(shape).Where(mapping => told.Add(mapping.Name)))
            {
                Tell(text, mapping);
            }
        }

        return text.ToString();
    }

    private static void Tell(StringBuilder text, ObjectShape mapping)
    {
        text.Append($"\n## {mapping.Name}\n\n| key | value | |\n| --- | --- | --- |\n");
        foreach (var key in mapping.Keys)
        {
            text.Append($"| `{key.Name}` | {Cell(Words(key.Shape))}{(key.Required ? "; must be there" : "")} | {Cell(key.Description)} |\n");
        }

        if (mapping.Rest is { } rest)
        {
            text.Append($"| any other, {rest.Key.Noun} | {Cell(Words(rest.Value))} | |\n");
        }
    }

    private static string Words(Shape shape) => shape switch
    {
        ObjectShape mapping => $"[{mapping.Noun}](#{mapping.Name})",
        ChoiceShape choice => string.Join(", ", choice.Values.Select(value => $"`{value}`")),
        IntegerShape integer => $"{integer.Noun}, {integer.Min} to {integer.Max}",
        ListShape list when Leads(list.Item) => $"{list.Noun}, each {Words(list.Item)}",
        MapShape map when Leads(map.Value) => $"{map.Noun}, each {Words(map.Value)}",
        EitherShape either => $"{Words(either.Scalar)}, or {Words(either.Mapping)}",
        _ => shape.Noun,
    };

    private static bool Leads(Shape shape) => Mappings(shape).Any() || shape is ChoiceShape;

    // in the order in which a reader meets them, each as often as it is met; none holds itself
    private static IEnumerable<ObjectShape> Mappings(Shape shape) => shape switch
    {
        ObjectShape mapping => mapping.Keys.SelectMany(key => Mappings(key.Shape)).Concat(mapping.Rest is { } rest ? Mappings(rest) : []).Prepend(mapping),
        ListShape list => Mappings(list.Item),
        MapShape map => Mappings(map.Value),
        EitherShape either => Mappings(either.Scalar).Concat(Mappings(either.Mapping)),
        _ => [],
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
