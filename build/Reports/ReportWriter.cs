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

    /// <summary>Writes every report and returns the path of the run's summary.</summary>
    /// <exception cref="IOException">A file could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static async Task<string> WriteAsync(GateVerdict verdict, ReportContext context, CancellationToken cancellation)
    {
        var redacted = RedactedVerdict.Of(verdict, context.Redact);
        foreach (var variant in redacted.Variants)
        {
            var session = variant.Run.Session;
            var alone = redacted with { Variants = [variant], Outcome = variant.Outcome, Causes = variant.Causes };
            await WriteAsync(Path.Combine(context.Artifacts, session), alone, context, session, cancellation);
            if (context.Plans.TryGetValue(session, out var plan))
            {
                await WriteFileAsync(Path.Combine(context.Artifacts, session, "plan.yaml"), plan, context, cancellation);
            }
        }

        return await WriteAsync(context.Artifacts, redacted, context, string.Empty, cancellation);
    }

    private static async Task<string> WriteAsync(string folder, GateVerdict verdict, ReportContext context, string session, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var summary = Path.Combine(folder, "summary.md");
        await WriteFileAsync(summary, MarkdownSummary.Render(verdict, context, session), context, cancellation);
        await WriteFileAsync(Path.Combine(folder, "junit.xml"), JunitReport.Render(verdict), context, cancellation);
        await WriteFileAsync(Path.Combine(folder, "verdict.json"), VerdictDocument.Of(verdict, context).ToJson(), context, cancellation);
        return summary;
    }

    /// <summary>Puts a file in the place of its predecessor in one step.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static async Task ReplaceAsync(string path, string text, CancellationToken cancellation)
    {
        var written = $"{path}.{Environment.ProcessId}.tmp";
        await File.WriteAllTextAsync(written, text, ReplacingWhatIsNoText, cancellation);
        File.Move(written, path, overwrite: true);
    }

    private static Task WriteFileAsync(string path, string text, ReportContext context, CancellationToken cancellation) =>
        ReplaceAsync(path, context.Redact(text), cancellation);
}
