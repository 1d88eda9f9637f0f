namespace GlanceGate.Jobs;

/// <summary>One mistake in the job files or on the command line: what, where and how to mend it.</summary>
/// <param name="Code">Stable code, one of <see cref="DiagnosticCodes"/>.</param>
/// <param name="Span">Where, or null for what belongs to no place, for example a job that nobody declares.</param>
/// <param name="Message">What is wrong, one line.</param>
/// <param name="Suggestion">How to mend it, one line, or null.</param>
/// <param name="Context">What it belongs to, for example <c>in job 'x', from jobs/base.yaml:3</c>, or null.</param>
internal sealed record Diagnostic(string Code, SourceSpan? Span, string Message, string? Suggestion = null, string? Context = null)
{
    /// <summary>The line itself and the one before it; empty without a span.</summary>
    public IReadOnlyList<SourceLine> Excerpt { get; init; } = [];

    /// <summary>The first line of the printed form, which editors and CI systems link.</summary>
    public override string ToString() =>
        Span is null ? $"error {Code}: {Message}" : $"{Span}: error {Code}: {Message}";
}

/// <summary>One line of a source.</summary>
/// <param name="Number">1-based number.</param>
/// <param name="Text">Text without its line end.</param>
internal readonly record struct SourceLine(int Number, string Text);
