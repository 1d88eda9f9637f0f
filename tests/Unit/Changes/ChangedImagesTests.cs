using GlanceGate.Changes;
using GlanceGate.Engine;
using GlanceGate.ImageMaking;
using GlanceGate.Jobs;
using GlanceGate.Unit.Engine.InMemory;
using GlanceGate.Unit.ImageMaking;
using GlanceGate.Unit.Jobs;

namespace GlanceGate.Unit.Changes;

internal sealed class ChangedImagesTests
{
    private const string Edit = "--- a/app/x.py\n+++ b/app/x.py\n@@ -1 +1 @@\n-old\n+new\n";
    private const string Other = "--- a/tool/t.py\n+++ b/tool/t.py\n@@ -1 +1 @@\n-old\n+new\n";
    private const string Schema = "--- a/app/schema/1.py\n+++ b/app/schema/1.py\n@@ -1 +1 @@\n-old\n+new\n";

    private static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string>
    {
        [GateLabels.Session] = "s1",
        [GateLabels.Service] = "maker",
    };

    private readonly ManualTimeProvider _time = new();
    private readonly CollectingImageProgress _progress = new();
    private ImagesFolder _folder = null!;
    private InMemoryEngine _engine = null!;
    private ImageProvider _provider = null!;
    private Dictionary<string, string> _images = null!;

    [SetUp]
    public async Task Begin()
    {
        _folder = new ImagesFolder()
            .Write("base/Dockerfile", "FROM debian:bookworm\n")
            .Write("base/projects.yaml", """
                projects:
                  app: {paths: {app: /lib/app}, left-out: [app/tests]}
                  tool: {paths: {tool: /lib/tool}}
                compile: {suffix: .py, command: [cc]}
                """)
            .Write("more/Dockerfile", "FROM base\n")
            .Write("seed/bake.yaml", "from: base\ncommand: [x]\nrebake: [\"app/schema/**\"]\n")
            .Write("full/bake.yaml", "from: base\ncommand: [x]\n");
        _engine = new InMemoryEngine(_time).AddImage("debian:bookworm").Script("maker", new ContainerScript { ExitAfter = TimeSpan.Zero });
        _provider = new ImageProvider(_engine, _folder.Path, Labels, _time);
        _images = [];
        foreach (var image in new[] { "base", "more", "seed", "full" })
        {
            _images[image] = await _provider.EnsureAsync(image, _progress, default);
        }

        foreach (var image in new[] { _images["base"], _images["more"] })
        {
            _engine.AddFile(image, "/lib/app/x.py", "old\n").AddFile(image, "/lib/app/schema/1.py", "old\n").AddFile(image, "/lib/tool/t.py", "old\n");
        }
    }

    [TearDown]
    public async Task End()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Each_service_gets_an_image_with_the_changes_to_its_projects()
    {
        var stack = await ApplyAsync(Stack(("api", "base", "app"), ("cli", "base", "tool"), ("all", "base", null), ("mq", "base", "")), Edit, Other);

        var images = stack.Variant.Services.ToDictionary(service => service.Name, service => stack.Images[service.Image]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stack.Rejection, Is.Null);
            Assert.That(images.Values, Is.Unique);
            Assert.That(images["mq"], Is.EqualTo(_images["base"]));
            Assert.That(images["api"], Does.Match("^glance-gate/base-changed:[0-9a-f]{16}$"));
            Assert.That((await _engine.FindImageAsync(images["api"], default))!.Labels[GateLabels.Base], Is.EqualTo(_images["base"]));
            Assert.That(stack.Applied.Select(change => string.Join(' ', change.Files)), Is.EqualTo(new[] { "app/x.py", "tool/t.py" }));
            Assert.That(_engine.Containers, Is.Empty);
        }
    }

    [Test]
    public async Task The_same_change_is_applied_once_and_another_one_makes_another_image()
    {
        var stack = Stack(("api", "base", null));
        var first = await ApplyAsync(stack, Edit);
        var commits = Count("CommitContainer");
        var again = await ApplyAsync(stack, "a message\n" + Edit);
        var other = await ApplyAsync(stack, Edit.Replace("+new", "+newer", StringComparison.Ordinal));
        var order = await ApplyAsync(stack, Edit, Other);
        var reversed = await ApplyAsync(stack, Other, Edit);

        var references = new[] { first, other, order, reversed }.Select(result => result.Variant.Services[0].Image);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Variant.Services[0].Image, Is.EqualTo(first.Variant.Services[0].Image));
            Assert.That(references, Is.Unique);
            Assert.That(Count("CommitContainer"), Is.EqualTo(commits + 3));
        }
    }

    [Test]
    public async Task A_rejected_change_leaves_no_image_and_no_container_and_is_on_record()
    {
        var before = (await _engine.ListImagesAsync(GateLabels.Content, default)).Count;
        var stack = await ApplyAsync(Stack(("api", "base", null)), Other, Edit.Replace("-old", "-older", StringComparison.Ordinal));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stack.Rejection!.Message, Is.EqualTo("a.patch does not apply to app: app/x.py: hunk 1 of 1 (line 1) is rejected"));
            Assert.That(stack.Rejection.Details, Is.EqualTo(new[] { "@@ -1,1 +1,1 @@", "-older", "+new" }));
            Assert.That(stack.Applied.Select(change => change.Project), Is.EqualTo(new[] { "tool", "app" }));
            Assert.That(await _engine.ListImagesAsync(GateLabels.Content, default), Has.Count.EqualTo(before));
            Assert.That(_engine.Containers, Is.Empty);
            Assert.That(_engine.Calls.Count(call => call.Operation == "StartContainer"), Is.EqualTo(2), "those of the two bakes");
        }
    }

    [Test]
    public async Task A_change_to_what_no_image_has_is_rejected_and_says_so()
    {
        var stack = await ApplyAsync(Stack(("api", "base", null)), Edit.Replace("app/x.py", "app/tests/x.py", StringComparison.Ordinal));

        Assert.That(
            (stack.Rejection!.Message, stack.Rejection.Details),
            Is.EqualTo(("a.patch changes nothing of app that the stack runs", new[] { "left out: app/tests/x.py" })));
    }

    [Test]
    public async Task A_file_that_does_not_compile_rejects_the_change_and_any_other_end_is_infrastructure()
    {
        _engine.Script("maker", new ContainerScript { ExitAfter = TimeSpan.Zero, ExitCode = 3, Log = [new(TimeSpan.Zero, "syntax error")] });
        var stack = await ApplyAsync(Stack(("api", "base", null)), Edit);
        _engine.Script("maker", new ContainerScript { ExitAfter = TimeSpan.Zero, ExitCode = 2, Log = [new(TimeSpan.Zero, "no space left")] });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stack.Rejection!.Message, Does.EndWith("does not compile"));
            Assert.That(stack.Rejection.Details, Is.EqualTo(new[] { "syntax error" }));
            await Assert.ThatAsync(
                () => ApplyAsync(Stack(("api", "base", null)), Edit), Throws.TypeOf<EngineException>().With.Message.EndsWith("no space left"));
            Assert.That(_engine.Containers, Is.Empty);
        }
    }

    [Test]
    public async Task Of_what_a_compiler_says_without_end_the_beginning_is_told()
    {
        _engine.Script("maker", new ContainerScript
        {
            ExitAfter = TimeSpan.Zero,
            ExitCode = 3,
            Log = [.. Enumerable.Range(0, 1000).Select(number => new ScriptedLine(TimeSpan.Zero, $"{number} {new string('x', 10_000)}"))],
        });

        var details = (await ApplyAsync(Stack(("api", "base", null)), Edit)).Rejection!.Details;

        Assert.That((details.Count, details[0][..3], details.Max(line => line.Length)), Is.EqualTo((200, "0 x", 1000)));
    }

    [TestCase("more", Edit, "glance-gate/more-changed:", TestName = "An image that is built from one with the project is changed itself")]
    [TestCase("seed", Edit, "glance-gate/seed:", TestName = "An image that is baked stays as it is")]
    [TestCase("seed", Schema, "glance-gate/seed-changed:", TestName = "An image that is baked is baked anew for what it depends on")]
    [TestCase("full", Edit, "glance-gate/full-changed:", TestName = "An image that is baked and does not say on what it depends is baked anew")]
    public async Task Images_that_are_made_from_a_changed_one(string image, string diff, string reference)
    {
        var stack = await ApplyAsync(Stack(("db", image, null)), diff);

        Assert.That(stack.Images[stack.Variant.Services[0].Image], Does.StartWith(reference));
    }

    [Test]
    public async Task What_an_image_is_made_from_does_not_depend_on_its_list_of_projects()
    {
        _folder.Write("base/projects.yaml", "projects: {other: {paths: {other: /lib/other}}}\n");

        Assert.That(await _provider.EnsureAsync("base", _progress, default), Is.EqualTo(_images["base"]));
    }

    [Test]
    public async Task Images_with_changes_go_with_the_image_that_they_were_made_from()
    {
        var old = (await ApplyAsync(Stack(("api", "base", null)), Edit)).Variant.Services[0].Image;
        await _engine.RemoveImageAsync(_images["base"], default);
        _folder.Write("base/more", "x");
        var reference = await _provider.EnsureAsync("base", _progress, default);
        _engine.AddFile(reference, "/lib/app/x.py", "old\n");

        var stack = await ApplyAsync(Stack(("api", "base", null)), new Dictionary<string, string> { ["base"] = reference }, Edit);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stack.Rejection, Is.Null);
            Assert.That(await _engine.FindImageAsync(old, default), Is.Null);
            Assert.That(await _engine.FindImageAsync(stack.Variant.Services[0].Image, default), Is.Not.Null);
        }
    }

    [Test]
    public async Task A_service_on_a_node_gets_no_image_and_its_host_the_whole_change()
    {
        var stack = Stack(("api", "base", "app"), ("far", "base", "app tool"));
        var node = new NodeDefinition("shelf", "192.0.2.10", "far", TimeSpan.FromMinutes(5));
        var changed = await ApplyAsync(stack with { Nodeset = new NodesetDefinition("192.0.2.1", [], [node]) }, Edit, Other.Replace("t.py", "tests/t.py", StringComparison.Ordinal));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(changed.Rejection, Is.Null);
            Assert.That(changed.Variant.Services[0].Image, Does.StartWith("glance-gate/base-changed:"));
            Assert.That(changed.Variant.Services[1].Image, Is.EqualTo("base"));
            Assert.That(changed.Applied.Select(change => string.Join(' ', change.Files)), Is.EqualTo(new[] { "app/x.py", "tool/tests/t.py" }));
            Assert.That(changed.Applied.SelectMany(change => change.LeftOut), Is.Empty);
        }
    }

    private int Count(string operation) => _engine.Calls.Count(call => call.Operation == operation);

    private Task<ChangedStack> ApplyAsync(JobVariant variant, params string[] diffs) => ApplyAsync(variant, _images, diffs);

    private Task<ChangedStack> ApplyAsync(JobVariant variant, IReadOnlyDictionary<string, string> images, params string[] diffs) =>
        new ChangedImages(_engine, _provider, Labels).ApplyAsync(
            variant, [.. diffs.Select(diff => Diff.Change(diff, diff.Contains("a/tool/", StringComparison.Ordinal) ? "tool" : "app"))], images, _progress, default);

    // Each service with its image and its projects: null for all, empty for none.
    private static JobVariant Stack(params (string Name, string Image, string? Projects)[] services)
    {
        var template = Fixture.Load("good", "smallest").Read().Select(JobSelection.Default with { Jobs = ["web"] })[0].WithChangesRead();
        return template with
        {
            Services =
            [
                .. services.Select(service => template.Services[0] with
                {
                    Name = service.Name,
                    Image = service.Image,
                    Projects = service.Projects?.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                }),
            ],
        };
    }
}
