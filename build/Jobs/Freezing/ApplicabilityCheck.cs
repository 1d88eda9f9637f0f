namespace GlanceGate.Jobs.Freezing;

/// <summary>Refuses what job files may say but this version cannot do.</summary>
internal static class ApplicabilityCheck
{
    /// <summary>Reports every change of the selected variants.</summary>
    public static void Check(IReadOnlyList<JobVariant> variants, DiagnosticBag bag)
    {
        foreach (var variant in variants)
        {
            foreach (var change in variant.Changes)
            {
                bag.Report(
                    DiagnosticCodes.ChangesNotApplicable,
                    change.Source,
                    $"'{change.Patch}' cannot be applied to '{change.Project}': this version of the gate does not apply changes yet",
                    "run a job without 'changes'",
                    $"in job '{variant.Job}'");
            }
        }
    }
}
