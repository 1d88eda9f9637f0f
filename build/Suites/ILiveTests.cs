using GlanceGate.Model;

namespace GlanceGate.Suites;

/// <summary>Finds the ends of tests in the lines of a running suite; tolerant, as the result file is what counts.</summary>
internal interface ILiveTests
{
    /// <summary>Takes one line and returns the tests whose end it makes known, mostly none.</summary>
    IReadOnlyList<TestResult> Read(string line);

    /// <summary>The test that was still being read when the output ended, if any.</summary>
    IReadOnlyList<TestResult> Flush();
}
