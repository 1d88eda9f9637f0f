using System.Text;
using GlanceGate.Verdicts;

namespace GlanceGate.Reports;

/// <summary>Writes the reports of a run.</summary>
/// <remarks>
/// <para>The artifacts' own folder has the latest run as a whole, at paths that a CI system can name beforehand: <c>verdict.json</c>,
/// <c>junit.xml</c>, <c>summary.md</c>. A folder for each session has the same three for its variant alone, <c>plan.yaml</c>, and the
/// evidence that was collected into it; those of earlier runs stay.</para>
/// <para>Each file replaces its predecessor in one step, and nothing is written that was not freed of secrets.</para>
/// </remarks>
internal static class ReportWriter
{
    /// <summary>How long reports may take: they are small, and only a file system that hangs takes longer.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    // what came from a log or a test's name and was cut, or never was whole, must not cost the report
    private static readonly UTF8Encoding ReplacingWhatIsNoText = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes every report; one that cannot be made or written costs itself alone.</summary>
    /// <exception cref="IOException">Some reports could not be written; the message says which and why.</exception>
    public static async Task WriteAsync(GateVerdict verdict, ReportContext context, CancellationToken cancellation)
    {
        var redacted = RedactedVerdict.Of(verdict, context.Redact);
        var reports = new List<(string Name, Func<string> Render)>();
        foreach (var variant in redacted.Variants)
        {
            var session = variant.Run.Session;
            reports.AddRange(Of(session, redacted with { Variants = [variant], Outcome = variant.Outcome, Causes = variant.Causes }, context));
            if (context.Plans.TryGetValue(session, out var plan))
            {
                reports.Add((Path.Combine(session, "plan.yaml"), () => plan));
            }
        }

        reports.AddRange(Of(string.Empty, redacted, context));
        var problems = new List<Exception>();
        foreach (var (name, render) in reports)
        {
            try
            {
                var path = Path.Combine(context.Artifacts, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await ReplaceAsync(path, context.Redact(render()), cancellation);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                problems.Add(new IOException($"{name}: {problem.Message}", problem));
            }
        }

        if (problems.Count > 0)
        {
            throw new IOException(string.Join("; ", problems.Select(problem => problem.Message)), problems[0]);
        }
    }

    private static IEnumerable<(string Name, Func<string> Render)> Of(string session, GateVerdict verdict, ReportContext context) =>
    [
        (Path.Combine(session, "summary.md"), () => MarkdownSummary.Render(verdict, context, session)),
        (Path.Combine(session, "junit.xml"), () => JunitReport.Render(verdict)),
        (Path.Combine(session, "verdict.json"), () => VerdictDocument.Of(verdict, context).ToJson()),
    ];

    /// <summary>Puts a file in the place of its predecessor in one step.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static async Task ReplaceAsync(string path, string text, CancellationToken cancellation)
    {
        var written = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            await File.WriteAllTextAsync(written, text, ReplacingWhatIsNoText, cancellation);
            File.Move(written, path, overwrite: true);
        }
        catch
        {
            File.Delete(written);
            throw;
        }
    }
}
