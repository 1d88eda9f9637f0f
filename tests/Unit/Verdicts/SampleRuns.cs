using GlanceGate.Evidence;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Verdicts;

/// <summary>Runs to judge: a green one, and what to change on it.</summary>
internal static class SampleRuns
{
    public static readonly DateTimeOffset Started = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    public static readonly ImageApiAudit GoodAudit = new(
        "image-api",
        42,
        [new ImageApiClient("api", true, 0, 30, [new("GET /v2/images/{id}", 30)], null), new ImageApiClient("compute", true, 0, 12, [new("GET /v2/images/{id}/file", 12)], null)]);

    /// <summary>An audit that clients break, each in its own way.</summary>
    public static ImageApiAudit BrokenAudit(params (string Client, string Violation)[] violations) => GoodAudit with
    {
        Clients = [.. GoodAudit.Clients.Select(client => client with { Violations = [.. violations.Where(item => item.Client == client.Name).Select(item => item.Violation)] })],
    };

    public static JobVariant Variant { get; } = new(
        new VariantDefinition(
            Job: "api-v2",
            Name: "api-v2 (local)",
            Values: [new("virt", "local")],
            Description: "Sample",
            Timeout: TimeSpan.FromMinutes(20),
            PostTimeout: TimeSpan.FromMinutes(2),
            Attempts: 1,
            Voting: true,
            Capabilities: ["volumes"],
            Services: [],
            Suite: new SuiteDefinition("TopDown", string.Empty, new Dictionary<string, string>(), new Dictionary<string, ImageFile>()),
            Audit: new AuditDefinition("image-api", ["api", "compute"]),
            Expect: null),
        []);

    public static VariantRun Green { get; } = new(
        Variant,
        "s1a2b3",
        Started,
        [new PhaseTiming("stack", TimeSpan.FromSeconds(25)), new PhaseTiming("suite", TimeSpan.FromSeconds(40))],
        Interruption: null,
        Suite: Suite(Test("Boot.Works"), Test("Boot.Works_again")),
        Audit: GoodAudit,
        PostProblems: [],
        Attempt: 1);

    public static SuiteResult Suite(params TestResult[] tests) => new(tests, TimeSpan.FromSeconds(40), Error: null);

    public static TestResult Test(string name, TestOutcome outcome = TestOutcome.Passed, string message = "", params string[] requires) => new(
        name,
        name.Split('.')[0],
        outcome,
        TimeSpan.FromSeconds(1),
        message,
        outcome == TestOutcome.Failed ? "   at Boot.Works() in Boot.cs:line 1" : string.Empty,
        string.Empty,
        requires.Length == 0
            ? new Dictionary<string, IReadOnlyList<string>>()
            : new Dictionary<string, IReadOnlyList<string>> { ["Requires"] = requires });

    public static VariantRun Control(string outcome, ExpectedCause[] because, VariantRun? run = null) =>
        (run ?? Green) with { Variant = Variant with { Job = "control", Name = "control", Expect = new ExpectDefinition(outcome, because) } };

    public static VariantRun Control(string outcome, string because, VariantRun? run = null) => Control(outcome, [new ExpectedCause(because)], run);

    public static VariantRun Stopped(Outcome outcome, string kind, string subject = "db", string message = "it did not become healthy") =>
        Green with { Suite = null, Audit = null, Interruption = new Interruption(outcome, new Cause(kind, subject, message, ["last line"])) };

    public static Cause Problem(string kind = CauseKinds.CleanUp) => new(kind, "net", "network net is left", []);
}
