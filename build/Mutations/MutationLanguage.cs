using GlanceGate.Jobs.Language;

namespace GlanceGate.Mutations;

/// <summary>The keys of mutation files, declared once for both forms: the header of a diff, and YAML.</summary>
internal static class MutationLanguage
{
    private static TextShape Line { get; } = new("a text of one line") { Accepts = text => text.Length > 0 && Words.IsLine(text) };

    private static ListShape Checks { get; } = new("a list of check ids", TextShapes.Value with { Noun = "the id of a check" })
    {
        OrSingle = true,
        MinItems = 1,
        Unique = true,
        Help = $"name the checks that must notice it, or '{Mutation.ServiceCheck}'; or '{Mutation.NoCheck}' alone, when it does no harm",
    };

    private static ListShape Variants { get; } = new("a list of matrix values", TextShapes.Value with { Noun = "a value of a matrix" })
    {
        OrSingle = true,
        MinItems = 1,
        Unique = true,
    };

    /// <summary>The header in front of a diff.</summary>
    public static ObjectShape Header { get; } = new("mutation-header", "the header of a mutation",
    [
        Required("Mutation", Line, "What is broken, or different."),
        Required("Project", TextShapes.Name, "The project whose source the diff is of."),
        Required("Caught-by", Checks, "The checks that must notice it, or that nothing may."),
        Required("Source", Line, "Where such a defect or change was seen."),
        Optional("Variant", Variants, "Values of any matrix axis of the variants that it can be tried on; all when absent."),
    ]);

    /// <summary>A mutation in YAML.</summary>
    public static ObjectShape Yaml { get; } = new("mutation", "a mutation",
    [
        Required("mutation", Line, "What is broken, or different."),
        Required("caught-by", Checks, "The checks that must notice it, or that nothing may."),
        Required("source", Line, "Where such a defect or change was seen."),
        Optional("variant", Variants, "Values of any matrix axis of the variants that it can be tried on; all when absent."),
        Required("set", new ListShape("a list of overrides", Line) { MinItems = 1, Unique = true }, "Overrides, as --set takes them."),
    ]);

    private static Key Optional(string name, Shape shape, string description) => new(name, shape, description) { Removable = false };

    private static Key Required(string name, Shape shape, string description) => new(name, shape, description) { Required = true, Removable = false };
}
