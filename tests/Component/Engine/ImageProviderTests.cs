using GlanceGate.Engine;
using GlanceGate.ImageMaking;
using GlanceGate.Jobs;

namespace GlanceGate.Component.Engine;

/// <summary>Images by content hash on a real engine.</summary>
[TestFixture]
public sealed class ImageProviderTests
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(5));
    private string _name = "";
    private string _folder = "";
    private EngineScratch _scratch = null!;
    private ImageProvider _provider = null!;

    private static IContainerEngine Engine => ComponentEngine.Engine;

    private CancellationToken Deadline => _deadline.Token;

    [SetUp]
    public void Begin()
    {
        _scratch = new EngineScratch(Engine, ComponentEngine.BaseImage);
        _name = $"test-{_scratch.Id}";
        _folder = Directory.CreateTempSubdirectory("gate-images-").FullName;
        _provider = new ImageProvider(Engine, _folder, _scratch.Labels, TimeProvider.System);
    }

    [TearDown]
    public async Task NothingIsLeft()
    {
        var containers = await Engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = _scratch.Id }, Deadline);
        await _scratch.DisposeAsync();
        foreach (var image in await OursAsync())
        {
            await Engine.RemoveImageAsync(image, Deadline);
        }

        Directory.Delete(_folder, recursive: true);
        Assert.That(containers.Where(item => item.Name.Contains("bake", StringComparison.Ordinal)), Is.Empty, "containers of bakes");
    }

    [OneTimeTearDown]
    public void Dispose() => _deadline.Dispose();

    [Test]
    public async Task A_folder_is_built_once_a_content_and_old_images_go()
    {
        var references = new List<string>();
        foreach (var content in new[] { "1", "2", "3" })
        {
            Write(_name, "Dockerfile", "FROM scratch\nCOPY file /\n");
            Write(_name, "file", content);
            var built = await _provider.PrepareAsync(_name, new ToTestOutput(), Deadline);
            var again = await _provider.PrepareAsync(_name, new ToTestOutput(), Deadline);
            references.Add(built.Reference);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(built.Origin, Is.EqualTo(ImageOrigin.Built));
                Assert.That(again, Is.EqualTo(built with { Origin = ImageOrigin.Present }));
            }
        }

        Assert.That(await OursAsync(), Has.Count.EqualTo(2).And.Contains(references[2]));
    }

    [Test]
    public async Task An_image_is_baked_from_another_folder_and_keeps_its_entry_point()
    {
        Write($"{_name}-base", "Dockerfile", "FROM debian:bookworm\nENTRYPOINT [\"sh\", \"-c\"]\n");
        Write($"{_name}-baked", "bake.yaml", $"""
            from: {_name}-base
            command: [sh, /bake/run.sh]
            timeout: 2m
            tmpfs: [/work]
            environment: [WORD]
            """.Replace("[WORD]", "{WORD: hello}", StringComparison.Ordinal));
        Write($"{_name}-baked", "run.sh", "set -e\necho baking\necho $WORD > /work/word\ncp /work/word /result\n");
        var output = new ToTestOutput();

        var image = await _provider.PrepareAsync($"{_name}-baked", output, Deadline);
        var again = await _provider.PrepareAsync($"{_name}-baked", output, Deadline);
        var lines = await _scratch.RunToEndAsync(
            await _scratch.CreateAsync(["cat /result; ls -A /work"], spec => spec with { Image = image.Reference }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(image.Origin, Is.EqualTo(ImageOrigin.Baked));
            Assert.That(again.Origin, Is.EqualTo(ImageOrigin.Present));
            Assert.That(lines, Is.EqualTo(new[] { "hello" }), "the result, and nothing of what was in memory");
            Assert.That(output.Lines, Does.Contain($"{_name}-baked: baking"));
        }
    }

    [Test]
    public async Task A_bake_that_fails_or_hangs_says_so_with_its_last_lines()
    {
        Write(_name, "bake.yaml", "from: debian:bookworm\ncommand: [sh, -c, 'echo the reason >&2; exit 4']\n");
        Write($"{_name}-slow", "bake.yaml", "from: debian:bookworm\ncommand: [sh, -c, 'echo begun; sleep 1000']\ntimeout: 2s\n");

        using (Assert.EnterMultipleScope())
        {
            await Assert.ThatAsync(
                () => _provider.EnsureAsync(_name, new ToTestOutput(), Deadline),
                Throws.TypeOf<EngineException>().With.Message.Contains("exit code 4").And.Message.EndsWith("the reason"));
            await Assert.ThatAsync(
                () => _provider.EnsureAsync($"{_name}-slow", new ToTestOutput(), Deadline),
                Throws.TypeOf<EngineException>().With.Message.Contains("did not end within 2 s"));
            Assert.That(await OursAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task A_failed_build_names_the_image_and_ends_with_its_output()
    {
        Write(_name, "Dockerfile", "FROM debian:bookworm\nRUN echo the reason && false\n");

        await Assert.ThatAsync(
            () => _provider.EnsureAsync(_name, new ToTestOutput(), Deadline),
            Throws.TypeOf<EngineException>().With.Message.Contains($"glance-gate/{_name}:").And.Message.Contains("the reason"));
    }

    [Test]
    public async Task A_build_reaches_the_package_archive()
    {
        Write(_name, "Dockerfile", "FROM debian:bookworm\nRUN apt-get update\n");

        Assert.That((await _provider.PrepareAsync(_name, new ToTestOutput(), Deadline)).Origin, Is.EqualTo(ImageOrigin.Built));
    }

    [Test]
    public async Task A_mistake_in_a_description_is_found_before_anything_is_made()
    {
        Write(_name, "bake.yaml", "from: nowhere\ncommand: [\"true\"]\n");

        await Assert.ThatAsync(
            () => _provider.EnsureAsync(_name, new ToTestOutput(), Deadline), Throws.TypeOf<JobConfigurationException>());
    }

    private async Task<IReadOnlyList<string>> OursAsync() =>
    [
        .. (await Engine.ListImagesAsync(GateLabels.Content, Deadline))
            .Select(image => image.Reference)
            .Where(reference => reference.StartsWith($"glance-gate/{_name}", StringComparison.Ordinal)),
    ];

    private void Write(string image, string file, string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder, image));
        File.WriteAllText(Path.Combine(_folder, image, file), text);
    }
}
