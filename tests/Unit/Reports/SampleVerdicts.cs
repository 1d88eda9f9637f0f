using GlanceGate.Engine;
using GlanceGate.Evidence;
using GlanceGate.Jobs;
using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Reports;
using GlanceGate.Unit.Verdicts;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Reports;

/// <summary>Verdicts of every kind, as a run would give them.</summary>
internal static class SampleVerdicts
{
    private const string Command = "dotnet run -- --job=nova-glancev2 --variant=libvirt";

    private static readonly JobVariant Libvirt = SampleRuns.Variant with
    {
        Job = "nova-glancev2",
        Name = "nova-glancev2 (libvirt)",
        Values = [new("virt", "libvirt")],
        Services = [Service("glance"), Service("nova-api")],
        Audit = new AuditDefinition("glance", ["nova-api", "nova-compute"]),
    };

    private static readonly ImageApiAudit HoldingAudit = new(
        "glance",
        151,
        [
            new ImageApiClient("nova-api", true, 0, 95, [new("GET /v2/images/{id}", 52), new("GET /v2/schemas/image", 31), new("GET /v2/images", 12)], null),
            new ImageApiClient("nova-compute", true, 0, 24, [new("GET /v2/images/{id}", 14), new("PUT /v2/images/{id}/file", 6), new("GET /v2/images/{id}/file", 4)], null),
            new ImageApiClient("172.19.0.1", false, 4, 28, [new("POST /v2/images", 28)], "GET /v1/images, glance answered 300"),
        ]);

    private static readonly VariantRun GreenRun = SampleRuns.Green with
    {
        Variant = Libvirt,
        Session = "k3j2x9",
        Phases = [Phase("images", 0.4), Phase("stack", 24.8), Phase("suite", 61.2), Phase("evidence", 0.9), Phase("clean-up", 3.3)],
        Audit = HoldingAudit,
        Suite = SampleRuns.Suite(
            Checked("GlanceGate.TopDown.ApiVersions.V1_is_not_listed", "A1", 0.1),
            Checked("GlanceGate.TopDown.Snapshots.A_snapshot_boots_with_its_data", "C1", 12.4),
            SampleRuns.Test("GlanceGate.TopDown.Volumes.A_volume_boots", TestOutcome.Skipped, "requires capability 'multi-attach', which this variant does not have", "multi-attach") with { Suite = "GlanceGate.TopDown.Volumes" }),
    };

    private static readonly VariantRun ServiceRun = GreenRun with
    {
        Suite = null,
        Audit = null,
        Phases = [Phase("images", 0.4), Phase("stack", 62.0), Phase("evidence", 0.5), Phase("clean-up", 3.1)],
        Interruption = new Interruption(Outcome.Infrastructure, new Cause(
            CauseKinds.Service,
            "glance",
            "did not become healthy within 60 s: GET http://glance:9292/healthcheck: connection refused (nova-api, nova-compute wait for it)",
            [
                "2026-11-22 09:01:02.114 11 WARNING oslo_db.sqlalchemy.engines [-] SQL connection failed. 1 attempts left.\u001b[00m",
                "2026-11-22 09:01:03.120 11 CRITICAL glance [-] Unhandled error: sqlalchemy.exc.OperationalError: (pymysql.err.OperationalError) (1045, \"Access denied for user 'glance'@'172.19.0.8' (using password: YES)\")",
                "connection was mysql+pymysql://glance:hunter2@db/glance",
            ])),
    };

    public static ReportContext Context { get; } = new(
        "/src/artifacts",
        "/src",
        new EngineInfo("Docker 20.10.24", new Uri("unix:///var/run/docker.sock"), "1.41", "Debian GNU/Linux 12", 2, 25_000_000_000, true),
        new Dictionary<string, string> { ["k3j2x9"] = "job: nova-glancev2\npassword: ${secret:glance}\n" },
        new Redactor(["hunter2"]).Redact);

    public static IReadOnlyDictionary<string, GateVerdict> All { get; } = new Dictionary<string, GateVerdict>
    {
        ["green"] = Judge(98, GreenRun with
        {
            Variant = Libvirt with { LogScan = new LogScanDefinition([], [], []) },
            Logs = new LogScan([], [], [], []) { Judged = ["glance", "nova-api"], Warnings = [new("nova-compute", "libvirt", 3, 7, LogPhase.Start, "error : no device")] },
        }),
        ["defects"] = Judge(98, GreenRun with
        {
            Suite = SampleRuns.Suite(
                Checked("GlanceGate.TopDown.Lists.Filter_by_property", "D4", 0.1, defect: "D4: live", symptom: "the <list> is empty"),
                Checked("GlanceGate.TopDown.Lists.Filter_by_type", "D4", 0.1, defect: "D4: live", symptom: "the <list> is empty"),
                Checked("GlanceGate.TopDown.Metadata.Visibility_is_kept", "B17", 0.2, defect: "B17: fixed", symptom: "shared images become private"),
                Checked("GlanceGate.TopDown.Metadata.Attributes_are_kept", "B2", 0.2, defect: "B2: live"),
                Observing("GlanceGate.TopDown.Boot.Guest_runs", TestOutcome.Passed, "the guest says <type> xen"),
                Observing("GlanceGate.TopDown.Boot.Guest_runs_again", TestOutcome.Passed, "the guest says <type> xen"),
                Observing("GlanceGate.TopDown.Boot.Guest_is_skipped", TestOutcome.Skipped, "nothing")),
        }),
        ["red-by-tests"] = Judge(98, GreenRun with
        {
            Suite = SampleRuns.Suite(
                Checked("GlanceGate.TopDown.ApiVersions.V1_is_not_listed", "A1", 0.1),
                Checked("GlanceGate.TopDown.Snapshots.A_snapshot_boots_with_its_data", "C1", 12.4) with
                {
                    Outcome = TestOutcome.Failed,
                    Message = "  the console of the second boot\nAssert.That(console, Does.Contain(\"boots=2\"))\n  Expected: String containing \"boots=2\"\n  But was:  \"GATE-GUEST-UP boots=1 | <none>\"\n",
                    StackTrace = "   at GlanceGate.TopDown.Snapshots.A_snapshot_boots_with_its_data() in Snapshots.cs:line 42",
                    Output = "server 7b is ACTIVE\u001b[0m after 3 s",
                },
                Checked("GlanceGate.TopDown.Metadata.Attributes_are_kept", "B2", 0.2, defect: "B2: live", symptom: "silently dropped"),
                Checked("GlanceGate.TopDown.Metadata.Visibility_is_kept", "B17", 0.2, defect: "B17: fixed", symptom: "x") with
                {
                    Outcome = TestOutcome.Failed,
                    Message = "could not remove images",
                },
                SampleRuns.Test("GlanceGate.TopDown.Boot.Later", TestOutcome.Skipped, "not today") with { Suite = "GlanceGate.TopDown.Boot" }),
            PostProblems = [new Cause(CauseKinds.CleanUp, "network glance-gate-k3j2x9", "could not be removed: it has active endpoints", [])],
        }),
        ["red-by-audit"] = Judge(98, GreenRun with
        {
            Changes = [new("nova", "jobs/changes/use-glancev2.patch", "sha256:5f1d7b0c9a3e", ["nova/conf/glance.py", "nova/image/glance.py"], ["releasenotes/notes/x.yaml"])],
            Suite = SampleRuns.Suite(
                Checked("GlanceGate.TopDown.ApiVersions.V1_is_not_listed", "A1", 0.1),
                Checked("GlanceGate.TopDown.Boot.A_server_boots", "C1", 0.4) with { Outcome = TestOutcome.Failed, Message = "POST /servers: HTTP status 500, expected 202" }),
            Audit = HoldingAudit with
            {
                Clients =
                [
                    new ImageApiClient("nova-api", true, 2, 0, [], "HEAD /v1/images/aac36a52-7b74-4480-bfb1-246e55256725, glance answered 300")
                    {
                        Violations =
                        [
                            "2 v1 requests from nova-api, first one HEAD /v1/images/aac36a52-7b74-4480-bfb1-246e55256725, glance answered 300",
                            "no v2 request from nova-api",
                        ],
                    },
                    new ImageApiClient("nova-compute", true, 0, 0, [], null) { Violations = ["no v2 request from nova-compute"] },
                ],
            },
        }),
        ["too-few-tests"] = Judge(98, GreenRun with { Variant = Pinned(3, applies: true) }),
        ["more-tests-than-pinned"] = Judge(98, GreenRun with { Variant = Pinned(1, applies: true) }),
        ["other-tests-than-pinned"] = Judge(98, GreenRun with { Variant = Pinned(3, applies: false) }),
        ["red-by-logs"] = Judge(98, GreenRun with
        {
            Variant = Libvirt with { LogScan = new LogScanDefinition([], [], []) },
            Logs = new LogScan(
                [
                    new LogFinding(
                        "nova-api",
                        2,
                        341,
                        "ERROR nova.api.openstack.wsgi Unexpected exception in API method: TypeError: hunter2 is no image",
                        [
                            "2026-11-22 09:01:02.114 17 ERROR nova.api.openstack.wsgi [None req-1 admin] Unexpected exception in API method: TypeError: hunter2 is no image",
                            "2026-11-22 09:01:02.114 17 ERROR nova.api.openstack.wsgi Traceback (most recent call last):",
                            "2026-11-22 09:01:02.114 17 ERROR nova.api.openstack.wsgi TypeError: hunter2 is no image",
                        ]),
                    new LogFinding("nova-api", 1, 512, "ERROR nova.compute | pipe", ["2026-11-22 09:01:03.114 17 ERROR nova.compute | pipe"]),
                    new LogFinding("glance", 1, 12, "CRITICAL glance Unhandled error: KeyError: 'x'", ["2026-11-22 09:01:04.114 8 CRITICAL glance [-] Unhandled error: KeyError: 'x'"]),
                ],
                [new AllowedCount("no-guest-agent", "nova-compute", 1), new AllowedCount("rebuild-that-no-host-takes", "nova-api", 9)],
                ["unsafe-image"],
                [])
            {
                Judged = ["glance", "nova-api", "nova-compute"],
                Warnings =
                [
                    new("db", "mariadb", 12, 7, LogPhase.Start, "[ERROR] Access denied for hunter2"),
                    new("keystone", null, 1, 80, LogPhase.Suite, "ERROR keystone <no> | pipe"),
                    .. Enumerable.Range(0, 4).Select(number => new LogWarning("nova-compute", "libvirt", 1, number, LogPhase.Suite, $"error : {"abcd"[number]}")),
                ],
                More = [new("nova-compute", 3, 40)],
            },
        }),
        ["red-by-service"] = Judge(66, ServiceRun),
        ["timed-out"] = Judge(1200, GreenRun with
        {
            Interruption = new Interruption(Outcome.TimedOut, new Cause(CauseKinds.Timeout, "suite", "the variant ran longer than 20 min, in phase 'suite'", [])),
            Suite = new SuiteResult([Checked("GlanceGate.TopDown.ApiVersions.V1_is_not_listed", "A1", 0.1)], TimeSpan.FromMinutes(19), "the suite was stopped before its end, 1 test had ended"),
            Audit = null,
        }),
        ["aborted"] = Judge(12, ServiceRun with
        {
            Interruption = new Interruption(Outcome.Aborted, new Cause(CauseKinds.Interrupted, string.Empty, "SIGINT in phase 'stack'", [])),
            Phases = [Phase("images", 0.4), Phase("stack", 8.8), Phase("clean-up", 2.9)],
        }),
        ["config-error"] = VerdictJudge.Judge([], SampleRuns.Started, TimeSpan.FromSeconds(0.2), "dotnet run -- --job=nova-glancev2", new Interruption(
            Outcome.ConfigError,
            new Cause(CauseKinds.Config, string.Empty, "1 error in the job files", ["jobs/nova.yaml:14:5: error GATE012: unknown key 'servics'", "   14 |     servics: [ceph]", "      |     ^~~~~~~ did you mean 'services'?"]))),
        ["matrix-with-controls"] = Judge(
            240,
            GreenRun,
            Control("control-v1-client", new("image-api-audit", "nova-api", "2 v1 requests"), GreenRun with
            {
                Audit = HoldingAudit with
                {
                    Clients =
                    [
                        HoldingAudit.Clients[0] with { Violations = ["2 v1 requests from nova-api, first one HEAD /v1/images/x, glance answered 300"] },
                        .. HoldingAudit.Clients.Skip(1),
                    ],
                },
            }),
            Control("control-no-locations", new("tests"), GreenRun),
            ServiceRun with { Variant = Libvirt with { Name = "nova-glancev2 (xen)", Host = "emulated (by a <lamp>)", Voting = false }, Session = "p0o9i8" }),
    };

    private static JobVariant Pinned(int minimum, bool applies) =>
        Libvirt with { Suite = Libvirt.Suite with { Pinned = new PinnedTests(minimum, applies) } };

    private static VariantRun Control(string name, ExpectedCause because, VariantRun run) => run with
    {
        Session = $"c{name.Length}",
        Variant = Libvirt with { Job = name, Name = name, Expect = new ExpectDefinition("failure", [because]) },
    };

    private static GateVerdict Judge(int seconds, params VariantRun[] runs) =>
        VerdictJudge.Judge([.. runs.Select(VerdictJudge.Judge)], SampleRuns.Started, TimeSpan.FromSeconds(seconds), Command);

    private static TestResult Checked(string name, string check, double seconds, string? defect = null, string? symptom = null) => SampleRuns.Test(name) with
    {
        Suite = name[..name.LastIndexOf('.')],
        Duration = TimeSpan.FromSeconds(seconds),
        Properties = new[] { ("Check", check), ("Defect", defect), ("Symptom", symptom), ("ParallelScope", defect is null ? null : "Fixtures") }
            .Where(property => property.Item2 is not null)
            .ToDictionary(property => property.Item1, property => (IReadOnlyList<string>)[property.Item2!]),
    };

    private static TestResult Observing(string name, TestOutcome outcome, string text) => SampleRuns.Test(name, outcome, "requires capability 'xen'", "xen") with
    {
        Suite = name[..name.LastIndexOf('.')],
        Properties = new Dictionary<string, IReadOnlyList<string>> { ["Check"] = ["F1"], ["Requires"] = ["xen"], ["Observed"] = [text] },
    };

    private static PhaseTiming Phase(string name, double seconds) => new(name, TimeSpan.FromSeconds(seconds));

    private static ServiceDefinition Service(string name) => new(
        name, "openstack", null, null, null, null, new Dictionary<string, string>(), new Dictionary<string, ConfigFile>(), null,
        new Dictionary<string, DependencyCondition>(), null, new Dictionary<string, string>(), [], [], [], [], false, new SourceSpan("x.yaml", 1, 1, 1));
}
