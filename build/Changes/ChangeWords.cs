using GlanceGate.Model;

namespace GlanceGate.Changes;

/// <summary>What reports say of a change.</summary>
internal static class ChangeWords
{
    /// <summary>A change in a few words: <c>jobs/changes/x.patch (2 files, 1 left out, sha256:0123456789ab)</c>.</summary>
    public static string Of(AppliedChange change)
    {
        var files = change.Files switch { [var only] => only, _ => $"{change.Files.Count} files" };
        var leftOut = change.LeftOut.Count == 0 ? string.Empty : $", {change.LeftOut.Count} left out";
        return $"{change.Source} ({files}{leftOut}, {Short(change.Digest)})";
    }

    /// <summary>As much of a digest as tells changes apart.</summary>
    public static string Short(string digest) => digest.Length > 19 ? digest[..19] : digest;
}
