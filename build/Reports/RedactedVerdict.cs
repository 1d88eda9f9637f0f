using GlanceGate.Evidence;
using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Reports;

/// <summary>Takes secrets out of a verdict before any report shortens or escapes its texts: of a secret cut in two nobody could find the halves.</summary>
internal sealed class RedactedVerdict
{
    // one cause stays one cause wherever it is listed, so that reports can tell the causes of variants from those of the run
    private readonly Dictionary<Cause, Cause> _causes = [];
    private readonly Func<string, string> _redact;

    private RedactedVerdict(Func<string, string> redact) => _redact = redact;

    /// <summary>The verdict with every text of others redacted.</summary>
    public static GateVerdict Of(GateVerdict verdict, Func<string, string> redact)
    {
        var redacted = new RedactedVerdict(redact);
        return verdict with
        {
            Variants = [.. verdict.Variants.Select(redacted.Variant)],
            Causes = [.. verdict.Causes.Select(redacted.Cause)],
            Command = redact(verdict.Command),
        };
    }

    private VariantVerdict Variant(VariantVerdict variant) => variant with
    {
        Run = variant.Run with
        {
            Interruption = variant.Run.Interruption is { } interruption ? interruption with { Cause = Cause(interruption.Cause) } : null,
            Suite = variant.Run.Suite is { } suite ? Suite(suite) : null,
            Audit = variant.Run.Audit is { } audit ? Audit(audit) : null,
            PostProblems = [.. variant.Run.PostProblems.Select(Cause)],
            Logs = variant.Run.Logs is { } logs ? Logs(logs) : null,
        },
        Causes = [.. variant.Causes.Select(Cause)],
        Reasons = [.. variant.Reasons.Select(Cause)],
        Remarks = Remarks(variant.Remarks),
    };

    private Cause Cause(Cause cause)
    {
        if (!_causes.TryGetValue(cause, out var redacted))
        {
            _causes.Add(cause, redacted = cause with { Subject = _redact(cause.Subject), Message = _redact(cause.Message), Details = [.. cause.Details.Select(_redact)] });
        }

        return redacted;
    }

    // what else is in them is the job files' own
    private VariantRemarks Remarks(VariantRemarks remarks) => remarks with
    {
        Skips = [.. remarks.Skips.Select(reason => reason with { Tests = [.. reason.Tests.Select(_redact)] })],
        Defects = [.. remarks.Defects.Select(defect => defect with { Name = _redact(defect.Name), Symptoms = [.. defect.Symptoms.Select(_redact)] })],
        Expired = [.. remarks.Expired.Select(expired => expired with { Name = _redact(expired.Name), Subject = _redact(expired.Subject) })],
    };

    private SuiteResult Suite(SuiteResult suite) => suite with
    {
        Error = suite.Error is null ? null : _redact(suite.Error),
        Tests =
        [
            .. suite.Tests.Select(test => test with
            {
                Name = _redact(test.Name),
                Message = _redact(test.Message),
                StackTrace = _redact(test.StackTrace),
                Output = _redact(test.Output),
            }),
        ],
    };

    private LogScan Logs(LogScan logs) => logs with
    {
        Findings =
        [
            .. logs.Findings.Select(finding => finding with { Headline = _redact(finding.Headline), Excerpt = [.. finding.Excerpt.Select(_redact)] }),
        ],
        Gaps = [.. logs.Gaps.Select(_redact)],
        Warnings = [.. logs.Warnings.Select(warning => warning with { Headline = _redact(warning.Headline) })],
    };

    private ImageApiAudit Audit(ImageApiAudit audit) => audit with
    {
        Gaps = [.. audit.Gaps.Select(_redact)],
        Clients =
        [
            .. audit.Clients.Select(client => client with
            {
                FirstV1 = client.FirstV1 is null ? null : _redact(client.FirstV1),
                Violations = [.. client.Violations.Select(_redact)],
            }),
        ],
    };
}
