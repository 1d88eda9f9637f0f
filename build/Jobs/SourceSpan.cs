namespace GlanceGate.Jobs;

/// <summary>A place in a job file or on the command line.</summary>
/// <param name="File">Path relative to the repository's root, with forward slashes; <c>--set</c> for the command line.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column.</param>
/// <param name="Length">Characters to underline, at least 1.</param>
internal sealed record SourceSpan(string File, int Line, int Column, int Length)
{
    /// <summary><c>file:line:column</c>, the form that editors and CI systems link.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
