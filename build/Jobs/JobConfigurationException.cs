namespace GlanceGate.Jobs;

/// <summary>Job files or their selection are wrong; nothing was started. Carries every mistake, not the first.</summary>
internal sealed class JobConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="diagnostics">Every mistake, at least one.</param>
    public JobConfigurationException(IReadOnlyList<Diagnostic> diagnostics)
        : base(DiagnosticPrinter.Print(diagnostics)) => Diagnostics = diagnostics;

    /// <summary>Every mistake.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
