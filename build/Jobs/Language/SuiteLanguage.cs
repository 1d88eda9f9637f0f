using static GlanceGate.Jobs.Language.TextShapes;

namespace GlanceGate.Jobs.Language;

/// <summary>The keys of a <c>suite.yaml</c>, and what it makes the keys of a job's suite.</summary>
internal static class SuiteLanguage
{
    /// <summary>Name of the file in an image's folder.</summary>
    public const string FileName = "suite.yaml";

    private static readonly TextShape Argument = new("an argument");

    /// <summary>What the values of a parameter may be.</summary>
    public static IReadOnlyList<string> Types { get; } = ["text", "texts", "number"];

    private static ObjectShape Parameter { get; } = new("suite-parameter", "a parameter",
    [
        new("type", new ChoiceShape("a type", Types), "What its value is; texts is one text or a list of them.") { Required = true, Removable = false },
        new("description", Prose, "What it means, for people.") { Required = true, Removable = false },
        new("required", new BooleanShape(), "Whether a job must say it; false when absent.") { Removable = false },
    ]);

    /// <summary>The file.</summary>
    public static ObjectShape File { get; } = new("foreign-suite", "the description of a suite",
    [
        new("description", Prose, "What the suite is, for people.") { Required = true, Removable = false },
        new("command", Arguments with { Item = Argument }, "What runs; the job's values follow as --name=value.") { Required = true, Removable = false },
        new("results", AbsolutePath, "JUnit file that it leaves when it came to its end.") { Required = true, Removable = false },
        new(
            "live",
            Regex,
            "Line that it writes when a test ends, with the groups 'name', one of 'passed', 'failed', 'skipped', and if need be 'seconds', 'message'.") { Removable = false },
        new("where", Prose, "What --where means to it; it takes none when absent.") { Removable = false },
        new(
            "aliases",
            new ListShape("a list of host names", HostName with { Placeholders = false }) { OrScalar = true, Unique = true },
            "Names by which the services of the stack find its container, besides 'suite'.") { Removable = false },
        new("mem_limit", Size, "Memory limit of its container.") { Removable = false },
        new("parameters", new MapShape("a mapping of parameters", Name, Parameter) { Removable = false }, "What a job may say.") { Removable = false },
    ]);

    /// <summary>What a job may say about a foreign suite.</summary>
    public static Key KeyOf(ForeignSuite suite) => new(
        suite.Name,
        new ObjectShape($"suite-{suite.Name}", $"the suite '{suite.Name}'", [.. suite.Parameters.Select(KeyOf)]),
        $"Instead of a project: {suite.Description}");

    private static Key KeyOf(SuiteParameter parameter) => new(
        parameter.Name,
        parameter.Type switch
        {
            "texts" => new ListShape("a text or a list of texts", Argument with { Noun = "a text" }) { OrScalar = true, MinItems = 1, Unique = true },
            "number" => new IntegerShape("a number", 0, int.MaxValue),
            _ => Argument with { Noun = "a text" },
        },
        parameter.Description);
}
