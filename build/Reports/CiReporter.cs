using System.Globalization;
using GlanceGate.Verdicts;

namespace GlanceGate.Reports;

/// <summary>Tells a CI system what its page can show: foldable groups while the run goes on, and what failed at its end.</summary>
/// <remarks>Each system reads commands from the output; the base class is a plain console, which knows none.</remarks>
internal class CiReporter(TextWriter output)
{
    /// <summary>GitHub shows ten annotations of a step and drops the others.</summary>
    protected const int ShownCauses = 10;

    /// <summary>Where commands go.</summary>
    protected TextWriter Output => output;

    /// <summary>Whether lines go to a CI system's page and not to a person at a terminal.</summary>
    public virtual bool IsCi => false;

    /// <summary>The reporter for the system that the environment variables are of.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="time">Clock.</param>
    public static CiReporter Detect(Func<string, string?> variable, TextWriter output, TimeProvider time) =>
        variable("GITHUB_ACTIONS") == "true" ? new GitHubActionsReporter(output, variable("GITHUB_STEP_SUMMARY"))
        : variable("GITLAB_CI") == "true" ? new GitLabReporter(output, time)
        : !string.IsNullOrEmpty(variable("TEAMCITY_VERSION")) ? new TeamCityReporter(output)
        : string.Equals(variable("TF_BUILD"), "true", StringComparison.OrdinalIgnoreCase) ? new AzurePipelinesReporter(output)
        : new CiReporter(output);

    /// <summary>Begins a group of lines.</summary>
    public virtual void BeginGroup(string name)
    {
    }

    /// <summary>Ends the group of that name.</summary>
    public virtual void EndGroup(string name)
    {
    }

    /// <summary>Reports the verdict, when the reports are written.</summary>
    /// <exception cref="IOException">The system's own file could not be written.</exception>
    public void Report(GateVerdict verdict, ReportContext context) => ReportRedacted(RedactedVerdict.Of(verdict, context.Redact), context);

    /// <summary>Reports a verdict that holds no secrets.</summary>
    protected virtual void ReportRedacted(GateVerdict verdict, ReportContext context)
    {
    }

    /// <summary>Causes with the name of their variant, the first ones.</summary>
    protected static IEnumerable<(string Title, string Message)> Shown(GateVerdict verdict)
    {
        var ofVariants = verdict.Variants.Where(variant => variant.Outcome != Outcome.Success && variant.Run.Variant.Voting)
            .SelectMany(variant => variant.Causes.Select(cause => (Title: variant.Run.Variant.Name, Cause: cause)));
        var own = verdict.Causes.Except(verdict.Variants.SelectMany(variant => variant.Causes)).Select(cause => (Title: "gate", Cause: cause));
        return own.Concat(ofVariants)
            .Take(ShownCauses)
            .Select(item => (item.Title, PlainText.Line(VerdictWords.Line(item.Cause))));
    }
}

/// <summary>GitHub Actions: workflow commands and the step summary.</summary>
internal sealed class GitHubActionsReporter(TextWriter output, string? summaryFile) : CiReporter(output)
{
    /// <inheritdoc/>
    public override bool IsCi => true;

    /// <inheritdoc/>
    public override void BeginGroup(string name) => Output.WriteLine($"::group::{Data(name)}");

    /// <inheritdoc/>
    public override void EndGroup(string name) => Output.WriteLine("::endgroup::");

    /// <inheritdoc/>
    protected override void ReportRedacted(GateVerdict verdict, ReportContext context)
    {
        foreach (var (title, message) in Shown(verdict))
        {
            Output.WriteLine($"::error title={Property(title)}::{Data(message)}");
        }

        if (!string.IsNullOrEmpty(summaryFile))
        {
            File.AppendAllText(summaryFile, MarkdownSummary.Render(verdict, context));
        }
    }

    private static string Data(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}

/// <summary>GitLab CI: collapsible sections.</summary>
internal sealed class GitLabReporter(TextWriter output, TimeProvider time) : CiReporter(output)
{
    /// <inheritdoc/>
    public override bool IsCi => true;

    /// <inheritdoc/>
    public override void BeginGroup(string name) =>
        Output.WriteLine($"\u001b[0Ksection_start:{Now()}:{Id(name)}[collapsed=true]\r\u001b[0K{name}");

    /// <inheritdoc/>
    public override void EndGroup(string name) => Output.WriteLine($"\u001b[0Ksection_end:{Now()}:{Id(name)}\r\u001b[0K");

    private static string Id(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_'));

    private string Now() => time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}

/// <summary>TeamCity: service messages.</summary>
internal sealed class TeamCityReporter(TextWriter output) : CiReporter(output)
{
    /// <inheritdoc/>
    public override bool IsCi => true;

    /// <inheritdoc/>
    public override void BeginGroup(string name) => Output.WriteLine($"##teamcity[blockOpened name='{Escape(name)}']");

    /// <inheritdoc/>
    public override void EndGroup(string name) => Output.WriteLine($"##teamcity[blockClosed name='{Escape(name)}']");

    /// <inheritdoc/>
    protected override void ReportRedacted(GateVerdict verdict, ReportContext context)
    {
        Output.WriteLine($"##teamcity[importData type='junit' path='{Escape(Path.Combine(context.Artifacts, "junit.xml"))}']");
        foreach (var (title, message) in Shown(verdict))
        {
            Output.WriteLine($"##teamcity[buildProblem description='{Escape($"{title}: {message}")}']");
        }
    }

    private static string Escape(string text) => string.Concat(text.Select(letter => letter switch
    {
        '|' or '\'' or '[' or ']' => $"|{letter}",
        '\n' => "|n",
        '\r' => "|r",
        > '\u007e' => string.Create(CultureInfo.InvariantCulture, $"|0x{(int)letter:x4}"),
        _ => letter.ToString(),
    }));
}

/// <summary>Azure Pipelines: logging commands.</summary>
internal sealed class AzurePipelinesReporter(TextWriter output) : CiReporter(output)
{
    /// <inheritdoc/>
    public override bool IsCi => true;

    /// <inheritdoc/>
    public override void BeginGroup(string name) => Output.WriteLine($"##[group]{name}");

    /// <inheritdoc/>
    public override void EndGroup(string name) => Output.WriteLine("##[endgroup]");

    /// <inheritdoc/>
    protected override void ReportRedacted(GateVerdict verdict, ReportContext context)
    {
        foreach (var (title, message) in Shown(verdict))
        {
            Output.WriteLine($"##vso[task.logissue type=error]{Data($"{title}: {message}")}");
        }

        Output.WriteLine($"##vso[task.uploadsummary]{Data(Path.Combine(context.Artifacts, "summary.md"))}");
        Output.WriteLine($"##vso[results.publish type=JUnit;mergeResults=true;resultFiles={Data(Path.Combine(context.Artifacts, "junit.xml"))}]");
    }

    private static string Data(string text) => text
        .Replace("%", "%AZP25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
}
