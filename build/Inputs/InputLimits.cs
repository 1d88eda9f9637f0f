namespace GlanceGate.Inputs;

/// <summary>How much of what others write is taken: beyond it there is an error, and no memory or time is spent on it.</summary>
/// <remarks>What the gate needs at these limits the campaign of tests/Robustness measures (<c>large-inputs</c>).</remarks>
internal static class InputLimits
{
    /// <summary>Bytes of a file of jobs, suites or mutations.</summary>
    public const int JobFile = 1 << 20;

    /// <summary>Levels of values in such a file.</summary>
    public const int JobDepth = 32;

    /// <summary>Values in such a file, those of aliases as often as they are used.</summary>
    public const int JobValues = 50_000;

    /// <summary>Aliases in such a file.</summary>
    public const int JobAliases = 100;

    /// <summary>Files below the folder of jobs.</summary>
    public const int JobFiles = 1_000;

    /// <summary>Characters of all files below the folder of jobs. Ours have 70,000.</summary>
    public const int JobFolder = 4 << 20;

    /// <summary>Folders in each other, wherever files are looked for.</summary>
    public const int FolderDepth = 24;

    /// <summary>Bytes of a patch. Beyond it a source tree is what to give.</summary>
    public const int Patch = 8 << 20;

    /// <summary>Lines of a patch.</summary>
    public const int PatchLines = 250_000;

    /// <summary>Lines that are compared to find the places of one file's hunks; some seconds of work.</summary>
    public const int PatchComparisons = 50_000_000;

    /// <summary>Bytes of one file of a source tree, or of an image's folder.</summary>
    public const int SourceFile = 32 << 20;

    /// <summary>Bytes of all files of a source tree that some image holds. The largest seen has 20 MB.</summary>
    public const int SourceTree = 48 << 20;

    /// <summary>Files of a source tree that are looked at, or of an image's folder.</summary>
    public const int SourceFiles = 20_000;

    /// <summary>Bytes of the result file of a suite. That of a thousand tests, each with a page of output, has 5 MB.</summary>
    public const int SuiteResults = 8 << 20;

    /// <summary>Elements in each other in a result file.</summary>
    public const int ResultDepth = 100;

    /// <summary>Elements of a result file. The unit tests of a large service are 20,000.</summary>
    public const int ResultElements = 60_000;

    /// <summary>Attributes of a result file.</summary>
    public const int ResultAttributes = 300_000;

    /// <summary>Attributes of one element of it.</summary>
    public const int ResultElementAttributes = 1_000;

    /// <summary>Tests that are told as they end; what a suite's result file says of more is read all the same.</summary>
    public const int SuiteTests = 60_000;

    /// <summary>Characters of what the tests of a suite say that are kept: their messages first, then stacks, then output.</summary>
    public const int SuiteTestsText = 2 << 20;

    /// <summary>Characters of a test's message, stack or output that are kept.</summary>
    public const int TestMessage = 64 << 10;

    /// <summary>Bytes of a file that a suite is given out of an image, for example a guest's disk.</summary>
    public const long SuiteFile = 2L << 30;

    /// <summary>Bytes of such a file for a suite in a container, into which it is put through memory.</summary>
    public const int SuiteContainerFile = 32 << 20;

    /// <summary>Bytes of a line of a log, or of what a program says; a longer one is handed over in parts.</summary>
    public const int LogLine = 1 << 20;

    /// <summary>Bytes of a service's log, or of a suite's output, on this machine's disk.</summary>
    public const long Log = 4L << 30;

    /// <summary>Bytes that are kept of what a command says in a container, on each of its streams; a fact that has more is none.</summary>
    public const int ExecOutput = 1 << 20;
}
