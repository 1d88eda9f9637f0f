using GlanceGate.Stack.Nodes;

namespace GlanceGate.Unit.Stack.Nodes;

/// <summary>Commands of nodes as processes of this machine.</summary>
[TestFixture]
[CancelAfter(30_000)]
internal sealed class NodeProcessesTests
{
    private string _folder = "";
    private NodeProcesses _processes = null!;

    [SetUp]
    public void Begin()
    {
        _folder = Directory.CreateTempSubdirectory("glance-gate-test-").FullName;
        _processes = new NodeProcesses(_folder, "s1", _ => { }, TimeProvider.System);
    }

    [TearDown]
    public void End() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_program_below_the_job_files_runs_in_the_bundle_with_its_variables(CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "nodes"));
        var program = Path.Combine(_folder, "nodes", "show");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho \"$1 $GATE_NODE $GLANCE_GATE_SESSION\" && pwd && echo no >&2; exit 3\n", cancellation);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var bundle = Directory.CreateDirectory(Path.Combine(_folder, "bundle")).FullName;
        var lines = new List<(string, bool)>();

        var code = await _processes.RunAsync(new NodeCommand(["nodes/show", "a b"], bundle, new Dictionary<string, string> { ["GATE_NODE"] = "shelf" }), Take, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(3));
            Assert.That(lines, Is.EquivalentTo(new[] { ("a b shelf s1", false), (bundle, false), ("no", true) }));
        }

        void Take(string line, bool isError)
        {
            lock (lines)
            {
                lines.Add((line, isError));
            }
        }
    }

    [Test]
    public async Task A_program_that_is_not_there_ends_with_what_a_shell_would_say(CancellationToken cancellation)
    {
        Assert.That(await _processes.RunAsync(Command("nodes/absent"), (_, _) => { }, cancellation), Is.EqualTo(127));
    }

    [Test]
    public async Task Who_gives_up_leaves_no_process_behind(CancellationToken cancellation)
    {
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var child = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = _processes.RunAsync(Command("sh", "-c", "sleep 600 & echo $!; wait"), (line, _) => child.TrySetResult(int.Parse(line, null)), given.Token);
        var process = await child.Task.WaitAsync(cancellation);
        await given.CancelAsync();

        await Assert.ThatAsync(() => running, Throws.InstanceOf<OperationCanceledException>());

        // What is killed has let go of its pipes a moment before it is gone.
        while (State(process) is not (null or 'Z'))
        {
            await Task.Delay(5, cancellation);
        }
    }

    [Test]
    public void A_program_of_the_machine_keeps_its_name()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_processes.Resolve(Command("ssh", "shelf")).Arguments, Is.EqualTo(new[] { "ssh", "shelf" }));
            Assert.That(_processes.Resolve(Command("/bin/sh")).Arguments, Is.EqualTo(new[] { "/bin/sh" }));
            Assert.That(_processes.Resolve(Command("nodes/x", "y")).Arguments, Is.EqualTo(new[] { Path.Combine(_folder, "nodes", "x"), "y" }));
        }
    }

    private NodeCommand Command(params string[] arguments) => new(arguments, _folder, new Dictionary<string, string>());

    // A zombie is what waits for whoever adopts it; the process is gone.
    private static char? State(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[text.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
