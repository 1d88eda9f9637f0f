using System.Text;
using GlanceGate.Evidence;
using static GlanceGate.Reports.Markdown.MarkdownText;

namespace GlanceGate.Reports.Markdown;

/// <summary>The section of the image API audit: remarks, then what each client called.</summary>
internal static class MarkdownAudit
{
    private const int ShownOperations = 5;

    /// <summary>The section.</summary>
    public static string Render(ImageApiAudit audit, string title)
    {
        var text = new StringBuilder(title);
        text.Line($"{audit.Requests} requests in the access log of {Escape(audit.Service)}.");
        foreach (var remark in audit.Violations.Concat(audit.Gaps))
        {
            text.Line();
            text.Line($"- {Escape(remark)}");
        }

        text.Line();
        text.Line("| client | v1 | v2 | most frequent v2 operations |");
        text.Line("| --- | ---: | ---: | --- |");
        foreach (var client in audit.Clients)
        {
            var operations = string.Join(", ", client.V2Operations.Take(ShownOperations).Select(pair => $"{pair.Key} ×{pair.Value}"));
            text.Line($"| {(client.Audited ? "**" + Escape(client.Name) + "**" : Escape(client.Name))} | {client.V1Requests} | {client.V2Requests} | {Escape(operations)} |");
        }

        return text.ToString();
    }
}
