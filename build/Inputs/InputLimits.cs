namespace GlanceGate.Inputs;

/// <summary>How much of what others write is taken: beyond it there is an error, and no memory or time is spent on it.</summary>
internal static class InputLimits
{
    /// <summary>Bytes of a file of jobs, suites or mutations.</summary>
    public const int JobFile = 1 << 20;

    /// <summary>Bytes of a patch.</summary>
    public const int Patch = 64 << 20;

    /// <summary>Bytes of one file of a source tree, or of an image's folder.</summary>
    public const int SourceFile = 64 << 20;

    /// <summary>Bytes of the result file of a suite. That of a thousand tests, each with a page of output, has 5 MB.</summary>
    public const int SuiteResults = 16 << 20;

    /// <summary>Tests that are told as they end; what a suite's result file says of more is read all the same.</summary>
    public const int SuiteTests = 100_000;

    /// <summary>Bytes of a file that a suite is given out of an image, for example a guest's disk.</summary>
    public const long SuiteFile = 2L << 30;

    /// <summary>Bytes of all files of a source tree that some image holds. The largest seen has 20 MB.</summary>
    public const int SourceTree = 160 << 20;
}
