using System.Text;
using System.Text.Json;
using GlanceGate.CommandLine;
using GlanceGate.Engine;
using GlanceGate.Inputs;
using GlanceGate.Machine;
using GlanceGate.Runs;
using GlanceGate.Stack.Sessions;
using GlanceGate.Terminal;
using GlanceGate.Unit.Engine.InMemory;
using GlanceGate.Unit.Stack;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Runs;

/// <summary>A small repository, an engine in memory, a clock that stands still and a screen of paper: whole commands without a process of their own.</summary>
/// <remarks>The job <c>web</c> has the services <c>api</c> and <c>db</c> and the suite <c>probe</c>, which runs in a container and does what <see cref="Suite"/> says.</remarks>
internal sealed class GateFixture : IAsyncDisposable
{
    public const string Diff = "--- a/app/x.py\n+++ b/app/x.py\n@@ -1 +1 @@\n-old\n+new\n";

    private const string Results = "/probe/results.xml";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gate-run-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly StringWriter _commands = new();

    public GateFixture()
    {
        Engine = new InMemoryEngine(Time) { OutlivesItsUsers = true }
            .Script("gateway", new ContainerScript
            {
                OnExecStream = async (_, _, standard, _, cancellation) =>
                {
                    await using var relay = new FakeRelay(standard);
                    await relay.ServeAsync(new Dictionary<string, Func<int>>(), cancellation);
                },
            })
            .BeforeCalls(ActAsync);
        Settings = new GateSettings(
            Path.Combine(_folder.FullName, "root"), State, Artifacts, null, [], [], [], null, Keep.Never, null, null, Sources: false, All: false);
        Around = new Surroundings(
            (request, _, cancellation) => ConnectAsync(request, cancellation),
            new Screen(TextWriter.Synchronized(_output), TextWriter.Synchronized(_errors), TextWriter.Synchronized(_commands)),
            Time,
            name => Variables.GetValueOrDefault(name));
        Write("jobs/services/db.yaml", "- service: {name: db, image: base}");
        Write("jobs/services/api.yaml", "- service: {name: api, image: app, depends_on: {db: {condition: service_started}}}");
        Write("jobs/web.yaml", Job(string.Empty));
        Write("build/Images/base/Dockerfile", "FROM registry.example/base:1\n");
        Write("build/Images/gateway/Dockerfile", "FROM registry.example/base:1\n");
        Write("build/Images/app/Dockerfile", "FROM base\n");
        Write("build/Images/app/projects.yaml", "projects: {app: {paths: {app: /lib/app}}}");
        Write("build/Images/probe/Dockerfile", "FROM base\n");
        Write("build/Images/probe/suite.yaml", $"description: A probe.\ncommand: [probe]\nresults: {Results}\n");
    }

    /// <summary>Owner of what a gate of this machine left that was killed.</summary>
    public static string DeadOwner { get; } = $"{new ProcessTable().Host}/{new ProcessTable().BootId}/{Environment.ProcessId}/1";

    /// <summary>The clock.</summary>
    public ManualTimeProvider Time { get; } = new();

    /// <summary>The engine, with what is on it.</summary>
    public InMemoryEngine Engine { get; }

    /// <summary>The command line.</summary>
    public GateSettings Settings { get; set; }

    /// <summary>What commands meet.</summary>
    public Surroundings Around { get; set; }

    /// <summary>Environment variables.</summary>
    public Dictionary<string, string?> Variables { get; } = [];

    /// <summary>Cancelled by who stops the gate.</summary>
    public CancellationTokenSource Interrupt { get; } = new();

    /// <summary>What the suite in its container does: writes its results and ends, or something else.</summary>
    public Action<InMemoryContainer> Suite { get; set; } = Green;

    /// <summary>Why no engine is to be had, or null.</summary>
    public string? NoEngine { get; set; }

    /// <summary>What the gate was asked for to get its engines.</summary>
    public List<EngineRequest> Requests { get; } = [];

    /// <summary>Whether the engine was to be kept running, for each time that it was given back.</summary>
    public List<bool> Returned { get; } = [];

    public string State => Path.Combine(_folder.FullName, "state");

    public string Artifacts => Path.Combine(_folder.FullName, "artifacts");

    public string Output => _output.ToString();

    public string Errors => _errors.ToString();

    /// <summary>What a CI system was told.</summary>
    public string Commands => _commands.ToString();

    /// <summary>Stacks that are kept.</summary>
    public KeptStacks Kept => new(State);

    /// <summary>The verdict that is on the disk.</summary>
    public JsonElement Verdict => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Artifacts, "verdict.json")));

    /// <summary>Its causes, a line each.</summary>
    public IReadOnlyList<string> Causes =>
        [.. Verdict.GetProperty("causes").EnumerateArray().Select(cause => $"{cause.GetProperty("kind").GetString()} {cause.GetProperty("subject").GetString()}: {cause.GetProperty("message").GetString()}")];

    /// <summary>Phases of the only variant.</summary>
    public IReadOnlyList<string> Phases =>
        [.. Verdict.GetProperty("variants").EnumerateArray().Single().GetProperty("phases").EnumerateArray().Select(phase => phase.GetProperty("name").GetString()!)];

    /// <summary>A file of every image, <c>/guest.raw</c>, or null for none.</summary>
    public string? Guest { get; set; }

    /// <summary>What is on this machine for sessions that are under way: records and private folders.</summary>
    public IReadOnlyList<string> UnderWay =>
        [.. new[] { "sessions", "work" }.Select(name => new DirectoryInfo(Path.Combine(State, name))).Where(folder => folder.Exists).SelectMany(folder => folder.EnumerateFileSystemInfos()).Select(entry => entry.FullName)];

    /// <summary>The suite ends, and one test passed.</summary>
    public static void Green(InMemoryContainer suite) => End(suite, """<testsuite><testcase classname="probe" name="lists"/></testsuite>""");

    /// <summary>The suite ends, and one test failed.</summary>
    public static void Red(InMemoryContainer suite) =>
        End(suite, """<testsuite><testcase classname="probe" name="lists"><failure message="no list"/></testcase></testsuite>""", exitCode: 1);

    /// <summary>The suite ends and leaves a result file.</summary>
    public static void End(InMemoryContainer suite, string results, long exitCode = 0)
    {
        suite.Files[Results] = new ContextFile(Encoding.UTF8.GetBytes(results), UnixFileMode.UserRead);
        suite.Exit(exitCode);
    }

    /// <summary>A job file with the job <c>web</c>, which says more than its services.</summary>
    /// <param name="more">Keys of the job besides, a line each.</param>
    /// <param name="suite">Its suite.</param>
    public static string Job(string more, string suite = "{probe: {}}") => $$$"""
        - job:
            name: web
            services: {api: {}, db: {}}
            suite: {{{suite}}}
        {{{string.Join('\n', more.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"    {line}"))}}}
        - project: {check: {jobs: [web]}}
        """;

    /// <summary>Writes a file of the repository.</summary>
    public string Write(string file, string text)
    {
        var path = Path.Combine(Settings.Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Puts a shell script in the place of the .NET command line: <c>$1</c> is build or test, <c>$RESULTS</c> the folder of results.</summary>
    public void ScriptDotnet(string build, string test)
    {
        var script = Write("dotnet.sh", $$"""
            case "$1" in
              build) {{build}} ;;
              *) for argument; do case "$before" in --results-directory) RESULTS="$argument" ;; esac; before="$argument"; done
                 {{test}} ;;
            esac
            """);
        Directory.CreateDirectory(Path.Combine(Settings.Root, "tests", "S"));
        Around = Around with { Dotnet = ["/bin/sh", script] };
    }

    /// <summary>Runs a command as its target does.</summary>
    /// <returns>The exit code of the process.</returns>
    public async Task<int> RunAsync(Func<GateCommands, Task<Outcome>> command, CancellationToken cancellation)
    {
        var outcome = new RunOutcome();
        var commands = new GateCommands(Settings, Around, Interrupt.Token);
        outcome.Record(await CommandOutcome.OfAsync(() => command(commands), Around.Screen.Errors, Interrupt.Token).WaitAsync(cancellation));
        return outcome.ExitCode(cake: 0);
    }

    /// <summary>Runs the target Gate.</summary>
    public Task<int> GateAsync(CancellationToken cancellation) => RunAsync(commands => commands.GateAsync(), cancellation);

    /// <summary>Runs the target Up.</summary>
    public Task<int> UpAsync(CancellationToken cancellation) => RunAsync(commands => commands.UpAsync(), cancellation);

    /// <summary>Runs the target Suite.</summary>
    public Task<int> SuiteAsync(CancellationToken cancellation) => RunAsync(commands => commands.SuiteAsync(), cancellation);

    /// <summary>Runs the target Down.</summary>
    public Task<int> DownAsync(CancellationToken cancellation) => RunAsync(commands => commands.DownAsync(), cancellation);

    /// <summary>Leaves a container and a network of a session on the engine.</summary>
    public void Leave(string session, string owner)
    {
        var labels = new Dictionary<string, string> { [GateLabels.Session] = session, [GateLabels.Owner] = owner };
        Engine.AddObject(new EngineObject(EngineObjectKind.Container, $"{session}-1", $"{session}-db", labels));
        Engine.AddObject(new EngineObject(EngineObjectKind.Network, $"{session}-2", session, labels));
    }

    /// <summary>Names of what sessions have on the engine, without the session's own in them.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync() =>
    [
        .. from item in await Engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = null }, CancellationToken.None)
           select item.Name.Replace(item.Labels[GateLabels.Session], "*", StringComparison.Ordinal),
    ];

    /// <summary>How often the engine was called to do something.</summary>
    public int Calls(string operation, string target = "") =>
        Engine.Calls.Count(call => call.Operation == operation && call.Target.EndsWith(target, StringComparison.Ordinal));

    /// <summary>Does something as soon as the engine is called to do something.</summary>
    /// <param name="operation">As in <see cref="EngineCall.Operation"/>.</param>
    /// <param name="target">End of the target's name.</param>
    /// <param name="act">What is done, each time.</param>
    public void On(string operation, string target, Action act) => Engine.BeforeCalls((call, _) =>
    {
        if (call.Operation == operation && call.Target.EndsWith(target, StringComparison.Ordinal))
        {
            act();
        }

        return Task.CompletedTask;
    });

    public ValueTask DisposeAsync()
    {
        Engine.End();
        Interrupt.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private Task<EngineLease> ConnectAsync(EngineRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Requests.Add(request);
        return NoEngine is null
            ? Task.FromResult(new EngineLease(Engine, Engine.Info, isEmbedded: false, keep =>
            {
                Returned.Add(keep);
                return ValueTask.CompletedTask;
            }).Because("the only one"))
            : throw new EngineException(NoEngine);
    }

    private Task ActAsync(EngineCall call, CancellationToken cancellation)
    {
        switch (call.Operation)
        {
            case "WaitForExit" when call.Target.EndsWith("-suite-probe", StringComparison.Ordinal) && Engine.Container(call.Target) is { State.IsRunning: true } suite:
                Suite(suite);
                break;
            case "ReadLog" when call.Target.StartsWith("glance-gate-", StringComparison.Ordinal):
                // what writes a change into an image does so at once
                Engine.Container(call.Target).Exit(0);
                break;
            case "CopyFileOut" when Guest is { } guest && call.Command is ["/guest.raw"]:
                Engine.Container(call.Target).Files["/guest.raw"] = new ContextFile(Encoding.UTF8.GetBytes(guest), ContextFile.Data);
                break;
            case "ReadFile":
                Engine.AddFile(Engine.Container(call.Target).Spec.Image, "/lib/app/x.py", "old\n");
                break;
            default:
                break;
        }

        return Task.CompletedTask;
    }
}
