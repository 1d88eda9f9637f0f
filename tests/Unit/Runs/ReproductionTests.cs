using System.Diagnostics;
using Cake.Core;
using GlanceGate.CommandLine;
using GlanceGate.Runs;

namespace GlanceGate.Unit.Runs;

internal sealed class ReproductionTests
{
    private static readonly GateSettings Settings = new("/root-of-it", "/state", "/artifacts", null, [], [], [], null, Keep.Always, null, null, false, false);

    // what decides what is run, on what, and under which conditions
    private static readonly Dictionary<string, string> Deciding = new()
    {
        ["job"] = "a",
        ["variant"] = "a (b)",
        ["pipeline"] = "gate",
        ["set"] = "x.y='1'",
        ["change"] = "api=my.patch",
        ["changed-file"] = "src/x",
        ["where"] = "class == Q",
        ["engine"] = "tcp://10.0.0.1:2376",
        ["patience"] = "1.5",
        ["cpuset"] = "0-1",
        ["busy-loops"] = "4",
    };

    // where things go and what stays; what other targets do; how often a run is made
    private static readonly string[] NotDeciding = ["keep", "artifacts", "session", "watch", "all", "mutation", "whole-suite", "resume", "times", "explain", "diff", "format", "sources"];

    public static IEnumerable<string> Arguments => GateArguments.All.Select(argument => argument.Name);

    [Test]
    public void Of_NothingSelected_IsTheBareCommand() => Assert.That(Reproduction.Of(Settings), Is.EqualTo("dotnet run"));

    [Test]
    public void Of_Selection_RepeatsItAndLeavesOutWhereThingsGo()
    {
        var command = Reproduction.Of(Settings with { Jobs = ["a"], Variants = ["a (b)"], Sets = ["x.y='1'"], Changes = ["api=my.patch"], Where = "class == Q" });

        Assert.That(command, Is.EqualTo("""dotnet run -- --job=a '--variant=a (b)' '--set=x.y='\''1'\''' --change=api=my.patch '--where=class == Q'"""));
    }

    [TestCaseSource(nameof(Arguments))]
    public void Of_EachArgumentThatInfluencesAVerdict_HasIt(string name)
    {
        Assert.That(Deciding.ContainsKey(name), Is.Not.EqualTo(NotDeciding.Contains(name)), $"say here whether --{name} influences a verdict");

        var value = Deciding.GetValueOrDefault(name) ?? Sample(name);
        var words = Words(Reproduction.Of(Read((name, value))));

        Assert.That(words, Is.EqualTo(Deciding.ContainsKey(name) ? ["run", "--", $"--{name}={value}"] : (string[])["run"]));
    }

    [Test]
    public void Of_TheCommandRead_IsTheSameRunAgain()
    {
        var settings = Read([.. Deciding.Select(pair => (pair.Key, pair.Value)), ("job", "b"), ("set", "z=2")]);
        var again = Read([.. Words(Reproduction.Of(settings)).Skip(2).Select(word => word[2..].Split('=', 2)).Select(pair => (pair[0], pair[1]))]);

        Assert.That(Reproduction.Of(again), Is.EqualTo(Reproduction.Of(settings)));
        Assert.That(again.Jobs, Is.EqualTo(["a", "b"]));
    }

    [TestCase("a b")]
    [TestCase("it's")]
    [TestCase("$HOME `id` $(id) ${x} !! \\ \"")]
    [TestCase("a;b|c&d>e<f*?[g]{h,i}~#j")]
    [TestCase("first\nsecond\ttab")]
    [TestCase("ü € 漢")]
    [TestCase("-n")]
    public void Of_AnyText_ReachesTheProgramThroughAShellAsItWas(string text) =>
        Assert.That(Words(Reproduction.Of(Settings with { Where = text })), Is.EqualTo(["run", "--", $"--where={text}"]));

    [Test]
    public void OfRepeat_RepeatsAsOften() => Assert.That(
        Reproduction.OfRepeat(Settings with { Times = 3, Jobs = ["a"], BusyLoops = 2 }),
        Is.EqualTo("dotnet run -- --target=Repeat --times=3 --job=a --busy-loops=2"));

    private static string Sample(string name) => GateArguments.All.Single(argument => argument.Name == name) switch
    {
        { Allowed: [var allowed, ..] } => allowed,
        { Shape: not null } => "7",
        _ => "x",
    };

    private static GateSettings Read(params (string Name, string Value)[] given) =>
        GateArguments.Read(new CakeArguments(given.ToLookup(pair => pair.Name, pair => pair.Value)), "/root-of-it");

    /// <summary>What a shell makes of a command, without its first word.</summary>
    private static string[] Words(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"dotnet() {{ printf '%s\\0' \"$@\"; }}\n{command}"]) { RedirectStandardOutput = true })!;
        var output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return output.Split('\0')[..^1];
    }
}
