using System.Globalization;
using GlanceGate.Jobs.Language;

namespace GlanceGate.Jobs;

/// <summary>
/// A frozen job as text, YAML or JSON: every value that a run uses, secrets as their placeholders, the same text for the same variant.
/// </summary>
/// <remarks>
/// Written from what is run, defaults included, and not from the merged files; those are asked only where a value came from.
/// </remarks>
internal sealed class PlanWriter
{
    private readonly PlanText _text;
    private readonly JobVariant _variant;

    private PlanWriter(JobVariant variant, PlanText text)
    {
        _variant = variant;
        _text = text;
    }

    /// <summary>Writes one variant as one YAML document, without a document marker.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="origins">Whether each value is followed by <c># file:line</c>, or <c># default</c>.</param>
    public static string Write(JobVariant variant, bool origins = false)
    {
        var text = new PlanYaml(origins ? variant.Tree : null);
        new PlanWriter(variant, text).WriteJob();
        return text.ToString();
    }

    /// <summary>Writes several variants, each as a document of its own.</summary>
    /// <param name="variants">The variants.</param>
    /// <param name="origins">Whether each value is followed by the place it came from.</param>
    public static string Write(IReadOnlyList<JobVariant> variants, bool origins = false) =>
        string.Join("---\n", variants.Select(variant => Write(variant, origins)));

    /// <summary>Writes several variants as one JSON list, under the same keys.</summary>
    /// <param name="variants">The variants.</param>
    /// <param name="origins">Whether each has the places of its values under <c>sources</c>, by JSON pointers.</param>
    public static string WriteJson(IReadOnlyList<JobVariant> variants, bool origins = false) => PlanJson.Text(variants.Select(variant =>
    {
        var text = new PlanJson(origins ? variant.Tree : null);
        new PlanWriter(variant, text).WriteJob();
        return text.Close();
    }));

    private void WriteJob()
    {
        _text.Text(0, "job", _variant.Job);
        _text.Text(0, "variant", _variant.Name);
        _text.Open(0, "matrix", _variant.Values.Count, () =>
        {
            foreach (var (axis, value) in _variant.Values)
            {
                _text.Value(1, axis, value, ["matrix", axis]);
            }
        });
        _text.Text(0, "description", _variant.Description);
        _text.Optional(0, "host", _variant.Host, ["host"]);
        _text.Value(0, "timeout", Quantity.Format(_variant.Timeout), ["timeout"]);
        _text.Value(0, "post-timeout", Quantity.Format(_variant.PostTimeout), ["post-timeout"]);
        _text.Value(0, "attempts", _variant.Attempts.ToString(CultureInfo.InvariantCulture), ["attempts"], ScalarForm.AsIs);
        _text.Value(0, "voting", _variant.Voting ? "true" : "false", ["voting"], ScalarForm.AsIs);
        if (_variant.Cpuset is { } cores)
        {
            _text.Text(0, "cpuset", cores);
        }

        _text.List(0, "capabilities", _variant.Capabilities, ["capabilities"]);
        WriteExpectations();
        PlanLogScan.Write(_text, _variant.LogScan);
        WriteChanges();
        PlanNodeset.Write(_text, _variant.Nodeset);
        PlanSuite.Write(_text, _variant.Suite);
        _text.Open(0, "services", _variant.Services.Count, () =>
        {
            foreach (var service in _variant.Services)
            {
                PlanService.Write(_text, service);
            }
        });
    }

    private void WriteExpectations()
    {
        if (_variant.Expect is { } expect)
        {
            _text.Open(0, "expect", 1, () =>
            {
                _text.Value(1, "outcome", expect.Outcome, ["expect", "outcome"]);
                _text.Open(1, "because", expect.Because.Count, () =>
                {
                    foreach (var cause in expect.Because)
                    {
                        _text.Item(2, "kind", cause.Kind);
                        _text.Optional(3, "subject", cause.Subject, ["expect", "because"]);
                        _text.Optional(3, "says", cause.Says, ["expect", "because"]);
                    }
                });
            });
        }

        if (_variant.Audit is { } audit)
        {
            _text.Open(0, "audit", 1, () => _text.Open(1, "image-api", 1, () =>
            {
                _text.Value(2, "service", audit.Service, ["audit", "image-api", "service"]);
                _text.List(2, "clients", audit.Clients, ["audit", "image-api", "clients"]);
                _text.Open(2, "forbid", audit.Forbidden.Count, () =>
                {
                    foreach (var (service, operations) in audit.Forbidden)
                    {
                        _text.List(3, service, operations, ["audit", "image-api", "forbid", service]);
                    }
                });
            }));
        }
    }

    private void WriteChanges()
    {
        if (_variant.Changes.Count == 0)
        {
            return;
        }

        _text.Open(0, "changes", _variant.Changes.Count, () =>
        {
            foreach (var change in _variant.Changes)
            {
                _text.Item(1, "project", change.Definition.Project);
                _text.Placed(2, "patch", change.Definition.Patch, change.Definition.Source);
                _text.Text(2, "digest", change.Content.Content.Digest);
            }
        });
    }
}
