using System.Globalization;
using System.Text.RegularExpressions;
using Cake.Core;
using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Machine;

namespace GlanceGate.CommandLine;

/// <summary>An argument of the gate's command line.</summary>
/// <param name="Name">Name without dashes.</param>
/// <param name="Value">What stands after the equals sign, for the help.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Repeatable">Whether it may be given more than once.</param>
/// <param name="Allowed">Every allowed value, or empty when any is allowed.</param>
/// <param name="Shape">What a value must look like, or null when any is allowed.</param>
internal sealed record GateArgument(
    string Name, string Value, string Help, bool Repeatable = false, IReadOnlyList<string>? Allowed = null, ArgumentShape? Shape = null);

/// <summary>What values of an argument look like.</summary>
/// <param name="Words">That in words, after "the value is".</param>
/// <param name="Holds">Whether a value does.</param>
internal sealed partial record ArgumentShape(string Words, Func<string, bool> Holds)
{
    /// <summary>Processor cores, in the kernel's words.</summary>
    public static ArgumentShape Cores { get; } = new("numbers and ranges of cores, for example 0 or 0-3,7", value => CoreList().IsMatch(value));

    /// <summary>What git takes for a commit; whether there is one, git says.</summary>
    public static ArgumentShape Commit { get; } = new("a commit, branch or tag", value => value[0] != '-' && !value.Any(char.IsControl));

    /// <summary>A whole number.</summary>
    /// <param name="least">The least.</param>
    /// <param name="most">The most.</param>
    public static ArgumentShape Number(int least, int most) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
        value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most);

    /// <summary>A positive number.</summary>
    /// <param name="most">The most.</param>
    public static ArgumentShape Factor(double most) => new(
        string.Create(CultureInfo.InvariantCulture, $"a number above 0 and up to {most}, such as 2 or 1.5"),
        value => double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) && factor > 0 && factor <= most);

    [GeneratedRegex(@"^\d{1,5}(-\d{1,5})?(,\d{1,5}(-\d{1,5})?)*\z")]
    private static partial Regex CoreList();
}

/// <summary>Every argument, declared once: the help, the check for unknown names and values, and the reading come from here.</summary>
internal static class GateArguments
{
    /// <summary>The arguments, in the order of the help.</summary>
    public static readonly IReadOnlyList<GateArgument> All =
    [
        new("job", "NAME", "Run this job; repeat for more. Without it, the jobs of the pipeline run.", Repeatable: true),
        new("variant", "VALUE", "Run only these variants: a matrix value (libvirt) or a whole name; repeat for more.", Repeatable: true),
        new("pipeline", "NAME", "The pipeline of jobs/projects.yaml whose jobs run (check)."),
        new("set", "PATH=VALUE", "Override a value of a service, for example api.config./etc/api.conf.DEFAULT.debug=true.", Repeatable: true),
        new("change", "PROJECT=PATH", "Apply a patch, a folder of patches, a source tree or commits of a clone (PATH@OLD..NEW) to a project in its images, on top of the jobs' own changes; repeat for more.", Repeatable: true),
        new("changed-file", "PATH", "A file that the change under review touches: a pipeline's jobs with files or irrelevant-files run for some only; repeat for more.", Repeatable: true),
        new("where", "SELECTION", "Run only the tests that it selects, in the suite's own language: NUnit's test selection for a project."),
        new("keep", "WHEN", "Keep the stack after the run (never).", Allowed: ["never", "on-failure", "always"]),
        new("engine", "ENDPOINT", "Container engine to use: unix:///path or tcp://host:port; embedded for the gate's own daemon."),
        new("patience", "FACTOR", "Stretch every time limit of set-up and of the jobs, for slow machines: 2 waits twice as long (1).", Shape: ArgumentShape.Factor(Patience.Largest)),
        new("artifacts", "FOLDER", "Where reports and evidence go (artifacts)."),
        new("session", "ID", "The kept stack that Suite and Down mean, where there is more than one."),
        new("watch", "YES/NO", "Suite runs again as soon as one of its changes, or the suite, is saved (no).", Allowed: ["yes", "no"]),
        new("all", "YES/NO", "Sweep also what gates of other machines left on the engine; they must not be at work (no).", Allowed: ["yes", "no"]),
        new("mutation", "NAME", "Mutate tries this mutation of tests/Mutations, its file's name without extension; repeat for more.", Repeatable: true),
        new("whole-suite", "WHEN", "Mutate runs the whole suite with each mutation (yes), or where no test of the named checks notices it (when-missed).", Allowed: ["yes", "when-missed", "no"]),
        new("resume", "FILE", "Mutate takes over what this mutations.json of an earlier run holds and what is still the same; one that does not exist holds nothing."),
        new("times", "N", "Repeat runs each selected variant this many times (10).", Shape: ArgumentShape.Number(1, 10_000)),
        new("busy-loops", "N", "Keep this many cores of this machine busy beside the run (0).", Shape: ArgumentShape.Number(0, 1_000)),
        new("cpuset", "CORES", "Cores of the engine's machine that the stack's containers may run on, for example 0 or 0-3,7 (all).", Shape: ArgumentShape.Cores),
        new("explain", "YES/NO", "Plan says which jobs of the pipeline run for the changed files, and because of which line not (no).", Allowed: ["yes", "no"]),
        new("diff", "REF", "Plan says which frozen jobs the job files change against those of this commit, branch or tag, and how; every job without a selection.", Shape: ArgumentShape.Commit),
        new("format", "FORM", "Plan prints YAML documents, or one JSON list for programs (yaml).", Allowed: ["yaml", "json"]),
        new("sources", "YES/NO", "Plan prints the file and line of each value (no).", Allowed: ["yes", "no"]),
    ];

    private const int DefaultTimes = 10;
    private const string DefaultArtifacts = "artifacts";

    private static readonly string[] RunTargets = ["Default", "Gate"];

    // Cake's own options: those that it parses itself never get here, except the target.
    private static readonly string[] CakeNames = ["target", "verbosity", "working", "exclusive", "no-report"];

    /// <summary>Reads and checks the command line.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="root">The repository's root.</param>
    /// <param name="workingDirectory">Folder in which the command was started; the root when null.</param>
    /// <exception cref="GateArgumentException">A name or a value is wrong; the message has every error.</exception>
    public static GateSettings Read(ICakeArguments arguments, string root, string? workingDirectory = null)
    {
        var given = arguments.GetArguments();
        var errors = new List<string>();
        foreach (var (name, values) in given)
        {
            if (CakeNames.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }

            errors.AddRange(Check(name, [.. values]));
        }

        if (errors.Count > 0)
        {
            throw new GateArgumentException(errors);
        }

        IReadOnlyList<string> Many(string name) => given.TryGetValue(name, out var values) ? [.. values] : [];
        string? One(string name) => Many(name) is [var value] ? value : null;
        int? Number(string name) => One(name) is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;

        return new GateSettings(
            Root: root,
            StateFolder: StateFolder.Default(),
            Artifacts: Path.GetFullPath(One("artifacts") ?? DefaultArtifacts, root),
            Pipeline: One("pipeline"),
            Jobs: Many("job"),
            Variants: Many("variant"),
            Sets: Many("set"),
            Where: One("where"),
            Keep: One("keep") switch { "always" => Keep.Always, "on-failure" => Keep.OnFailure, _ => Keep.Never },
            Engine: One("engine"),
            Session: One("session"),
            Sources: One("sources") == "yes",
            All: One("all") == "yes")
        {
            Changes = Many("change"),
            WorkingDirectory = workingDirectory ?? root,
            Watch = One("watch") == "yes",
            Mutations = Many("mutation"),
            ChangedFiles = Many("changed-file"),
            Explain = One("explain") == "yes",
            Diff = One("diff"),
            Json = One("format") == "json",
            WholeSuite = One("whole-suite") switch { "yes" => WholeSuite.Always, "no" => WholeSuite.Never, _ => WholeSuite.WhenMissed },
            Resume = One("resume") is { } resume ? Path.GetFullPath(resume, workingDirectory ?? root) : null,
            Times = Number("times") ?? DefaultTimes,
            BusyLoops = Number("busy-loops") ?? 0,
            Cpuset = One("cpuset"),
            Patience = One("patience") is { } factor ? new Patience(double.Parse(factor, CultureInfo.InvariantCulture)) : Patience.Usual,
        };
    }

    /// <summary>Absolute path of the folder that a run of jobs reports to, or null when the command line asks for something else. Holds also for a command line that is wrong.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="root">The repository's root.</param>
    public static string? ReportsOf(ICakeArguments arguments, string root)
    {
        var given = arguments.GetArguments();
        IReadOnlyList<string> Many(string name) => given.TryGetValue(name, out var values) ? [.. values] : [];
        return Many("target").All(target => RunTargets.Contains(target, StringComparer.OrdinalIgnoreCase))
            ? Path.GetFullPath(Many("artifacts") is [{ Length: > 0 } folder] ? folder : DefaultArtifacts, root)
            : null;
    }

    private static IEnumerable<string> Check(string name, string?[] values)
    {
        var argument = All.FirstOrDefault(known => known.Name == name);
        if (argument is null)
        {
            yield return $"unknown argument '--{name}'{Hint(name)}";
            yield break;
        }

        if (!argument.Repeatable && values.Length > 1)
        {
            yield return $"'--{name}' is given {values.Length} times, once is enough";
        }

        foreach (var value in values)
        {
            if (string.IsNullOrEmpty(value))
            {
                yield return $"'--{name}' needs a value: --{name}={argument.Value}";
            }
            else if (argument.Allowed is { } allowed && !allowed.Contains(value))
            {
                yield return $"'--{name}={value}': the value is one of {string.Join(", ", allowed)}";
            }
            else if (argument.Shape is { } shape && !shape.Holds(value))
            {
                yield return $"'--{name}={value}': the value is {shape.Words}";
            }
        }
    }

    private static string Hint(string name) => Suggestion.Nearest(name, All.Select(known => known.Name).Concat(CakeNames)) is { } nearest
        ? $", did you mean '--{nearest}'?"
        : $"; known are {string.Join(", ", All.Select(known => "--" + known.Name))}";
}

/// <summary>The command line is wrong; nothing was started.</summary>
internal sealed class GateArgumentException : Exception
{
    /// <summary>Creates the exception from every error found.</summary>
    public GateArgumentException(IReadOnlyList<string> errors)
        : base(string.Join(Environment.NewLine, errors))
    {
    }
}
