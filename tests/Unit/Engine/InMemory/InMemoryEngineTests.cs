using GlanceGate.Engine;
using GlanceGate.Inputs;

namespace GlanceGate.Unit.Engine.InMemory;

[TestFixture]
public sealed class InMemoryEngineTests
{
    private static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string>
    {
        [GateLabels.Session] = "s1",
        [GateLabels.Service] = "db",
    };

    private readonly ManualTimeProvider _time = new();

    [Test]
    public async Task A_scripted_container_writes_its_lines_and_ends_when_its_time_has_come()
    {
        await using var engine = NewEngine(new ContainerScript
        {
            Log = [new(TimeSpan.Zero, "one"), new(TimeSpan.FromSeconds(2), "two", FromStandardError: true)],
            ExitAfter = TimeSpan.FromSeconds(3),
            ExitCode = 7,
        });
        await CreateAsync(engine);
        await engine.StartContainerAsync("c", default);
        var start = _time.GetUtcNow();
        var before = await LogAsync(engine, follow: false);
        var following = LogAsync(engine, follow: true);
        var exit = engine.WaitForExitAsync("c", default);
        Assert.That(exit.IsCompleted, Is.False);

        _time.Advance(TimeSpan.FromSeconds(10));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before.Select(line => line.Text), Is.EqualTo(new[] { "one" }));
            Assert.That(await following, Is.EqualTo(new[]
            {
                new LogLine(start, false, "one"), new LogLine(start + TimeSpan.FromSeconds(2), true, "two"),
            }));
            Assert.That(await exit, Has.Property(nameof(ContainerState.ExitCode)).EqualTo(7));
        }
    }

    [Test]
    public async Task Stop_ends_a_container_at_once_or_after_its_grace()
    {
        await using var engine = NewEngine(new ContainerScript()).Script("stubborn", new ContainerScript { IgnoresStop = true });
        await CreateAsync(engine);
        await engine.CreateContainerAsync(new ContainerSpec("stubborn", "image", null, [], new Dictionary<string, string>()), default);
        await engine.StartContainerAsync("c", default);
        await engine.StartContainerAsync("stubborn", default);

        await engine.StopContainerAsync("c", TimeSpan.FromSeconds(5), default);
        var stop = engine.StopContainerAsync("stubborn", TimeSpan.FromSeconds(5), default);
        var stillRunning = engine.Container("stubborn").State.IsRunning;
        _time.Advance(TimeSpan.FromSeconds(5));
        await stop;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(engine.Container("db").State.ExitCode, Is.EqualTo(143));
            Assert.That(stillRunning, Is.True);
            Assert.That(engine.Container("stubborn").State.ExitCode, Is.EqualTo(137));
            Assert.That(async () => await engine.StopContainerAsync("nobody", TimeSpan.Zero, default), Throws.Nothing);
        }
    }

    [Test]
    public async Task An_exec_stream_connects_the_caller_with_the_scripted_command()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var errors = new CollectingProgress();
        await using var engine = NewEngine(new ContainerScript
        {
            OnExecStream = async (container, command, standard, stderr, cancellation) =>
            {
                stderr.Report($"{container.Spec.Name}: {string.Join(' ', command)}");
                using (cancellation.Register(ended.SetResult))
                {
                    await standard.CopyToAsync(standard, cancellation);
                    await ended.Task;
                }
            },
        });
        await CreateAsync(engine);
        await engine.StartContainerAsync("c", default);

        var answer = new byte[5];
        await using (var stream = await engine.OpenExecStreamAsync("c", ["cat"], errors, default))
        {
            await stream.WriteAsync("hello"u8.ToArray());
            await stream.FlushAsync();
            await stream.ReadExactlyAsync(answer);
        }

        await ended.Task;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Is.EqualTo("hello"u8.ToArray()));
            Assert.That(errors.Lines, Is.EqualTo(new[] { "c: cat" }));
        }
    }

    [Test]
    public async Task List_finds_what_carries_all_labels()
    {
        await using var engine = NewEngine(new ContainerScript());
        await engine.CreateNetworkAsync("net", NetworkReach.Itself, new Dictionary<string, string> { [GateLabels.Session] = "s1" }, default);
        await CreateAsync(engine);
        engine.AddObject(new EngineObject(EngineObjectKind.Volume, "v", "old", new Dictionary<string, string> { [GateLabels.Session] = "s0" }));

        var ofSession = await engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = "s1" }, default);
        var ofAny = await engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = null }, default);
        foreach (var item in ofAny)
        {
            await engine.RemoveAsync(item, default);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ofSession.Select(item => item.Name), Is.EqualTo(new[] { "c", "net" }));
            Assert.That(ofAny.Select(item => item.Name), Is.EqualTo(new[] { "c", "net", "old" }));
            Assert.That(await engine.ListAsync(new Dictionary<string, string?>(), default), Is.Empty);
        }
    }

    [Test]
    public async Task Any_operation_can_be_made_to_fail_and_is_recorded()
    {
        await using var engine = NewEngine(new ContainerScript()).Fail("StartContainer", "c", "no space left on device");
        await CreateAsync(engine);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                async () => await engine.StartContainerAsync("c", default),
                Throws.TypeOf<EngineException>().With.Message.EqualTo("StartContainer c: no space left on device"));
            Assert.That(engine.Calls.Select(call => call.ToString()), Is.EqualTo(new[] { "CreateContainer c", "StartContainer c" }));
        }
    }

    [Test]
    public async Task CreateContainer_refuses_an_unknown_image_and_a_file_under_a_tmpfs()
    {
        await using var engine = NewEngine(new ContainerScript());
        var spec = new ContainerSpec("x", "image", null, [], Labels)
        {
            Files = new Dictionary<string, ContextFile> { ["/var/lib/db/seed"] = new(new byte[1], UnixFileMode.UserRead) },
            Tmpfs = new Dictionary<string, string> { ["/var/lib/db"] = "" },
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                async () => await engine.CreateContainerAsync(spec, default),
                Throws.TypeOf<EngineException>().With.Message.Contains("/var/lib/db hides the file /var/lib/db/seed"));
            Assert.That(
                async () => await engine.CreateContainerAsync(new ContainerSpec("x", "none", null, [], Labels), default),
                Throws.TypeOf<EngineException>().With.Message.Contains("no such image: none"));
        }
    }

    private InMemoryEngine NewEngine(ContainerScript script) => new InMemoryEngine(_time).AddImage("image").Script("db", script);

    private static Task<string> CreateAsync(InMemoryEngine engine) =>
        engine.CreateContainerAsync(new ContainerSpec("c", "image", null, [], Labels), default);

    private static async Task<List<LogLine>> LogAsync(InMemoryEngine engine, bool follow)
    {
        var lines = new List<LogLine>();
        await foreach (var line in engine.ReadLogAsync("c", follow, default))
        {
            lines.Add(line);
        }

        return lines;
    }
}
