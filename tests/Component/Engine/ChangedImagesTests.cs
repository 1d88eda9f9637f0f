using System.Text;
using GlanceGate.Changes;
using GlanceGate.Engine;
using GlanceGate.ImageMaking;
using GlanceGate.Inputs;
using GlanceGate.Jobs;
using GlanceGate.Model;

namespace GlanceGate.Component.Engine;

/// <summary>Changes in images of a real engine.</summary>
[TestFixture]
public sealed class ChangedImagesTests
{
    private const string Edit = "--- a/app/x.sh\n+++ b/app/x.sh\n@@ -1,2 +1,2 @@\n echo one\n-echo two\n+echo three\n";
    private const string Series = """
        diff --git a/app/gone b/app/gone
        deleted file mode 100644
        --- a/app/gone
        +++ b/app/gone
        @@ -1 +0,0 @@
        -gone
        diff --git a/app/run b/app/deep/er/run
        similarity index 100%
        rename from app/run
        rename to app/deep/er/run
        diff --git a/app/new.sh b/app/new.sh
        new file mode 100755
        --- /dev/null
        +++ b/app/new.sh
        @@ -0,0 +1 @@
        +echo new

        """;

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(5));
    private string _name = "";
    private string _folder = "";
    private EngineScratch _scratch = null!;
    private ImageProvider _provider = null!;
    private string _base = "";

    private static IContainerEngine Engine => ComponentEngine.Engine;

    private CancellationToken Deadline => _deadline.Token;

    [SetUp]
    public async Task Begin()
    {
        _scratch = new EngineScratch(Engine, ComponentEngine.BaseImage);
        _name = $"test-{_scratch.Id}";
        _folder = Directory.CreateTempSubdirectory("gate-images-").FullName;
        _provider = new ImageProvider(Engine, _folder, _scratch.Labels, TimeProvider.System);
        Write("Dockerfile", "FROM debian:bookworm\nENTRYPOINT [\"sh\", \"-c\"]\nCOPY app /lib/app\n");
        Write("app/x.sh", "echo one\necho two\n");
        Write("app/gone", "gone\n");
        Write("app/tests/kept", "kept\n");
        Write("app/run", "#!/bin/sh\necho run\n", isExecutable: true);
        Write("projects.yaml", """
            projects: {app: {paths: {app: /lib/app}, left-out: [app/tests]}}
            compile: {suffix: .sh, command: [sh, -n]}
            """);
        _base = await _provider.EnsureAsync(_name, new ToTestOutput(), Deadline);
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
        Assert.That(containers.Where(item => item.Name.Contains("change", StringComparison.Ordinal)), Is.Empty, "containers that applied changes");
    }

    [OneTimeTearDown]
    public void Dispose() => _deadline.Dispose();

    [Test]
    public async Task Patches_change_the_image_and_nothing_else_of_it()
    {
        var stack = await ApplyAsync(Patch(Edit), Patch(Series));

        var lines = await RunAsync(stack, "cd /lib/app; sh x.sh; ./deep/er/run; ./new.sh; ls -A . /.gate-change 2>&1; cat tests/kept");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stack.Rejection, Is.Null);
            Assert.That(lines.Take(4), Is.EqualTo(new[] { "one", "three", "run", "new" }));
            Assert.That(lines, Does.Contain("kept").And.Some.Contains("cannot access '/.gate-change'").And.None.EqualTo("gone"));
            Assert.That(lines.Count(line => line == "run"), Is.EqualTo(1), "what it says, and no longer its old name");
            Assert.That(await RunAsync(_base, "sh /lib/app/x.sh; cat /lib/app/gone"), Is.EqualTo(new[] { "one", "two", "gone" }), "the image without changes");
        }
    }

    [Test]
    public async Task The_same_change_is_found_again()
    {
        var first = await ApplyAsync(Patch(Edit));
        var progress = new ToTestOutput();

        var again = await ApplyAsync(progress, Patch(Edit));

        Assert.That((again.Variant.Services[0].Image, progress.Lines), Is.EqualTo((first.Variant.Services[0].Image, Array.Empty<string>())));
    }

    [Test]
    public async Task A_rejected_hunk_is_shown_and_leaves_no_image()
    {
        var stack = await ApplyAsync(Patch(Series), Patch(Edit.Replace("echo one", "echo other", StringComparison.Ordinal)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stack.Rejection!.Message, Is.EqualTo("a.patch does not apply to app: app/x.sh: hunk 1 of 1 (line 1) is rejected"));
            Assert.That(stack.Rejection.Details, Is.EqualTo(new[] { "@@ -1,2 +1,2 @@", " echo other", "-echo two", "+echo three" }));
            Assert.That(await OursAsync(), Is.EqualTo(new[] { _base }));
        }
    }

    [Test]
    public async Task A_changed_file_that_does_not_compile_is_rejected_and_leaves_no_image()
    {
        var stack = await ApplyAsync(Patch(Edit.Replace("echo three", "(", StringComparison.Ordinal)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stack.Rejection!.Message, Does.EndWith("does not compile"));
            Assert.That(stack.Rejection.Details, Has.Some.Contains("Syntax error"));
            Assert.That(await OursAsync(), Is.EqualTo(new[] { _base }));
        }
    }

    [Test]
    public async Task A_source_tree_takes_the_place_of_what_the_image_had()
    {
        var files = new Dictionary<string, ContextFile>
        {
            ["app/only"] = new(Encoding.UTF8.GetBytes("only\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead),
        };
        var stack = await ApplyAsync(new Change("app", "src", new TreeContent(files, ["doc/"], "sha256:0")));

        Assert.That(
            await RunAsync(stack, "cd /lib/app; find . -type f | sort; stat -c %a only"),
            Is.EqualTo(new[] { "./only", "./tests/kept", "604" }), "what the tree has, and left-out paths of the image");
    }

    private static Change Patch(string text) => ChangeReader.OfPatch("app", "a.patch", Encoding.UTF8.GetBytes(text));

    private Task<ChangedStack> ApplyAsync(params Change[] changes) => ApplyAsync(new ToTestOutput(), changes);

    private Task<ChangedStack> ApplyAsync(ToTestOutput output, params Change[] changes)
    {
        JobFile[] files =
        [
            new("jobs/services/api.yaml", $"- service: {{name: api, image: {_name}}}"),
            new("jobs/web.yaml", "- job: {name: web, services: {api: {}}, suite: {project: S}}"),
        ];
        var variant = JobCatalog.Read(files, _ => true, name => name == _name).Select(JobSelection.Default with { Jobs = ["web"] })[0];
        return new ChangedImages(Engine, _provider, _scratch.Labels).ApplyAsync(
            new JobVariant(variant, []), changes, new Dictionary<string, string> { [_name] = _base }, output, Deadline);
    }

    private Task<IReadOnlyList<string>> RunAsync(ChangedStack stack, string script) => RunAsync(stack.Variant.Services[0].Image, script);

    private async Task<IReadOnlyList<string>> RunAsync(string image, string script) =>
        await _scratch.RunToEndAsync(await _scratch.CreateAsync([script], spec => spec with { Image = image }));

    private async Task<IReadOnlyList<string>> OursAsync() =>
    [
        .. (await Engine.ListImagesAsync(GateLabels.Content, Deadline))
            .Select(image => image.Reference)
            .Where(reference => reference.StartsWith($"glance-gate/{_name}", StringComparison.Ordinal)),
    ];

    private void Write(string file, string text, bool isExecutable = false)
    {
        var path = Path.Combine(_folder, _name, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | (isExecutable ? UnixFileMode.UserExecute : 0));
    }
}
