using System.Text.Json;
using GlanceGate.Engine;
using GlanceGate.Evidence;
using GlanceGate.Jobs;
using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Topology;
using GlanceGate.Unit.Engine.InMemory;
using GlanceGate.Unit.Verdicts;

namespace GlanceGate.Unit.Evidence;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EvidenceCollectorTests : IAsyncDisposable
{
    private const string V2Line =
        "INFO eventlet.wsgi.server [-] 10.0.0.2 - - [22/Nov/2026 09:08:59] \"GET /v2/images HTTP/1.1\" 200 148 0.003641";

    private const string Error = "2026-11-22 09:08:59.001 7 ERROR api [-]";

    private readonly string _folder = Directory.CreateTempSubdirectory("gate-evidence-").FullName;
    private readonly InMemoryEngine _engine = new InMemoryEngine(new ManualTimeProvider()).AddImage("image");

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Everything_is_collected_without_secrets()
    {
        await StartAsync("s-api", "s-image-api");
        _engine.Container("s-api").Exit(137, outOfMemory: true);
        var evidence = await CollectAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(evidence.Problems, Is.Empty);
            Assert.That(Read("logs/api.log"), Is.EqualTo("password ***secret***\nTraceback (most recent call last):\n  boom\n"));
            Assert.That(Read("logs/image-api.log"), Is.EqualTo(V2Line + "\n"));
            Assert.That(Read("suite.log"), Is.EqualTo("suite says ***secret***\n"));
            Assert.That(Read("audit.json"), Does.Contain("\"requests\": 1"));
            Assert.That(Read("facts.json"), Does.Contain("\"options\": \"knows ***secret***\""));
            Assert.That(evidence.Audit!.Clients.Single(client => client.Name == "api").V2Requests, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Containers_are_described_without_environment()
    {
        await StartAsync("s-api");
        _engine.Container("s-api").Exit(137, outOfMemory: true);
        await CollectAsync();
        using var document = JsonDocument.Parse(Read("containers.json"));
        var api = document.RootElement[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(api.GetProperty("service").GetString(), Is.EqualTo("api"));
            Assert.That(api.GetProperty("status").GetString(), Is.EqualTo("exited"));
            Assert.That(api.GetProperty("exitCode").GetInt64(), Is.EqualTo(137));
            Assert.That(api.GetProperty("outOfMemory").GetBoolean(), Is.True);
            Assert.That(api.GetProperty("log").GetProperty("lines").GetInt64(), Is.EqualTo(3));
            Assert.That(document.RootElement[1].GetProperty("status").GetString(), Is.EqualTo("absent"));
            Assert.That(Read("containers.json"), Does.Not.Contain("ENV_SECRET"));
        }
    }

    [Test]
    public async Task What_cannot_be_collected_is_a_problem_and_the_rest_is_collected()
    {
        await StartAsync("s-api", "s-image-api");
        _engine.Fail("InspectContainer", "s-api", "connection lost");
        var evidence = await CollectAsync(logs: new() { ["api"] = Path.Combine(_folder, "nowhere.log"), ["image-api"] = Write("image-api.raw", V2Line) });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(evidence.Problems.Select(problem => (problem.Kind, problem.Subject)), Is.EqualTo(new[] { (CauseKinds.Evidence, "api"), (CauseKinds.Evidence, "api") }));
            Assert.That(evidence.Problems[0].Message, Does.StartWith("the log of api could not be collected: "));
            Assert.That(evidence.Problems[1].Message, Does.StartWith("the state of api could not be collected: ").And.EndWith("connection lost"));
            Assert.That(Read("logs/image-api.log"), Is.Not.Empty);
            Assert.That(Read("containers.json"), Does.Contain("image-api"));
            Assert.That(evidence.Audit, Is.Not.Null);
        }
    }

    [Test]
    public async Task Errors_in_logs_are_found_without_secrets_up_to_the_end_of_the_suite()
    {
        var logs = new Dictionary<string, string>
        {
            ["api"] = Write("api.raw", $"10%\r20%\r{Error} no hunter2\n{Error} stopping"),
            ["image-api"] = Write("image-api.raw", V2Line),
        };
        var evidence = await CollectAsync(logs, scan: true);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(evidence.Logs!.Findings.Single().Headline, Is.EqualTo("ERROR api no ***secret***"), "a line is what ends with a line feed, as it was counted while it was written");
            Assert.That(evidence.Logs.Judged, Is.EqualTo(new[] { "api", "image-api" }));
            Assert.That(evidence.Logs.Gaps, Is.Empty);
            Assert.That(Read("log-scan.json"), Does.Contain("***secret***").And.Not.Contain("hunter2"));
        }
    }

    [Test]
    public async Task A_log_that_cannot_be_read_is_a_problem_and_a_gap_of_the_scan()
    {
        var evidence = await CollectAsync(new() { ["api"] = Path.Combine(_folder, "nowhere.log"), ["image-api"] = Write("image-api.raw", V2Line) }, scan: true);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(evidence.Problems.Single().Message, Does.StartWith("the log of api could not be collected: "));
            Assert.That(evidence.Logs!.Gaps, Is.EqualTo(new[] { "the log of api was not read, so nothing is known about errors in it" }));
        }
    }

    [Test]
    public async Task An_audit_without_the_log_is_a_problem_and_no_audit()
    {
        await StartAsync("s-api", "s-image-api");
        var evidence = await CollectAsync(logs: []);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(evidence.Audit, Is.Null);
            Assert.That(evidence.Problems.Single().Message, Is.EqualTo("the audit could not be collected: there is no log of image-api"));
        }
    }

    [Test]
    public async Task No_audit_is_made_of_a_suite_that_never_ran()
    {
        var evidence = await CollectAsync(audit: false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(evidence.Audit, Is.Null);
            Assert.That(evidence.Problems, Is.Empty);
            Assert.That(Path.Combine(_folder, "out", "audit.json"), Does.Not.Exist);
        }
    }

    [Test]
    public async Task When_the_time_is_up_everything_left_is_a_problem_and_nothing_is_thrown()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        var evidence = await CollectAsync(cancellation: cancel.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(evidence.Problems, Has.Count.EqualTo(8));
            Assert.That(evidence.Problems.Select(problem => problem.Message), Has.All.EndsWith("could not be collected: the time for evidence was up"));
        }
    }

    private async Task StartAsync(params string[] containers)
    {
        foreach (var name in containers)
        {
            await _engine.CreateContainerAsync(
                new ContainerSpec(name, "image", null, [], new Dictionary<string, string>()) { Environment = new Dictionary<string, string> { ["ENV_SECRET"] = "x" } },
                CancellationToken.None);
            await _engine.StartContainerAsync(name, CancellationToken.None);
        }
    }

    private Task<CollectedEvidence> CollectAsync(Dictionary<string, string>? logs = null, bool audit = true, bool scan = false, CancellationToken cancellation = default)
    {
        logs ??= new()
        {
            ["api"] = Write("api.raw", "password hunter2\nTraceback (most recent call last):\n  boom"),
            ["image-api"] = Write("image-api.raw", V2Line),
        };
        var variant = SampleRuns.Variant with
        {
            Services = [Service("api"), Service("image-api")],
            Audit = new AuditDefinition("image-api", ["api"]),
            LogScan = scan ? new LogScanDefinition([], [], []) : null,
        };
        var plan = new TopologyPlan(
            "s", variant, "s-net", new Dictionary<string, string>(), [Container("api"), Container("image-api")], new Dictionary<string, string>(), ["hunter2"]);
        return new EvidenceCollector(_engine).CollectAsync(
            new EvidenceRequest(
                plan, logs, Write("suite.raw", "suite says hunter2"), new Dictionary<string, string> { ["api"] = "10.0.0.2" }, audit, Path.Combine(_folder, "out"))
            {
                LogWindows = new Dictionary<string, LogWindow> { ["api"] = new(0, 1) },
                Facts = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["api"] = new Dictionary<string, string> { ["options"] = "knows hunter2" } },
            },
            cancellation);
    }

    private static ContainerPlan Container(string service) => new(
        service,
        $"s-{service}",
        Service(service),
        new Dictionary<string, ReadOnlyMemory<byte>>());

    private static ServiceDefinition Service(string name) => new(
        name, "image", null, null, null, null, new Dictionary<string, string>(), new Dictionary<string, ConfigFile>(), null,
        new Dictionary<string, DependencyCondition>(), null, new Dictionary<string, string>(), [], [], [], [], false, new SourceSpan("x.yaml", 1, 1, 1));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder, "out", name));
}
