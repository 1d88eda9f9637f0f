using System.Diagnostics;
using System.Globalization;
using System.Text;
using GlanceGate.Changes;
using GlanceGate.Engine;
using GlanceGate.Evidence;
using GlanceGate.ImageMaking;
using GlanceGate.Inputs;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Yaml;
using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Reports;
using GlanceGate.Suites;
using GlanceGate.Unit.Changes;
using GlanceGate.Verdicts;

namespace GlanceGate.Robustness.Attacks;

/// <summary>Inputs as large as they may be; what the gate needs for them is measured.</summary>
internal sealed class LargeInputAttack : Attack
{
    /// <summary>How a process is told to feed one input.</summary>
    public const string Argument = "--large-input=";

    private const int LogLines = 3_000;

    // Who needs more runs out of memory; without it a collector takes what a machine has, and says nothing of what is needed.
    private const int HeapLimit = 220 << 20;

    private static readonly (string What, Action<Random> Feed)[] Kinds =
    [
        ("a patch of short lines", _ => Patch(1)),
        ("a patch of long lines", _ => Patch((InputLimits.Patch / InputLimits.PatchLines) - 2)),
        ("a patch in an encoded mail that is compressed", _ => Mail()),
        ("a source tree", _ => Tree()),
        ("a result file of small cases", _ => Results("<testcase name='a'>", string.Empty, "</testcase>\n", InputLimits.ResultElements - 10)),
        ("a result file of one long failure", _ => Results("<testcase name='a'><failure>", "x", "</failure></testcase>", 1)),
        ("a result file of one failure of short lines", _ => Results("<testcase name='a'><failure>", "x\n", "</failure></testcase>", 1)),
        ("a result file of one failure that is escaped", _ => Results("<testcase name='a'><failure>", "%41", "</failure></testcase>", 1)),
        ("a result file of long failures", _ => Results("<testcase name='a'><failure>", "x", "</failure></testcase>", InputLimits.SuiteResults / InputLimits.TestMessage)),
        ("a result file of attributes", _ => Results($"<testcase {string.Concat(Enumerable.Range(0, 900).Select(number => $"a{number}='{new string('x', 8)}' "))}>", string.Empty, "</testcase>\n", (InputLimits.ResultAttributes / 900) - 1)),
        ("a log of errors that are all different", random => Log(random, number => $"2026-11-22 13:24:23.123 7 ERROR api.server [-] {Material.Letters(random, 300)}\u001b[00m")),
        ("a log of one record without end", random => Log(random, number => number == 0 ? "2026-11-22 13:24:23.123 7 ERROR api.server [-] x" : new string('x', 20_000))),
        ("a job file of many values", _ => JobFile()),
    ];

    private static readonly LogScanDefinition Definition = new([], [], []);

    private static readonly ProjectLayout Layout = new(new Dictionary<string, string> { ["nova"] = "/lib/nova" }, []);

    private static readonly JobVariant Variant = new(
        new VariantDefinition(
            Job: "large",
            Name: "large",
            Values: [],
            Description: "Large",
            Timeout: TimeSpan.FromMinutes(1),
            PostTimeout: TimeSpan.FromMinutes(1),
            Attempts: 1,
            Voting: true,
            Capabilities: [],
            Services: [],
            Suite: new SuiteDefinition("Large", string.Empty, new Dictionary<string, string>(), new Dictionary<string, ImageFile>()),
            Audit: null,
            Expect: null),
        []);

    /// <inheritdoc/>
    public override string Name => "large-inputs";

    /// <inheritdoc/>
    public override string Promise => "what is as large as it may be is read in bounded memory and time";

    /// <inheritdoc/>
    public override TimeSpan Limit => TimeSpan.FromMinutes(5);

    /// <summary>What the hungriest input needed so far, in MiB.</summary>
    public long Most { get; private set; }

    /// <inheritdoc/>
    /// <remarks>Each input has a process of its own, as what one leaves to the collector is no need of the next.</remarks>
    public override Finding? Try(Random random)
    {
        var (kind, seed) = (random.Next(Kinds.Length), random.Next());
        var start = new ProcessStartInfo("dotnet", [typeof(LargeInputAttack).Assembly.Location, $"{Argument}{kind},{seed}"]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit.ToString("X", CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            return new Finding($"{Kinds[kind].What}: {said.Trim()}", $"{Argument}{kind},{seed}");
        }

        Most = Math.Max(Most, long.Parse(said, CultureInfo.InvariantCulture));
        return null;
    }

    /// <summary>Feeds one input to the gate's parts and prints what this process needed for it, in MiB, or what was wrong.</summary>
    /// <param name="argument">The command line of the process.</param>
    /// <returns>The exit code.</returns>
    public static int FeedAlone(string argument)
    {
        var numbers = argument[Argument.Length..].Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToList();
        try
        {
            Kinds[numbers[0]].Feed(new Random(numbers[1]));
        }
        catch (Exception problem) when (problem is not (FormatException or ChangeFormatException))
        {
            Console.WriteLine($"{problem.GetType().Name}: {problem.Message}");
            return 1;
        }

        using var self = Process.GetCurrentProcess();
        Console.WriteLine(self.PeakWorkingSet64 >> 20);
        return 0;
    }

    private static void Patch(int width)
    {
        Apply(ChangeReader.OfPatch("nova", "a.patch", PatchFile(width)));
    }

    // Of base64 four characters are three of the patch, and a byte of a line's end comes after 76 of them.
    private static void Mail()
    {
        const int Most = (InputLimits.Patch / 80 * 57) - 10_000;
        var text = PatchFile((Most / InputLimits.PatchLines) - 2);
        Apply(ChangeReader.OfPatch("nova", "a.patch", PatchForms.Gzip([.. "Subject: x\nContent-Transfer-Encoding: base64\n\n"u8, .. Encoding.ASCII.GetBytes(Convert.ToBase64String(text, Base64FormattingOptions.InsertLineBreaks))])));
    }

    private static ImageOverlay Apply(Change change)
    {
        var overlay = new ImageOverlay(_ => Task.FromResult<ContextFile?>(null));
        _ = overlay.ApplyAsync(LocatedChange.Of(change, Layout)).GetAwaiter().GetResult();
        return overlay;
    }

    // As far as what an engine is given.
    private static void Tree()
    {
        var folder = Directory.CreateTempSubdirectory("gate-large-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "nova"));
            for (var i = 0; i < 6; i++)
            {
                File.WriteAllBytes(Path.Combine(folder, "nova", $"{i}.bin"), new byte[InputLimits.SourceTree / 6]);
            }

            using var archive = ContainerFiles.ToTar(ChangeScript.Files(Apply(ChangeReader.Read("nova", folder, folder, [Layout])), compile: null));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] PatchFile(int width)
    {
        var lines = InputLimits.PatchLines - 10;
        var head = Encoding.Latin1.GetBytes($"--- /dev/null\n+++ b/nova/a\n@@ -0,0 +1,{lines} @@\n");
        var line = Encoding.Latin1.GetBytes($"+{new string('x', width)}\n");
        var file = new byte[head.Length + (lines * line.Length)];
        head.CopyTo(file, 0);
        for (var i = 0; i < lines; i++)
        {
            line.CopyTo(file, head.Length + (i * line.Length));
        }

        return file;
    }

    // All the way that a result file goes, as far as its reports.
    private static void Results(string head, string text, string tail, int cases)
    {
        var redactor = new Redactor(["a secret"]);
        var run = new VariantRun(
            Variant, "s1a2b3", DateTimeOffset.UnixEpoch, [], Interruption: null, SuiteEnding.Decide(1, stopped: false, [redactor.Redact(ResultFile(head, text, tail, cases))], [], [], TimeSpan.Zero, JunitResults.Parse), Audit: null, [], Attempt: 1);
        var folder = Directory.CreateTempSubdirectory("gate-large-").FullName;
        try
        {
            var verdict = VerdictJudge.Judge(run);
            var whole = new GateVerdict(verdict.Outcome, [verdict], verdict.Causes, DateTimeOffset.UnixEpoch, TimeSpan.Zero, "dotnet run");
            ReportWriter.WriteAsync(whole, new ReportContext(folder, folder, Engine: null, new Dictionary<string, string>(), redactor.Redact), CancellationToken.None).GetAwaiter().GetResult();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // In one piece, as the gate is what is measured.
    private static string ResultFile(string head, string text, string tail, int cases)
    {
        const string Begin = "<testsuite>", End = "</testsuite>";
        var room = InputLimits.SuiteResults - Begin.Length - End.Length - (cases * (head.Length + tail.Length));
        var repeated = text.Length == 0 ? 0 : room / cases / text.Length;
        return string.Create(Begin.Length + End.Length + (cases * (head.Length + tail.Length + (repeated * text.Length))), 0, (target, _) =>
        {
            Put(ref target, Begin);
            for (var i = 0; i < cases; i++)
            {
                Put(ref target, head);
                for (var times = 0; times < repeated; times++)
                {
                    Put(ref target, text);
                }

                Put(ref target, tail);
            }

            Put(ref target, End);
        });
    }

    private static void Put(ref Span<char> target, string text)
    {
        text.CopyTo(target);
        target = target[text.Length..];
    }

    private static void Log(Random random, Func<int, string> line)
    {
        var scan = new ServiceLogScan(Definition, "api", LogWindow.Everything, isJudged: random.Next(2) == 0);
        for (var i = 0; i < LogLines; i++)
        {
            scan.Take(line(i));
        }

        scan.End();
    }

    private static void JobFile() =>
        NodeReader.TryRead(new JobFile("jobs/a.yaml", $"[{string.Concat(Enumerable.Repeat("a,", (InputLimits.JobFile / 2) - 2))}]"), new DiagnosticBag(), out _);
}
