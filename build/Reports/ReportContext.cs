using GlanceGate.Engine;

namespace GlanceGate.Reports;

/// <summary>What reports need besides the verdict.</summary>
/// <param name="Artifacts">Absolute path of the folder that the reports go to.</param>
/// <param name="Root">Absolute path of the folder that the command was started in; paths are shown relative to it.</param>
/// <param name="Engine">The engine, or null when there was none.</param>
/// <param name="Plans">Session to the frozen plan as YAML, with placeholders for secrets.</param>
/// <param name="Redact">Takes the secrets of all sessions out of text.</param>
internal sealed record ReportContext(
    string Artifacts,
    string Root,
    EngineInfo? Engine,
    IReadOnlyDictionary<string, string> Plans,
    Func<string, string> Redact)
{
    /// <summary>A file or folder among the artifacts as a person at <see cref="Root"/> types it.</summary>
    public string Display(params string[] parts) => Path.GetRelativePath(Root, Path.Combine([Artifacts, .. parts]));
}
