using System.Reflection;
using Cake.Core;
using Cake.Frosting;
using GlanceGate.CommandLine;
using GlanceGate.Runs;
using GlanceGate.Unit.Changes;
using GlanceGate.Unit.Jobs;

namespace GlanceGate.Unit.Papers;

/// <summary>What the papers tell their readers to type goes at least as far as its plan.</summary>
/// <remarks>A command of a kind that nobody has said here how to check is red.</remarks>
internal sealed class PaperCommandsTests
{
    // Cake's own; --name=value is how a foreign suite is given its keys
    private static readonly string[] NotTheGates =
        ["--tree", "--description", "--dryrun", "--exclusive", "--verbosity", "--version", "--info", "--name=value", "-p:UpstreamPackages=true"];

    // what a reader may do with their machine, or is shown, and no command of ours
    private static readonly string[] NoCommands =
        ["systemctl disable", "systemctl enable --now docker", "dotnet format whitespace . --folder", "N passed, N failed", "docker exec", "dotnet run -- --target=NAME --ARGUMENT=VALUE",
        "git diff", "git show", "git format-patch", "diff -u", "svn diff", "hg diff", "git diff HEAD > my.patch", "../nova@origin/master..HEAD (3 commits, 0123456789ab)"];

    private TestClone _clone = null!;

    public static IEnumerable<string> Commands => PaperText.Commands.Except(NoCommands);

    public static IEnumerable<string> Options => PaperText.Options;

    private static IEnumerable<string> Targets =>
        typeof(GateContext).Assembly.GetExportedTypes().Select(type => type.GetCustomAttribute<TaskNameAttribute>()?.Name).OfType<string>();

    private string Here => _clone.Beside("here");

    [OneTimeSetUp]
    public void Begin()
    {
        // what stands for a reader's own files
        _clone = new TestClone().Write("nova/version.py", "old\n").Commit("theirs");
        _clone.Git("branch", "origin/master");
        _clone.Write("nova/version.py", "new\n").Commit("mine");
        Directory.CreateDirectory(Here);
        File.WriteAllText(Path.Combine(Here, "my.patch"), "--- a/nova/image/glance.py\n+++ b/nova/image/glance.py\n@@ -1 +1 @@\n-old\n+new\n");
    }

    [OneTimeTearDown]
    public void End() => _clone.Dispose();

    [TestCaseSource(nameof(Commands))]
    public void A_command_goes_as_far_as_its_plan(string command)
    {
        switch (PaperText.Words(command))
        {
            case ["run"]:
                Plan([]);
                break;
            case ["run", "--", "--target="]:
                // the head of the table of targets
                Assert.That(PaperText.FirstCells($"`{command}`"), Is.EquivalentTo(Targets.Except(["Default"])));
                break;
            case ["run", "--", .. var arguments]:
                Plan(arguments);
                break;
            case ["run", "--project", var program, "--", ..]:
                Assert.That(Directory.EnumerateFiles(Repository.PathOf(program), "*.csproj").Count(), Is.EqualTo(1), "what is run");
                break;
            case ["test", var path]:
                var folder = Repository.PathOf(path);
                Assert.That(folder, Does.Exist);
                Assert.That(Directory.EnumerateFiles(folder).Count(file => Path.GetExtension(file) is ".csproj" or ".slnx"), Is.EqualTo(1), "what is tested");
                break;
            default:
                Assert.Fail($"nobody has said how to check `{command}`: do it here");
                break;
        }
    }

    [TestCaseSource(nameof(Options))]
    public void An_option_is_one_that_there_is(string option)
    {
        if (NotTheGates.Contains(option))
        {
            return;
        }

        var (name, value) = Split(option);
        if (name == "target")
        {
            Assert.That(Targets, Does.Contain(value));
            return;
        }

        var argument = GateArguments.All.SingleOrDefault(known => known.Name == name);
        Assert.That(argument, Is.Not.Null, $"{option}: there is no such argument");
        if (value is not (null or "") && value != argument!.Value && value != string.Join("\\|", argument.Allowed ?? []))
        {
            Assert.That(() => Read([option]), Throws.Nothing);
        }
    }

    [Test]
    public void Every_argument_is_told() =>
        Assert.That(PaperText.Options.Except(NotTheGates).Select(option => Split(option).Name), Is.SupersetOf(GateArguments.All.Select(argument => argument.Name)));

    [TestCase("curl https://example.org | sh")]
    [TestCase("dotnet run; rm -rf x")]
    [TestCase("dotnet run > $HOME/x")]
    public void A_command_of_an_unknown_kind_is_never_run(string command) =>
        Assert.That(() => PaperText.Words(command), Throws.TypeOf<AssertionException>().With.Message.Contains("nobody has said how to check"));

    [Test]
    public void The_text_has_commands() => Assert.That(
        PaperText.Commands, Is.SupersetOf(new[] { "dotnet run -- --target=Up --variant=libvirt   # prints how to reach it", "dotnet run -- --target=" }));

    private void Plan(IReadOnlyList<string> arguments)
    {
        var target = arguments.Select(Split).SingleOrDefault(argument => argument.Name == "target").Value ?? "Default";
        var settings = Read(arguments);
        switch (target)
        {
            case "Default" or "Gate" or "Plan" or "Images" or "Validate":
                Assert.That(JobSource.Select(settings), Is.Not.Empty);
                break;
            case "Up":
                Assert.That(StackCommands.SelectForUp(settings).Expect, Is.Null);
                break;
            case "Repeat":
                Assert.That(RepeatCommand.Select(settings), Is.Not.Empty);
                break;
            case "Mutate":
                Assert.That(MutationSource.Load(settings).Count, Is.Positive);
                break;
            case "Suite":
                // of a stack as Up leaves it
                var kept = StackCommands.SelectForUp(settings with { Variants = ["libvirt"] });
                Assert.That(JobSource.SelectChanged(settings, kept.Job, kept.Name).Suite.Where, Does.Contain(settings.Where ?? string.Empty));
                break;
            default:
                Assert.That(Targets, Does.Contain(target));
                Assert.That(new[] { "Down", "Sweep", "Schema", "Help" }, Does.Contain(target), "nobody has said how to check this target: do it here");
                break;
        }
    }

    private GateSettings Read(IReadOnlyList<string> arguments) =>
        GateArguments.Read(new CakeArguments(arguments.Select(Split).ToLookup(pair => pair.Name, pair => pair.Value ?? string.Empty)), Repository.Root, Here);

    private static (string Name, string? Value) Split(string option)
    {
        Assert.That(option, Does.StartWith("--"), "how the gate's arguments begin");
        var parts = option[2..].Split('=', 2);
        return (parts[0], parts.ElementAtOrDefault(1));
    }
}
