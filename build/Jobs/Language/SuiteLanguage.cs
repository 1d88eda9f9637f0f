using static GlanceGate.Jobs.Language.TextShapes;

namespace GlanceGate.Jobs.Language;

/// <summary>The keys of a <c>suite.yaml</c>, of a project below tests/ or of a foreign suite, and what the latter makes the keys of a job's suite.</summary>
internal static class SuiteLanguage
{
    /// <summary>Name of the file in the folder of a project or an image.</summary>
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

    private static Key Description { get; } = new("description", Prose, "What the suite is, for people.") { Required = true, Removable = false };

    private static Key Capabilities { get; } = new(
        "capabilities",
        new MapShape("a mapping of capabilities", Value with { Noun = "the name of a capability" }, Prose) { Removable = false },
        "What its tests may require of a stack, each with what it means; jobs and matrix values can promise nothing else.")
    {
        Removable = false,
    };

    /// <summary>The file of a project.</summary>
    public static ObjectShape ProjectFile { get; } = new("project-suite", "the description of a suite", [Description, Capabilities]);

    /// <summary>The file of a foreign suite.</summary>
    public static ObjectShape File { get; } = new("foreign-suite", "the description of a suite",
    [
        Description,
        Capabilities,
        new("command", Arguments with { Item = Argument }, "What runs; the job's values follow as --name=value.") { Required = true, Removable = false },
        new("results", AbsolutePath, "JUnit file that it leaves when it came to its end.") { Required = true, Removable = false },
        new(
            "live",
            Regex,
            "Line that it writes when a test ends, with the groups 'name', one of 'passed', 'failed', 'skipped', and if need be 'seconds', 'message'.") { Removable = false },
        new("where", Prose, "What --where means to it; it takes none when absent.") { Removable = false },
        new(
            "aliases",
            new ListShape("a list of host names", HostName with { Placeholders = false }) { OrSingle = true, Unique = true },
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
            "texts" => new ListShape("a text or a list of texts", Argument with { Noun = "a text" }) { OrSingle = true, MinItems = 1, Unique = true },
            "number" => new IntegerShape("a number", 0, int.MaxValue),
            _ => Argument with { Noun = "a text" },
        },
        parameter.Description);
}
