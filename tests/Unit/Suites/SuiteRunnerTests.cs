using System.Collections.Concurrent;
using GlanceGate.Model;
using GlanceGate.Stack;
using GlanceGate.Suites;

namespace GlanceGate.Unit.Suites;

/// <summary>The runner with a shell script in the place of the .NET command line.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SuiteRunnerTests : IDisposable
{
    private const string Result = """<test-run><test-suite result="Passed"><test-case fullname="A.B" result="Passed"/></test-suite></test-run>""";

    private readonly string _folder = Directory.CreateTempSubdirectory("gate-suite-").FullName;
    private readonly ManualTimeProvider _time = new();
    private readonly Events _events = new();
    private int _group;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_run_hands_over_the_stack_and_returns_the_results()
    {
        var result = await RunAsync($"""
            cp "$GATE_STACK" "$RESULTS/seen.json"
            stat -c %a "$GATE_STACK" > "$RESULTS/seen.mode"
            echo '{Result}' > "$RESULTS/Any.Name.xml"
            """);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error, Is.Null);
            Assert.That(result.Tests.Single().Name, Is.EqualTo("A.B"));
            Assert.That(StackDescription.Parse(File.ReadAllText(Path.Combine(_folder, "work/results/seen.json"))).Session, Is.EqualTo("s1"));
            Assert.That(File.ReadAllText(Path.Combine(_folder, "work/results/seen.mode")), Is.EqualTo("600\n"));
            Assert.That(Path.Combine(_folder, "work/stack.json"), Does.Not.Exist, "it holds passwords");
        }
    }

    [Test]
    public async Task The_command_names_assembly_settings_results_and_selection()
    {
        await RunAsync("""for a in "$@"; do echo "$a"; done""", where: "cat == boot and test =~ 'a b'");
        var results = Path.Combine(_folder, "work", "results");
        Assert.That(File.ReadAllLines(Path.Combine(_folder, "work/suite.log")), Is.EqualTo(new[]
        {
            "test", "/x/Suite.dll", "--settings", "/x/suite.runsettings", "--logger", "console;verbosity=normal", "--results-directory", results, "--",
            $"NUnit.TestOutputXml={results}", "NUnit.DisplayName=FullName", "NUnit.Where=cat == boot and test =~ 'a b'",
        }));
    }

    [Test]
    public async Task Tests_are_reported_as_they_end_and_secrets_are_taken_out_everywhere()
    {
        var result = await RunAsync("""
            echo '  Passed A.B(hunter2) [12 ms]'
            echo 'hunter2 on stderr' >&2
            echo '<test-run><test-suite result="Passed"><test-case fullname="A.B(hunter2)" result="Passed"/></test-suite></test-run>' > "$RESULTS/r.xml"
            """);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_events.Tests.Select(test => test.Name), Is.EqualTo(new[] { "A.B(***)" }));
            Assert.That(result.Tests.Single().Name, Is.EqualTo("A.B(***)"));
            Assert.That(File.ReadAllLines(Path.Combine(_folder, "work/suite.log")), Is.EquivalentTo(new[] { "  Passed A.B(***) [12 ms]", "*** on stderr" }));
        }
    }

    [Test]
    public async Task A_result_file_without_end_is_none()
    {
        var result = await RunAsync("truncate --size=20G \"$RESULTS/r.xml\"");
        Assert.That(result.Error!.Split('\n'), Is.EqualTo(new[] { "the suite ended with exit code 0 without a result file", "the result file r.xml: the file is larger than 8 MiB" }));
    }

    [Test]
    public async Task A_line_without_end_is_taken_in_parts()
    {
        var result = await RunAsync("head -c 3000000 /dev/zero | tr '\\0' x; exit 1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllLines(Path.Combine(_folder, "work/suite.log")).Select(line => line.Length), Has.All.LessThan(2 << 20));
            Assert.That(result.Error, Has.Length.LessThan(100_000), "what is shown of it");
        }
    }

    // more than a pipe holds, so that a suite whose output nobody takes would wait for ever
    [Test]
    [CancelAfter(30_000)]
    public async Task A_disk_that_is_full_of_its_output_does_not_hold_a_suite_up(CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "work"));
        File.CreateSymbolicLink(Path.Combine(_folder, "work/suite.log"), "/dev/full");

        var result = await RunAsync("head -c 3000000 /dev/zero | tr '\\0' '\\n'; echo '  Passed A.B [1 ms]'; exit 1", cancellation: cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_events.Tests.Select(test => test.Name), Is.EqualTo(new[] { "A.B" }));
            Assert.That(result.Error, Does.StartWith("the suite ended with exit code 1").And.Contain("the suite's output is not complete: No space left"));
        }
    }

    [Test]
    public async Task A_crash_is_an_error_with_the_last_lines()
    {
        var result = await RunAsync("echo starting; echo 'core dumped' >&2; exit 134");
        Assert.That(result.Error!.Split('\n'), Is.EquivalentTo(new[] { "the suite ended with exit code 134 without a result file", "starting", "core dumped" }));
    }

    [Test]
    public async Task Results_of_an_earlier_run_are_not_taken_for_those_of_this_one()
    {
        await RunAsync($"echo '{Result}' > \"$RESULTS/r.xml\"");
        Assert.That((await RunAsync("true")).Error, Does.Contain("without a result file"));
    }

    [Test]
    public async Task A_cancelled_run_ends_the_whole_group_and_keeps_what_had_ended()
    {
        using var cancel = new CancellationTokenSource();
        _events.OnTest = cancel.Cancel;
        var result = await RunAsync("sleep 1000 & echo '  Passed A.B [1 ms]'; wait", cancellation: cancel.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error, Does.StartWith("the suite was stopped"));
            Assert.That(result.Tests.Single().Name, Is.EqualTo("A.B"));
            await AssertNobodyLivesAsync();
        }
    }

    [Test]
    public async Task A_suite_that_ignores_SIGTERM_is_killed_after_the_grace()
    {
        using var cancel = new CancellationTokenSource();
        var seen = 0;
        _events.OnTest = () =>
        {
            // the first line says that the trap is set, the second that SIGTERM came
            if (++seen == 1)
            {
                cancel.Cancel();
            }
            else
            {
                _time.Advance(TimeSpan.FromSeconds(5));
            }
        };
        var result = await RunAsync("""
            trap "echo '  Passed Got.Term [1 ms]'" TERM
            echo '  Passed A.B [1 ms]'
            while true; do sleep 1000 & wait $!; done
            """, cancellation: cancel.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error, Does.StartWith("the suite was stopped"));
            await AssertNobodyLivesAsync();
        }
    }

    [Test]
    public async Task What_a_suite_leaves_running_is_ended_with_it()
    {
        await RunAsync($"sleep 1000 > /dev/null 2>&1 & echo '{Result}' > \"$RESULTS/r.xml\"");
        await AssertNobodyLivesAsync();
    }

    [Test]
    public async Task The_suite_does_not_share_the_terminals_session()
    {
        await RunAsync("cut -d' ' -f5,6 /proc/$$/stat");
        Assert.That(File.ReadAllText(Path.Combine(_folder, "work/suite.log")).TrimEnd(), Is.EqualTo($"{_group} {_group}"));
    }

    [Test]
    public async Task A_build_returns_where_the_assembly_is()
    {
        var suite = await Runner("""echo '{ "Properties": { "TargetPath": "/x/Suite.dll", "RunSettingsFilePath": "" } }'""").BuildAsync("Suite", "s1", id => _group = id, CancellationToken.None);
        Assert.That(suite, Is.EqualTo(new BuiltSuite("Suite", "/x/Suite.dll", null)));
    }

    [Test]
    public async Task A_build_that_fails_says_what_the_compiler_said()
    {
        var problem = (await Assert.ThrowsAsync<SuiteBuildException>(
            () => Runner("echo 'error CS1026: ) expected' >&2; exit 1").BuildAsync("Suite", "s1", id => _group = id, CancellationToken.None)))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem.Message, Is.EqualTo("the suite Suite does not build (exit code 1)"));
            Assert.That(problem.LastLines, Is.EqualTo(new[] { "error CS1026: ) expected" }));
            Assert.That(problem.IsOfTheSuite, Is.True);
        }
    }

    [TestCase("/x/A.cs(1,2): error CA1822: mark it as static [/x/Suite.csproj]", true)]
    [TestCase("/x/A.cs(1,2): error NUnit2005: use the other model", true)]
    [TestCase("/x/Suite.csproj : error NU1301: Unable to load the service index", false)]
    [TestCase("MSBUILD : error MSB1025: System.IO.IOException: Too many open files", false)]
    [TestCase("/sdk/x.targets(1,2): error NETSDK1004: Assets file not found", false)]
    [TestCase("Failed to create CoreCLR, HRESULT: 0x8007FF06", false)]
    public async Task A_build_that_fails_is_the_suites_fault_where_its_code_is_wrong(string line, bool isOfTheSuite)
    {
        var problem = (await Assert.ThrowsAsync<SuiteBuildException>(
            () => Runner($"echo '{line}'; exit 1").BuildAsync("Suite", "s1", id => _group = id, CancellationToken.None)))!;
        Assert.That(problem.IsOfTheSuite, Is.EqualTo(isOfTheSuite));
    }

    [Test]
    public async Task A_build_belongs_to_its_session()
    {
        var problem = (await Assert.ThrowsAsync<SuiteBuildException>(
            () => Runner("echo session $GLANCE_GATE_SESSION; exit 1").BuildAsync("Suite", "s1", id => _group = id, CancellationToken.None)))!;
        Assert.That(problem.LastLines, Is.EqualTo(new[] { "session s1" }));
    }

    [Test]
    public async Task A_cancelled_build_is_ended_and_says_so()
    {
        using var cancel = new CancellationTokenSource();
        await Assert.ThatAsync(
            () => Runner("sleep 1000").BuildAsync("Suite", "s1", id => { _group = id; cancel.Cancel(); }, cancel.Token),
            Throws.InstanceOf<OperationCanceledException>());
        await AssertNobodyLivesAsync();
    }

    /// <summary>Members of a process group that are no zombies, from /proc.</summary>
    // What is killed is gone a moment later, when it is scheduled.
    private async Task AssertNobodyLivesAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (LivingMembers(_group).Count > 0 && !patience.IsCancellationRequested)
        {
            await Task.Delay(5);
        }

        Assert.That(LivingMembers(_group), Is.Empty);
    }

    private static IReadOnlyList<string> LivingMembers(int group) =>
        [.. Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)).Select(ReadStat).Where(stat => stat.Length > 0).Where(stat =>
        {
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[2] == $"{group}" && fields[0] is not ("Z" or "X");
        })];

    private static string ReadStat(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "stat"));
        }
        catch (IOException)
        {
            // it has ended since it was listed
            return string.Empty;
        }
    }

    private SuiteRunner Runner(string script)
    {
        var path = Path.Combine(_folder, "dotnet.sh");
        File.WriteAllText(path, $"RESULTS='{Path.Combine(_folder, "work", "results")}'\n{script}\n");
        return new SuiteRunner(_folder, _events, _time) { Dotnet = ["/bin/sh", path] };
    }

    private Task<SuiteResult> RunAsync(string script, string where = "", CancellationToken cancellation = default) =>
        Runner(script).RunAsync(
            new BuiltSuite("Suite", "/x/Suite.dll", "/x/suite.runsettings"),
            new SuiteRun(
                "job (x)",
                new StackDescription("s1", "job", "job (x)", [], new Dictionary<string, string>(), new Dictionary<string, string>(), string.Empty, new Dictionary<string, string>()),
                where,
                Path.Combine(_folder, "work"),
                text => text.Replace("hunter2", "***", StringComparison.Ordinal)),
            id => _group = id,
            cancellation);

    private sealed class Events : IRunEvents
    {
        private readonly ConcurrentQueue<TestResult> _tests = new();

        public Action OnTest { get; set; } = () => { };

        public IReadOnlyList<TestResult> Tests => [.. _tests];

        public void Publish(RunEvent item)
        {
            if (item is RunEvent.TestEnded ended)
            {
                _tests.Enqueue(ended.Test);
                OnTest();
            }
        }
    }
}
