using System.Text;
using GlanceGate.Reports.Markdown;
using GlanceGate.Verdicts;

namespace GlanceGate.Reports;

/// <summary><c>summary.md</c>: the first screen says what came of the run, why, where to look and how to repeat it; tables follow.</summary>
/// <remarks>The same text is a CI system's step summary, which is cut off or refused above 1 MiB; sections that do not fit are left out whole.</remarks>
internal static class MarkdownSummary
{
    /// <summary>Bytes of UTF-8 that every known CI system takes.</summary>
    public const int Limit = 1_000_000;

    /// <summary>The text.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="context">Where things are.</param>
    /// <param name="session">Folder of the artifacts that the text will lie in, for its links; empty for the artifacts' own.</param>
    /// <param name="limit">Most bytes of UTF-8.</param>
    public static string Render(GateVerdict verdict, ReportContext context, string session = "", int limit = Limit)
    {
        var text = new StringBuilder(MarkdownHead.Render(verdict, context, session));
        const string leftOut = "\n*More is in `verdict.json`; this summary is limited in size.*\n";
        var left = limit - Bytes(text.ToString()) - Bytes(leftOut);
        foreach (var section in verdict.Variants.SelectMany(variant => MarkdownSections.Of(variant, verdict.Variants.Count > 1)))
        {
            left -= Bytes(section);
            if (left < 0)
            {
                return text.Append(leftOut).ToString();
            }

            text.Append(section);
        }

        return text.ToString();
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
