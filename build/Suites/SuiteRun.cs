using GlanceGate.Stack;

namespace GlanceGate.Suites;

/// <summary>A suite that was built and can be run any number of times.</summary>
/// <param name="Project">Folder under <c>tests/</c>.</param>
/// <param name="Assembly">Absolute path of its assembly.</param>
/// <param name="Settings">Absolute path of the run settings file that its project names, or null.</param>
internal sealed record BuiltSuite(string Project, string Assembly, string? Settings);

/// <summary>One run of a suite against a stack.</summary>
/// <param name="Variant">Variant name, for events.</param>
/// <param name="Description">The stack; written to a file that only this user can read and removed when the run has ended.</param>
/// <param name="Where">NUnit test selection; empty selects all.</param>
/// <param name="Folder">
/// Private work folder of the run, made when missing. The suite's output is <c>suite.log</c> in it and its results are in <c>results/</c>.
/// </param>
/// <param name="Redact">Takes secrets out of everything that the suite says, before it is written or reported anywhere.</param>
internal sealed record SuiteRun(string? Variant, StackDescription Description, string Where, string Folder, Func<string, string> Redact)
{
    /// <summary>Name of the file with the suite's output.</summary>
    public const string LogName = "suite.log";

    /// <summary>Where standard output and standard error of the suite go, in the order in which they came.</summary>
    public string Log => Path.Combine(Folder, LogName);
}

/// <summary>The suite could not be built.</summary>
internal sealed class SuiteBuildException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line for people.</param>
    /// <param name="lastLines">What the compiler said, oldest first.</param>
    public SuiteBuildException(string message, IReadOnlyList<string> lastLines)
        : base(message) => LastLines = lastLines;

    /// <summary>Whether the suite's own code is to blame; else it is the machine, or the way to the packages.</summary>
    public bool IsOfTheSuite { get; init; } = true;

    /// <summary>What the compiler said, oldest first.</summary>
    public IReadOnlyList<string> LastLines { get; }
}
