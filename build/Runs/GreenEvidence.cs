using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>What stays of a green run that is one of many: its verdict. The logs of a hundred would fill a disk.</summary>
internal static class GreenEvidence
{
    private const string Kept = "verdict.json";

    /// <summary>Removes the rest from the folders of a run's sessions. Those of set-ups that failed before stay whole.</summary>
    /// <param name="artifacts">Folder of the artifacts.</param>
    /// <param name="verdict">The verdict.</param>
    /// <returns>What could not be removed, one line each.</returns>
    public static IReadOnlyList<string> Trim(string artifacts, GateVerdict verdict)
    {
        var problems = new List<string>();
        foreach (var folder in verdict.Variants.Select(variant => new DirectoryInfo(Path.Combine(artifacts, variant.Run.Session))))
        {
            try
            {
                foreach (var entry in folder.EnumerateFileSystemInfos().Where(entry => entry.Name != Kept))
                {
                    Remove(entry);
                }
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                problems.Add($"evidence of a green run could not be removed from {folder.FullName}: {problem.Message}");
            }
        }

        return problems;
    }

    private static void Remove(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo { LinkTarget: null } folder)
        {
            folder.Delete(recursive: true);
        }
        else
        {
            entry.Delete();
        }
    }
}
