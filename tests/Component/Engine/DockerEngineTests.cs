using System.Security.Cryptography;
using System.Text;
using GlanceGate.Engine;
using GlanceGate.Engine.Docker;
using GlanceGate.Inputs;

namespace GlanceGate.Component.Engine;

/// <summary>The adapter against a real engine.</summary>
[TestFixture]
public sealed class DockerEngineTests
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private CancellationTokenSource _deadline = null!;
    private EngineScratch _scratch = null!;

    private static IContainerEngine Engine => ComponentEngine.Engine;

    private CancellationToken Deadline => _deadline.Token;

    private static bool IsPodman => ComponentEngine.IsPodman;

    [SetUp]
    public void Begin()
    {
        _deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        _scratch = new EngineScratch(Engine, ComponentEngine.BaseImage);
    }

    [TearDown]
    public async Task NothingIsLeft()
    {
        await _scratch.DisposeAsync();
        _deadline.Dispose();
    }

    [Test]
    public async Task Files_are_in_the_container_before_it_starts_with_their_modes_and_parents()
    {
        var before = await _scratch.RunToEndAsync(["stat", "-c", "%a %U", "/tmp", "/usr/local/bin"]);
        var container = await _scratch.CreateAsync(["sh", "-c", "stat -c '%n %a %U:%G' /opt/new/deep /opt/new/deep/file /usr/local/bin/tool /tmp /usr/local/bin; cat /opt/new/deep/file; tool"], spec => spec with
        {
            Files = new Dictionary<string, ContextFile>
            {
                ["/opt/new/deep/file"] = new(Encoding.UTF8.GetBytes("content\n"), UnixFileMode.UserRead),
                ["/usr/local/bin/tool"] = new(Encoding.UTF8.GetBytes("#!/bin/sh\necho tool ran\n"), Readable | UnixFileMode.UserExecute),
                ["/tmp/x"] = new(ReadOnlyMemory<byte>.Empty, Readable),
            },
        });

        var lines = await _scratch.RunToEndAsync(container);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "/opt/new/deep 755 root:root",
            "/opt/new/deep/file 400 root:root",
            "/usr/local/bin/tool 744 root:root",
            $"/tmp {before[0].Split(' ')[0]} root:root",
            $"/usr/local/bin {before[1].Split(' ')[0]} root:root",
            "content",
            "tool ran",
        }));
    }

    [Test]
    public async Task The_log_has_whole_lines_of_both_streams_with_the_engines_time()
    {
        var start = DateTimeOffset.UtcNow;
        var container = await _scratch.CreateAsync(["sh", "-c", "printf one; printf 'two\\n'; echo three >&2; printf 'no end'"]);
        await Engine.StartContainerAsync(container, Deadline);
        await Engine.WaitForExitAsync(container, Deadline);

        var lines = await _scratch.LogAsync(container, follow: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Where(line => !line.FromStandardError).Select(line => line.Text), Is.EqualTo(new[] { "onetwo", "no end" }));
            Assert.That(lines.Where(line => line.FromStandardError).Select(line => line.Text), Is.EqualTo(new[] { "three" }));
            Assert.That(lines.Select(line => line.Time), Is.All.InRange(start.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1)));
        }
    }

    [Test]
    public async Task A_log_line_that_the_engine_cuts_arrives_whole()
    {
        var lines = await _scratch.RunToEndAsync(["sh", "-c", "head -c 50000 /dev/zero | tr '\\0' x; echo; echo after"]);

        Assert.That(lines, Is.EqualTo(new[] { new string('x', 50000), "after" }));
    }

    [Test]
    public async Task Following_a_log_ends_with_the_container_and_with_its_token()
    {
        var container = await _scratch.CreateAsync(["sh", "-c", "echo ready; exec sleep infinity"]);
        await Engine.StartContainerAsync(container, Deadline);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        var seen = new List<string>();

        async Task FollowAsync()
        {
            await foreach (var line in Engine.ReadLogAsync(container, follow: true, stop.Token))
            {
                seen.Add(line.Text);
                await stop.CancelAsync();
            }
        }

        await Assert.ThatAsync(FollowAsync, Throws.InstanceOf<OperationCanceledException>());
        var following = _scratch.LogAsync(container, follow: true);
        await Engine.StopContainerAsync(container, TimeSpan.Zero, Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen, Is.EqualTo(new[] { "ready" }));
            Assert.That((await following).Select(line => line.Text), Is.EqualTo(new[] { "ready" }));
        }
    }

    [Test]
    public async Task States_follow_the_container_from_creation_to_removal()
    {
        await _scratch.CreateNetworkAsync();
        var container = await _scratch.CreateAsync(["sh", "-c", "trap 'exit 7' TERM; echo ready; sleep infinity & wait"]);
        var created = await Engine.InspectContainerAsync(container, Deadline);
        await Engine.StartContainerAsync(container, Deadline);
        await Engine.StartContainerAsync(container, Deadline);
        var running = await Engine.InspectContainerAsync(container, Deadline);
        await _scratch.WaitForLineAsync(container, "ready");
        var exit = Engine.WaitForExitAsync(container, Deadline);
        await Engine.StopContainerAsync(container, TimeSpan.FromSeconds(30), Deadline);
        var ended = await exit;
        await Engine.StopContainerAsync(container, TimeSpan.FromSeconds(1), Deadline);
        await Engine.RemoveContainerAsync(container, Deadline);
        await Engine.RemoveContainerAsync(container, Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created, Has.Property("Status").EqualTo("created").And.Property("ExitCode").Null.And.Property("Address").Null);
            Assert.That(running, Has.Property("IsRunning").True.And.Property("Address").Match(@"^\d+\.\d+\.\d+\.\d+$"));
            Assert.That(ended, Has.Property("Status").EqualTo("exited").And.Property("ExitCode").EqualTo(7));
            Assert.That(await Engine.InspectContainerAsync(container, Deadline), Is.Null);
        }
    }

    [Test]
    public async Task Waiting_for_a_container_that_was_never_started_fails()
    {
        var container = await _scratch.CreateAsync(["true"]);

        await Assert.ThatAsync(
            () => Engine.WaitForExitAsync(container, Deadline),
            Throws.TypeOf<EngineException>().With.Message.EndsWith("it was never started").And.Message.Not.Contains(container));
    }

    [Test]
    public async Task Containers_of_a_network_find_each_other_by_alias()
    {
        await _scratch.CreateNetworkAsync();
        var server = await _scratch.CreateAsync(["sleep", "infinity"], spec => spec with { Aliases = ["db", "database"] });
        await Engine.StartContainerAsync(server, Deadline);
        var address = (await Engine.InspectContainerAsync(server, Deadline))!.Address;

        var lines = await _scratch.RunToEndAsync(["sh", "-c", "getent hosts db database"]);

        // Podman has the names in a domain of its own, too, and says so.
        var domain = IsPodman ? ".dns.podman" : "";
        Assert.That(lines, Is.EqualTo(new[] { $"{address,-15} db{domain}", $"{address,-15} database{domain}" }));
    }

    [Test]
    public async Task Settings_of_a_container_reach_it()
    {
        var lines = await _scratch.RunToEndAsync(await _scratch.CreateAsync(
            ["sh", "-c", "hostname; echo $SECRET; id -un; stat -f -c %T /scratch; cat /proc/1/comm; grep CapEff /proc/self/status; cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; touch /etc/x 2>&1; touch /scratch/x && echo written"],
            spec => spec with
            {
                Hostname = "host1",
                User = "daemon",
                Environment = new Dictionary<string, string> { ["SECRET"] = "a=b c" },
                Tmpfs = new Dictionary<string, string> { ["/scratch"] = "size=1m" },
                CapDrop = ["ALL"],
                ReadOnly = true,
                MemoryLimit = 64 << 20,
                Init = true,
            }));

        var init = IsPodman ? "podman-init" : "docker-init";
        Assert.That(lines, Is.EqualTo(new[] { "host1", "a=b c", "daemon", "tmpfs", init, "CapEff:\t0000000000000000", "67108864", "touch: cannot touch '/etc/x': Read-only file system", "written" }));
    }

    [Test]
    public async Task Exec_gives_the_exit_code_and_both_outputs_within_their_bounds()
    {
        var container = await _scratch.CreateAsync(["sleep", "infinity"]);
        await Engine.StartContainerAsync(container, Deadline);

        var result = await Engine.ExecAsync(container, ["sh", "-c", "echo out; echo err >&2; exit 3"], Deadline);
        var large = await Engine.ExecAsync(container, ["head", "-c", "3000000", "/dev/zero"], Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result, Is.EqualTo(new ExecResult(3, "out\n", "err\n")));
            Assert.That(large.Output, Has.Length.EqualTo(1 << 20));
            Assert.That(large.ExitCode, Is.Zero);
        }
    }

    [Test]
    public async Task An_exec_stream_carries_bytes_both_ways_and_reports_errors()
    {
        var container = await _scratch.CreateAsync(["sleep", "infinity"]);
        await Engine.StartContainerAsync(container, Deadline);
        var errors = new ToTestOutput();
        var sent = new byte[300_000];
        Random.Shared.NextBytes(sent);
        var received = new byte[sent.Length];

        await using (var stream = await Engine.OpenExecStreamAsync(container, ["sh", "-c", "echo started >&2; exec head -c 300000"], errors, Deadline))
        {
            var writing = stream.WriteAsync(sent, Deadline);
            await stream.ReadExactlyAsync(received, Deadline);
            await writing;
            Assert.That(await stream.ReadAsync(new byte[1], Deadline), Is.Zero, "its end, by which the errors have come, too");
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(received, Is.EqualTo(sent));
            Assert.That(errors.Lines, Is.EqualTo(new[] { "started" }));
        }
    }

    [Test]
    public async Task Several_exec_streams_carry_megabytes_both_ways_at_the_same_time()
    {
        var container = await _scratch.CreateAsync(["sleep", "infinity"]);
        await Engine.StartContainerAsync(container, Deadline);

        var same = await Task.WhenAll(Enumerable.Range(1, 4).Select(EchoesAsync));

        Assert.That(same, Is.All.True);

        async Task<bool> EchoesAsync(int seed)
        {
            var (sent, received) = (new byte[5_000_000], new byte[5_000_000]);
            new Random(seed).NextBytes(sent);
            await using var stream = await Engine.OpenExecStreamAsync(container, ["cat"], new ToTestOutput(), Deadline);
            var writing = stream.WriteAsync(sent, Deadline);
            await stream.ReadExactlyAsync(received, Deadline);
            await writing;
            return received.AsSpan().SequenceEqual(sent);
        }
    }

    [Test]
    public async Task An_exec_stream_ends_with_its_command()
    {
        var container = await _scratch.CreateAsync(["sleep", "infinity"]);
        await Engine.StartContainerAsync(container, Deadline);
        await using var stream = await Engine.OpenExecStreamAsync(container, ["echo", "words"], new ToTestOutput(), Deadline);
        using var reader = new StreamReader(stream);

        Assert.That(await reader.ReadToEndAsync(Deadline), Is.EqualTo("words\n"));
    }

    [Test]
    public async Task A_large_file_is_copied_out_whole_and_not_read_into_memory()
    {
        var container = await _scratch.CreateAsync(["sh", "-c", "head -c 100000000 /dev/urandom > /large; sha256sum < /large"]);
        var sum = (await _scratch.RunToEndAsync(container)).Single();
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, _scratch.Id);
        await using var copy = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);

        await Engine.CopyFileOutAsync(container, "/large", copy, 1 << 30, Deadline);

        copy.Position = 0;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Convert.ToHexStringLower(await SHA256.HashDataAsync(copy, Deadline)), Is.EqualTo(sum.Split(' ')[0]));
            await Assert.ThatAsync(
                () => Engine.ReadFileAsync(container, "/large", Deadline), Throws.TypeOf<EngineException>().With.Message.EndsWith("it is larger than 32 MiB"), "through memory");
        }
    }

    [Test]
    public async Task An_archive_becomes_an_image_and_what_is_none_is_refused()
    {
        var reference = $"{_scratch.Id}:imported";
        await using var files = ContainerFiles.ToTar([new("x", new ContextFile("text"u8.ToArray(), UnixFileMode.UserRead))]);
        using var garbage = new MemoryStream([.. Enumerable.Repeat((byte)'x', 2000)]);
        try
        {
            await Engine.ImportImageAsync(reference, files, new Dictionary<string, string>(_scratch.Labels) { ["glance-gate.words"] = "two words" }, Deadline);

            var image = await Engine.FindImageAsync(reference, Deadline);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(image?.Labels["glance-gate.words"], Is.EqualTo("two words"));
                await Assert.ThatAsync(
                    () => Engine.ImportImageAsync($"{_scratch.Id}:garbage", garbage, _scratch.Labels, Deadline),
                    Throws.TypeOf<EngineException>().With.Message.StartsWith($"importing image {_scratch.Id}:garbage: "));
            }
        }
        finally
        {
            await Engine.RemoveImageAsync(reference, Deadline);
        }
    }

    [Test]
    public async Task A_file_is_copied_out_of_a_container_that_never_ran()
    {
        var container = await _scratch.CreateAsync(["true"]);
        using var copy = new MemoryStream();

        await Engine.CopyFileOutAsync(container, "/etc/debian_version", copy, 1 << 20, Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Encoding.UTF8.GetString(copy.ToArray()), Does.StartWith("12."));
            await Assert.ThatAsync(
                () => Engine.CopyFileOutAsync(container, "/etc/apt", copy, 1 << 20, Deadline),
                Throws.TypeOf<NoSuchFileException>().With.Message.Contains("not a regular file"));
            await Assert.ThatAsync(
                () => Engine.CopyFileOutAsync(container, "/etc/passwd", copy, 3, Deadline),
                Throws.TypeOf<EngineException>().With.Message.EndsWith("it is larger than 3 bytes"));
            await Assert.ThatAsync(
                () => Engine.CopyFileOutAsync(container, "/nothing", copy, 1 << 20, Deadline),
                Throws.TypeOf<NoSuchFileException>().With.Message.StartsWith("copying /nothing out of container "));
        }
    }

    [Test]
    public async Task A_committed_image_keeps_files_and_its_sources_command_and_loses_the_session()
    {
        var reference = $"glance-gate/test-commit:{_scratch.Id}";
        var source = $"{reference}-source";
        var noFiles = new Dictionary<string, ContextFile>();

        // Podman 5.4 takes $value in a label of a build for a variable; none of the gate's has a dollar in it
        var label = IsPodman ? "a \"quoted\" value" : "a \"quoted\" $value";
        var sourceLabels = new Dictionary<string, string> { [GateLabels.Content] = "x" };
        var dockerfile = $"FROM {ComponentEngine.BaseImage}\nENTRYPOINT [\"echo\", \"entry\"]\nCMD [\"a \\\"b\\\"\"]\n";
        await Engine.BuildImageAsync(new ImageBuild(source, dockerfile, noFiles, sourceLabels), new ToTestOutput(), Deadline);
        var container = await _scratch.CreateAsync([], spec => spec with { Image = source, Entrypoint = ["sh", "-c"], Command = ["echo kept > /kept"] });
        await Engine.StartContainerAsync(container, Deadline);
        await Engine.WaitForExitAsync(container, Deadline);
        try
        {
            await Engine.CommitContainerAsync(
                container, reference, new Dictionary<string, string> { [GateLabels.Content] = label }, Deadline);
            var image = await Engine.FindImageAsync(reference, Deadline);
            var kept = await _scratch.RunToEndAsync(
                await _scratch.CreateAsync(["/kept"], spec => spec with { Image = reference, Entrypoint = ["cat"] }));
            var asSource = await _scratch.RunToEndAsync(await _scratch.CreateAsync([], spec => spec with { Image = reference, Command = null }));

            using (Assert.EnterMultipleScope())
            {
                Assert.That(kept, Is.EqualTo(new[] { "kept" }));
                Assert.That(asSource, Is.EqualTo(new[] { "entry a \"b\"" }));
                Assert.That(image!.Labels.Where(item => item.Key.StartsWith(GateLabels.Prefix, StringComparison.Ordinal)), Is.EquivalentTo(new Dictionary<string, string>
                {
                    [GateLabels.Content] = label,
                    [GateLabels.Session] = "",
                }));
            }
        }
        finally
        {
            await _scratch.RemoveContainersAsync();
            await Engine.RemoveImageAsync(reference, Deadline);
            await Engine.RemoveImageAsync(source, Deadline);
        }
    }

    [Test]
    public async Task Listing_finds_what_carries_all_labels_and_removing_it_is_a_success_twice()
    {
        await _scratch.CreateNetworkAsync();
        var id = await _scratch.CreateAsync(["true"]);

        var found = await Engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = _scratch.Id }, Deadline);
        var any = await Engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = null }, Deadline);
        var none = await Engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = _scratch.Id, [GateLabels.Service] = "db" }, Deadline);
        foreach (var item in found.Concat(found))
        {
            await Engine.RemoveAsync(item, Deadline);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Select(item => item.Kind), Is.EqualTo(new[] { EngineObjectKind.Container, EngineObjectKind.Network }));
            Assert.That(found[0].Id, Is.EqualTo(id));
            Assert.That(any.Select(item => item.Id), Is.SupersetOf(found.Select(item => item.Id)));
            Assert.That(none, Is.Empty);
            Assert.That(await Engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = _scratch.Id }, Deadline), Is.Empty);
            await Assert.ThatAsync(() => Engine.ListAsync(new Dictionary<string, string?>(), Deadline), Throws.ArgumentException);
        }
    }

    [Test]
    public async Task What_carries_no_label_of_the_gate_is_not_removed()
    {
        var name = $"{_scratch.Id}-foreign";
        await Engine.CreateNetworkAsync(name, NetworkReach.Itself, new Dictionary<string, string> { ["of"] = "somebody" }, Deadline);
        try
        {
            await Assert.ThatAsync(
                () => Engine.RemoveNetworkAsync(name, Deadline),
                Throws.TypeOf<EngineException>().With.Message.Contains("not ours to remove"));
            await Assert.ThatAsync(
                () => Engine.RemoveImageAsync(ComponentEngine.ForeignImage, Deadline),
                Throws.TypeOf<EngineException>().With.Message.Contains("not ours to remove"));
        }
        finally
        {
            await ComponentEngine.RemoveForeignNetworkAsync(name);
        }
    }

    [Test]
    public async Task Refusals_name_the_operation_and_the_object_and_carry_the_engines_words()
    {
        using (Assert.EnterMultipleScope())
        {
            await Assert.ThatAsync(
                () => Engine.CreateContainerAsync(new ContainerSpec("c", "no/such:image", null, [], _scratch.Labels), Deadline),
                Throws.TypeOf<EngineException>().With.Message.StartsWith("creating container c: No such image").IgnoreCase);
            await Assert.ThatAsync(
                () => Engine.StartContainerAsync("no-such-container", Deadline),
                Throws.TypeOf<EngineException>().With.Message.StartsWith("starting container no-such-container: ").And.Message.Contains("no such container").IgnoreCase);
            await Assert.ThatAsync(
                () => _scratch.LogAsync("no-such-container", follow: false),
                Throws.TypeOf<EngineException>().With.Message.StartsWith("reading the log of container no-such-container: ").And.Message.Contains("no such container").IgnoreCase);
            Assert.That(await Engine.FindImageAsync("no/such:image", Deadline), Is.Null);
        }
    }

    [Test]
    public async Task A_command_that_does_not_exist_is_an_error_of_the_start_and_is_kept_in_the_state()
    {
        var container = await _scratch.CreateAsync(["no-such-command"]);

        await Assert.ThatAsync(
            () => Engine.StartContainerAsync(container, Deadline),
            Throws.TypeOf<EngineException>().With.Message.Contains("no-such-command"));

        // Podman 4.3 keeps it nowhere, 5.4 does: what the start said is all that one can rely on there.
        var kept = (await Engine.InspectContainerAsync(container, Deadline))!.Error;
        Assert.That(kept, IsPodman ? Is.Null.Or.Contains("no-such-command") : Does.Contain("no-such-command"));
    }

    [Test]
    public async Task Cancelling_a_wait_is_a_cancellation_and_nothing_else()
    {
        var container = await _scratch.CreateAsync(["sleep", "infinity"]);
        await Engine.StartContainerAsync(container, Deadline);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        var wait = Engine.WaitForExitAsync(container, cancel.Token);
        var exec = Engine.ExecAsync(container, ["sleep", "60"], cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThatAsync(() => wait, Throws.InstanceOf<OperationCanceledException>());
        await Assert.ThatAsync(() => exec, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task An_engine_that_is_not_there_is_an_engine_exception()
    {
        await using var nobody = new DockerEngine(new Uri("unix:///tmp/no-engine-listens-here.sock"));

        await Assert.ThatAsync(
            () => nobody.GetInfoAsync(Deadline),
            Throws.TypeOf<EngineException>().With.Message.Contains("/tmp/no-engine-listens-here.sock"));
    }

    [Test]
    public async Task A_build_reports_its_lines_and_a_failed_one_ends_with_them()
    {
        var good = $"glance-gate/test-build:{_scratch.Id}";
        var output = new ToTestOutput();
        var labels = new Dictionary<string, string> { [GateLabels.Content] = "x" };
        var files = new Dictionary<string, ContextFile> { ["sub/file"] = new(Encoding.UTF8.GetBytes("hello"), Readable) };
        try
        {
            await Engine.BuildImageAsync(new ImageBuild(good, "FROM scratch\nCOPY sub /sub\n", files, labels), output, Deadline);
            var image = await Engine.FindImageAsync(good, Deadline);
            var listed = await Engine.ListImagesAsync(GateLabels.Content, Deadline);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(output.Lines[0], Does.StartWith("Step 1/").IgnoreCase);
                Assert.That(image!.Labels, Is.SupersetOf(labels));
                Assert.That(listed.Select(item => item.Reference), Does.Contain(good));
                await Assert.ThatAsync(
                    () => Engine.BuildImageAsync(
                        new ImageBuild($"{good}-bad", $"FROM {ComponentEngine.BaseImage}\nRUN echo the reason && exit 9\n", files, labels), output, Deadline),
                    Throws.TypeOf<EngineException>().With.Message.Contains(IsPodman ? "exit status 9" : "non-zero code: 9").And.Message.Contains("the reason"));
            }
        }
        finally
        {
            await Engine.RemoveImageAsync(good, Deadline);
            await Engine.RemoveImageAsync(good, Deadline);
        }
    }

    [Test]
    public async Task A_pull_that_cannot_be_is_an_engine_exception()
    {
        await Assert.ThatAsync(
            () => Engine.PullImageAsync("localhost:9/no/such:image", new ToTestOutput(), Deadline),
            Throws.TypeOf<EngineException>().With.Message.StartsWith("pulling image localhost:9/no/such:image: "));
    }
}
