namespace GlanceGate.Jobs;

/// <summary>How many tests a variant's suite must execute at least.</summary>
/// <param name="Minimum">The number.</param>
/// <param name="Applies">Whether it was counted for the tests that the variant selects; of others it says nothing.</param>
internal sealed record PinnedTests(int Minimum, bool Applies);
