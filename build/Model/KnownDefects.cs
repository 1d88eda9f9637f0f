namespace GlanceGate.Model;

/// <summary>What a suite says of defects that it expects: its tests pass with the defect and without it, and say which in properties.</summary>
/// <remarks>Property <c>Defect</c> is <c>ID: live</c> or <c>ID: fixed</c>.</remarks>
internal static class KnownDefects
{
    /// <summary>Property that says which defect a test saw, and whether it lives.</summary>
    public const string Property = "Defect";

    /// <summary>What follows the name of a defect that lives.</summary>
    public const string LiveEnding = ": live";

    /// <summary>What follows the name of a defect that is gone.</summary>
    public const string FixedEnding = ": fixed";

    /// <summary>The defects that a test saw alive.</summary>
    public static IEnumerable<string> Live(TestResult test) =>
        (test.Properties.GetValueOrDefault(Property) ?? []).Where(state => state.EndsWith(LiveEnding, StringComparison.Ordinal)).Select(state => state[..^LiveEnding.Length]);
}
