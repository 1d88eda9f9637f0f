using GlanceGate.Engine;
using GlanceGate.ImageMaking;
using GlanceGate.Unit.Engine.InMemory;
using GlanceGate.Jobs;

namespace GlanceGate.Unit.ImageMaking;

[TestFixture]
public sealed class ImageProviderTests
{
    private static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string>
    {
        [GateLabels.Session] = "s1",
        [GateLabels.Service] = "baker",
    };

    private readonly ManualTimeProvider _time = new();
    private readonly CollectingImageProgress _progress = new();
    private ImagesFolder _folder = null!;
    private InMemoryEngine _engine = null!;

    [SetUp]
    public void Begin()
    {
        _folder = new ImagesFolder().Write("base/Dockerfile", "FROM debian:bookworm\nCOPY tool /\n").Write("base/tool", "1");
        _engine = new InMemoryEngine(_time) { Registry = new HashSet<string> { "registry/x:1" } }.AddImage("debian:bookworm");
    }

    [TearDown]
    public async Task End()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task An_image_is_built_once_and_again_when_anything_of_it_changes()
    {
        var provider = NewProvider();
        var first = await provider.PrepareAsync("base", _progress, default);
        var second = await provider.PrepareAsync("base", _progress, default);
        _folder.Write("base/tool", "2");
        var content = await provider.EnsureAsync("base", _progress, default);
        _folder.Write("base/tool", "2", isExecutable: true);
        var mode = await provider.EnsureAsync("base", _progress, default);
        _folder.Write("base/Dockerfile", "FROM debian:bookworm\nCOPY tool /x\n");
        var dockerfile = await provider.EnsureAsync("base", _progress, default);
        _folder.Write("base/more", "");
        var file = await provider.EnsureAsync("base", _progress, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Reference, Does.Match("^glance-gate/base:[0-9a-f]{16}$"));
            Assert.That(first.Origin, Is.EqualTo(ImageOrigin.Built));
            Assert.That(second, Is.EqualTo(first with { Origin = ImageOrigin.Present }));
            Assert.That(new[] { first.Reference, content, mode, dockerfile, file }, Is.Unique);
            Assert.That((await _engine.FindImageAsync(file, default))!.Labels[GateLabels.Content], Is.EqualTo(file.Split(':')[1]));
        }
    }

    [Test]
    public async Task The_name_of_a_folder_stands_for_its_image_and_changes_with_it()
    {
        _folder.Write("app/Dockerfile", "FROM base\nCOPY --from=registry/x:1 /a /a\n");
        var provider = NewProvider();
        var first = await provider.EnsureAsync("app", _progress, default);
        _folder.Write("base/tool", "changed");
        var second = await provider.EnsureAsync("app", _progress, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(second, Is.Not.EqualTo(first));
            Assert.That(_engine.Calls.Count(call => call.Operation == "PullImage"), Is.EqualTo(1));
            Assert.That(
                _progress.Items.Where(item => item.Image == "app").Select(item => item.Text),
                Has.Some.Match("^FROM glance-gate/base:[0-9a-f]{16}$"));
        }
    }

    [Test]
    public async Task Two_that_want_the_same_image_build_it_once_and_different_ones_at_once()
    {
        _folder.Write("other/Dockerfile", "FROM scratch\n");
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new SemaphoreSlim(0);
        _engine.BeforeCalls((call, _) =>
        {
            if (call.Operation != "BuildImage")
            {
                return Task.CompletedTask;
            }

            begun.Release();
            return release.Task;
        });
        var provider = NewProvider();

        var wanted = new[] { "base", "base", "other" }.Select(image => provider.PrepareAsync(image, _progress, default)).ToArray();
        await begun.WaitAsync();
        await begun.WaitAsync();
        release.SetResult();
        var prepared = await Task.WhenAll(wanted);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_engine.Calls.Count(call => call.Operation == "BuildImage"), Is.EqualTo(2));
            Assert.That(prepared.Count(image => image.Origin == ImageOrigin.Present), Is.EqualTo(1));
        }

        begun.Dispose();
    }

    [Test]
    public async Task A_build_that_was_cancelled_is_done_by_the_next_one()
    {
        var provider = NewProvider();
        using var cancellation = new CancellationTokenSource();
        _engine.BeforeCalls((call, _) => call.Operation == "BuildImage" && !cancellation.IsCancellationRequested ? cancellation.CancelAsync() : Task.CompletedTask)
            .BeforeCalls((call, token) =>
            {
                token.ThrowIfCancellationRequested();
                return Task.CompletedTask;
            });

        await Assert.ThatAsync(
            () => provider.EnsureAsync("base", _progress, cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await provider.PrepareAsync("base", _progress, default)).Origin, Is.EqualTo(ImageOrigin.Built));
    }

    [Test]
    public async Task A_baked_image_comes_from_a_container_that_is_removed()
    {
        WriteBake();
        _engine.Script("baker", new ContainerScript { Log = [new(TimeSpan.Zero, "databases: 3 s")], ExitAfter = TimeSpan.Zero });
        ContainerSpec? spec = null;
        _engine.BeforeCalls((call, _) =>
        {
            spec ??= call.Operation == "CommitContainer" ? _engine.Containers.Single().Spec : null;
            return Task.CompletedTask;
        });

        var image = await NewProvider().PrepareAsync("seed", _progress, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(image.Origin, Is.EqualTo(ImageOrigin.Baked));
            Assert.That(_engine.Containers, Is.Empty);
            Assert.That(_progress.Items, Does.Contain(new ImageProgress("seed", "databases: 3 s")));
            Assert.That(spec!.Image, Does.StartWith("glance-gate/base:"));
            Assert.That(spec.Entrypoint, Is.EqualTo(new[] { "sh", "/bake/run.sh" }));
            Assert.That(spec.Files.Keys, Is.EqualTo(new[] { "/bake/run.sh" }));
            Assert.That(spec.Tmpfs.Keys, Is.EqualTo(new[] { "/tmp" }));
            Assert.That(spec.Labels, Is.EqualTo(Labels));
        }
    }

    [Test]
    public async Task A_bake_that_fails_says_how_and_leaves_no_container()
    {
        WriteBake();
        _engine.Script("baker", new ContainerScript { Log = [new(TimeSpan.Zero, "no space")], ExitAfter = TimeSpan.Zero, ExitCode = 4 });

        await Assert.ThatAsync(
            () => NewProvider().EnsureAsync("seed", _progress, default),
            Throws.TypeOf<EngineException>().With.Message.Contains("'seed'").And.Message.Contains("exit code 4").And.Message.EndsWith("no space"));
        Assert.That(_engine.Containers, Is.Empty);
    }

    [Test]
    public async Task A_bake_that_hangs_ends_at_its_deadline_and_leaves_no_container()
    {
        WriteBake(timeout: "50ms");

        await Assert.ThatAsync(
            () => NewProvider().EnsureAsync("seed", _progress, default),
            Throws.TypeOf<EngineException>().With.Message.Contains("did not end within"));
        Assert.That(_engine.Containers, Is.Empty);
    }

    [Test]
    public async Task A_bake_whose_container_cannot_be_created_tries_to_remove_it_all_the_same()
    {
        WriteBake();
        _engine.Fail("CreateContainer", null, "name in use");

        await Assert.ThatAsync(() => NewProvider().EnsureAsync("seed", _progress, default), Throws.TypeOf<EngineException>());
        Assert.That(_engine.Calls.Select(call => call.Operation), Does.Contain("RemoveContainer"));
    }

    [Test]
    public async Task Old_images_of_the_same_folder_are_removed_except_the_newest()
    {
        var provider = NewProvider();
        _engine.AddImage("glance-gate/basement:1", new Dictionary<string, string> { [GateLabels.Content] = "1" });
        var references = new List<string>();
        foreach (var content in new[] { "1", "2", "3", "4" })
        {
            _folder.Write("base/tool", content);
            references.Add(await provider.EnsureAsync("base", _progress, default));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.That(
            (await _engine.ListImagesAsync(GateLabels.Content, default)).Select(image => image.Reference),
            Is.EquivalentTo(new[] { references[2], references[3], "glance-gate/basement:1" }));
    }

    [Test]
    public async Task A_registry_reference_is_pulled_when_the_engine_has_it_not()
    {
        var provider = NewProvider();
        var first = await provider.PrepareAsync("registry/x:1", _progress, default);
        var second = await provider.PrepareAsync("registry/x:1", _progress, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Origin, Is.EqualTo(ImageOrigin.Pulled));
            Assert.That(second.Origin, Is.EqualTo(ImageOrigin.Present));
            await Assert.ThatAsync(() => provider.EnsureAsync("registry/y:1", _progress, default), Throws.TypeOf<EngineException>());
        }
    }

    [Test]
    public async Task A_name_that_is_neither_folder_nor_reference_is_a_mistake_with_help()
    {
        var provider = NewProvider();
        await Assert.ThatAsync(
            () => provider.EnsureAsync("bass", _progress, default),
            Throws.TypeOf<JobConfigurationException>().With.Message.Contains("'bass'").And.Message.Contains("base"));
    }

    [Test]
    public async Task An_image_that_is_made_from_itself_is_a_mistake_with_its_place()
    {
        _folder.Write("a/Dockerfile", "FROM b\n").Write("b/bake.yaml", "from: a\ncommand: [x]\n");

        await Assert.ThatAsync(
            () => NewProvider().EnsureAsync("a", _progress, default),
            Throws.TypeOf<JobConfigurationException>().With.Message.Contains("a -> b -> a").And.Message.Contains("build/Images/b/bake.yaml:1:7"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_folder_is_either_built_or_baked(bool both)
    {
        _folder.Write("x/file", "");
        if (both)
        {
            _folder.Write("x/Dockerfile", "FROM scratch\n").Write("x/bake.yaml", "from: base\ncommand: [x]\n");
        }

        await Assert.ThatAsync(
            () => NewProvider().EnsureAsync("x", _progress, default),
            Throws.TypeOf<JobConfigurationException>().With.Message.Contains("either built or baked"));
    }

    [Test]
    public async Task A_failed_build_is_passed_on_and_nothing_is_removed()
    {
        _engine.Fail("BuildImage", null, "exit code 100");

        await Assert.ThatAsync(
            () => NewProvider().EnsureAsync("base", _progress, default),
            Throws.TypeOf<EngineException>().With.Message.Contains("glance-gate/base:").And.Message.Contains("exit code 100"));
        Assert.That(_engine.Calls.Select(call => call.Operation), Does.Not.Contain("RemoveImage"));
    }

    [Test]
    public async Task Every_image_that_fails_is_told_at_once_and_in_the_end_and_the_others_are_made()
    {
        _folder.Write("one/Dockerfile", "FROM base\n").Write("two/Dockerfile", "FROM registry/y:1\nCOPY --from=registry/z:1 / /\n");
        _engine.Fail("BuildImage", null, "exit code 100");
        var provider = NewProvider();
        var progress = new CollectingImageProgress();

        var failure = (await Assert.ThrowsAsync<EngineException>(() => provider.EnsureAllAsync(["one", "two", "registry/x:1"], progress, default)))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Message, Does.StartWith("3 failures while images were made:"));
            Assert.That(failure.Message, Does.Contain("base, one: ").And.Contain("exit code 100"));
            Assert.That(failure.Message, Does.Contain("registry/y:1, two: ").And.Contain("registry/z:1: "));
            Assert.That(
                progress.Items.Where(item => item.Text.StartsWith("failed, the others go on: ", StringComparison.Ordinal)).Select(item => item.Image),
                Is.EquivalentTo(new[] { "base", "registry/y:1", "registry/z:1" }));
            Assert.That(await _engine.FindImageAsync("registry/x:1", default), Is.Not.Null);
            Assert.That(_engine.Calls.Count(call => call.Operation == "BuildImage"), Is.EqualTo(1), "what failed is not tried again for each that needs it");
        }
    }

    [Test]
    public async Task One_failure_is_told_in_its_own_words_and_mistakes_come_first()
    {
        _folder.Write("one/Dockerfile", "FROM registry/y:1\n");
        var provider = NewProvider();

        using (Assert.EnterMultipleScope())
        {
            await Assert.ThatAsync(
                () => provider.EnsureAllAsync(["one", "base"], _progress, default), Throws.TypeOf<EngineException>().With.Message.StartsWith("pulling registry/y:1"));
            await Assert.ThatAsync(
                () => provider.EnsureAllAsync(["one", "bass"], _progress, default), Throws.TypeOf<JobConfigurationException>().With.Message.Contains("'bass'"));
            Assert.That((await provider.EnsureAllAsync(["base", "base"], _progress, default)).Keys, Is.EqualTo(new[] { "base" }));
        }
    }

    private void WriteBake(string timeout = "5m") => _folder
        .Write("seed/bake.yaml", $"from: base\ncommand: [sh, /bake/run.sh]\ntimeout: {timeout}\ntmpfs: [/tmp]\n")
        .Write("seed/run.sh", "true");

    private ImageProvider NewProvider() => new(_engine, _folder.Path, Labels, _time);
}
