using System.Text;
using GlanceGate.Engine;
using GlanceGate.Inputs;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Stack;
using GlanceGate.Suites;
using GlanceGate.Unit.Engine.InMemory;

namespace GlanceGate.Unit.Suites;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ContainerSuiteTests : IDisposable
{
    private const string Results = "/suite/results.xml";
    private const string Passed = """<testsuite><testcase classname="api" name="test_list"/></testsuite>""";

    private readonly string _folder = Directory.CreateTempSubdirectory("gate-suite-").FullName;
    private readonly ManualTimeProvider _time = new();
    private readonly InMemoryEngine _engine;
    private readonly Events _events = new();
    private readonly TaskCompletionSource<InMemoryContainer> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ContainerSuiteTests() => _engine = new InMemoryEngine(_time).AddImage("gate/probe:1");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task The_container_is_on_the_stacks_network_with_the_sessions_labels_and_no_rights()
    {
        var (_, container) = await EndAsync(Passed);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(container.Spec.Network, Is.EqualTo("net"));
            Assert.That(container.Spec.Labels[GateLabels.Session], Is.EqualTo("s1"));
            Assert.That(container.Spec.Labels[GateLabels.Owner], Is.EqualTo("me"));
            Assert.That(container.Spec.CapDrop, Is.EqualTo(new[] { "ALL" }));
            Assert.That(container.Spec.CapAdd, Is.Empty);
            Assert.That(container.Spec.SecurityOpt, Is.EqualTo(new[] { "no-new-privileges" }));
            Assert.That(container.Spec.MemoryLimit, Is.EqualTo(1 << 30));
        }
    }

    [Test]
    public async Task The_jobs_values_are_arguments_each_of_a_list_one()
    {
        var (_, container) = await EndAsync(Passed, where: "a b");
        Assert.That(container.Spec.Command, Is.EqualTo(new[] { "probe", "--all", "--select=^a", "--select=^b", "--workers=2", "--where=a b" }));
    }

    [Test]
    public async Task The_description_names_the_files_as_they_are_inside_and_is_the_only_place_with_passwords()
    {
        var (_, container) = await EndAsync(Passed);
        var description = StackDescription.Parse(Encoding.UTF8.GetString(container.Spec.Files[container.Spec.Environment["GATE_STACK"]].Content.Span));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(description.Parameters["password"], Is.EqualTo("hunter2"));
            Assert.That(description.Proxy, Is.Empty);
            Assert.That(Encoding.UTF8.GetString(container.Spec.Files[description.Files["guest"]].Content.Span), Is.EqualTo("disk"));
            Assert.That(container.Spec.Command!.Concat(container.Spec.Environment.Values), Has.None.Contains("hunter2"));
        }
    }

    [Test]
    public async Task Tests_are_reported_as_they_end_and_secrets_are_taken_out_everywhere()
    {
        var (result, _) = await EndAsync(Passed.Replace("test_list", "test_hunter2", StringComparison.Ordinal), lines: ["ok api.test_hunter2"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error, Is.Null);
            Assert.That(result.Tests.Single().Name, Is.EqualTo("api.test_***"));
            Assert.That(_events.Tests.Select(test => test.Name), Is.EqualTo(new[] { "api.test_***" }));
            Assert.That(File.ReadAllText(Path.Combine(_folder, "work/suite.log")), Is.EqualTo("ok api.test_***\n"));
        }
    }

    [Test]
    public async Task A_crash_without_results_is_an_error_with_the_last_lines()
    {
        var (result, _) = await EndAsync(results: null, exitCode: 3, lines: ["ok api.test_list", "it broke"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error, Does.StartWith("the suite ended with exit code 3 without a result file\n").And.EndsWith("ok api.test_list\nit broke"));
            Assert.That(result.Tests.Select(test => test.Name), Is.EqualTo(new[] { "api.test_list" }));
        }
    }

    [Test]
    public async Task A_result_file_without_end_is_none()
    {
        var (result, _) = await EndAsync(results: new string(' ', InputLimits.SuiteResults + 1));
        Assert.That(result.Error, Does.StartWith("the suite ended with exit code 0 without a result file\n").And.EndsWith("it is larger than 8 MiB"));
    }

    [Test]
    public async Task A_file_that_is_larger_than_what_goes_through_memory_is_refused()
    {
        using (var guest = File.Create(Path.Combine(_folder, "guest.raw")))
        {
            guest.SetLength(20L << 30);
        }

        await Assert.ThatAsync(() => RunAsync(CancellationToken.None), Throws.TypeOf<EngineException>().With.Message.EqualTo("the suite's file 'guest': the file is larger than 32 MiB"));
        Assert.That(_engine.Containers, Is.Empty);
    }

    [Test]
    public async Task Lack_of_memory_is_said()
    {
        _engine.Script("suite", new ContainerScript { ExitAfter = TimeSpan.Zero, ExitCode = 137, OutOfMemory = true });
        Assert.That((await RunAsync(CancellationToken.None)).Error, Does.Contain("out of the memory"));
    }

    [Test]
    public async Task A_stopped_suite_has_the_tests_that_had_ended_and_leaves_nothing()
    {
        using var stopping = new CancellationTokenSource();
        _events.OnTest = stopping.Cancel;
        var running = RunAsync(stopping.Token);
        (await StartedAsync()).Write("ok api.test_list");
        var result = await running;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error, Is.EqualTo("the suite was stopped before its end, 1 test had ended"));
            Assert.That(_engine.Calls.Select(call => call.Operation), Does.Contain("StopContainer"));
            Assert.That(_engine.Containers, Is.Empty);
        }
    }

    [Test]
    public async Task A_suite_that_was_stopped_before_it_started_leaves_nothing()
    {
        var result = await RunAsync(new CancellationToken(canceled: true));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error, Does.StartWith("the suite was stopped"));
            Assert.That(_engine.Containers, Is.Empty);
        }
    }

    [Test]
    public async Task An_engine_that_fails_is_no_result_and_leaves_nothing()
    {
        _engine.Fail("StartContainer", null, "no space left");
        await Assert.ThatAsync(() => RunAsync(CancellationToken.None), Throws.TypeOf<EngineException>().With.Message.Contains("no space left"));
        Assert.That(_engine.Containers, Is.Empty);
    }

    [Test]
    public async Task The_container_is_gone_after_a_run()
    {
        await EndAsync(Passed);
        Assert.That(_engine.Containers, Is.Empty);
    }

    private async Task<(SuiteResult Result, InMemoryContainer Container)> EndAsync(string? results, long exitCode = 0, string[]? lines = null, string where = "")
    {
        var running = RunAsync(CancellationToken.None, where);
        var container = await StartedAsync();
        foreach (var line in lines ?? [])
        {
            container.Write(line);
        }

        if (results is not null)
        {
            container.Files[Results] = new ContextFile(Encoding.UTF8.GetBytes(results), UnixFileMode.UserRead);
        }

        container.Exit(exitCode);
        return (await running, container);
    }

    /// <summary>The suite's container, as soon as it runs.</summary>
    private Task<InMemoryContainer> StartedAsync() => _started.Task;

    private async Task<SuiteResult> RunAsync(CancellationToken stopping, string where = "")
    {
        await _engine.CreateNetworkAsync("net", NetworkReach.Itself, new Dictionary<string, string>(), CancellationToken.None);
        _engine.BeforeCalls((call, _) =>
        {
            if (call.Operation == "WaitForExit")
            {
                _started.TrySetResult(_engine.Container("suite"));
            }

            return Task.CompletedTask;
        });
        var guest = Path.Combine(_folder, "guest.raw");
        if (!File.Exists(guest))
        {
            await File.WriteAllTextAsync(guest, "disk", CancellationToken.None);
        }

        var description = new StackDescription(
            "s1", "job", "job (x)", [], new Dictionary<string, string> { ["password"] = "hunter2" }, new Dictionary<string, string> { ["guest"] = guest }, "", new Dictionary<string, string>());
        var run = new SuiteRun("job (x)", description, where, Path.Combine(_folder, "work"), text => text.Replace("hunter2", "***", StringComparison.Ordinal));
        var suite = new ForeignSuite(
            "probe", "A probe.", ["probe", "--all"], Results, "^(?<passed>ok) (?<name>.*)$", "A word.", 1 << 30,
            [new SuiteParameter("select", "texts", "What.", true), new SuiteParameter("workers", "number", "How many.", false)]);
        var values = new OrderedDictionary<string, IReadOnlyList<string>> { ["select"] = ["^a", "^b"], ["workers"] = ["2"] };
        return await new ContainerSuite(new ForeignSuiteUse(suite, values), "gate/probe:1", _engine, _events, _time).RunAsync(
            new StackUnderTest(
                run,
                () => throw new AssertionException("a suite inside of the network needs no way into it"),
                "net",
                new Dictionary<string, string> { [GateLabels.Session] = "s1", [GateLabels.Owner] = "me" },
                _ => { }),
            stopping);
    }

    private sealed class Events : IRunEvents
    {
        private readonly List<TestResult> _tests = [];

        public Action OnTest { get; set; } = () => { };

        public IReadOnlyList<TestResult> Tests => _tests;

        public void Publish(RunEvent item)
        {
            if (item is RunEvent.TestEnded ended)
            {
                _tests.Add(ended.Test);
                OnTest();
            }
        }
    }
}
