using GlanceGate.Changes;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Mutations;

namespace GlanceGate.Unit.Mutations;

/// <summary>Small mutations and tests.</summary>
internal static class Samples
{
    public static Mutation Mutation(string name, string project, params string[] caughtBy) => new(
        name, $"tests/Mutations/{name}.patch", $"{name} is broken", caughtBy, "nowhere",
        new PatchMutation(ChangeReader.OfPatch(project, name, "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"u8), new SourceSpan("x.patch", 2, 1, 1)));

    public static TestResult Test(string name, string check, TestOutcome outcome, string message = "") => new(
        name, "Suite", outcome, TimeSpan.FromSeconds(1), message, "", "", new Dictionary<string, IReadOnlyList<string>> { ["Check"] = [check] });

    public static SuiteResult Suite(params TestResult[] tests) => new(tests, TimeSpan.FromSeconds(2), null);
}
