namespace GlanceGate.Jobs;

/// <summary>The text of one job file.</summary>
/// <param name="Path">Path relative to the repository's root, with forward slashes, for example <c>jobs/services/db.yaml</c>.</param>
/// <param name="Text">The file's text.</param>
internal sealed record JobFile(string Path, string Text);
