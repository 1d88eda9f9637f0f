using System.Text;
using GlanceGate.Changes;
using GlanceGate.Model;

namespace GlanceGate.Unit.Changes;

/// <summary>Diffs out of texts.</summary>
internal static class Diff
{
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static IReadOnlyList<FilePatch> Parse(string text) => PatchReader.Read(Bytes(text), _ => true).Files;

    public static Change Change(string text, string project = "app") => ChangeReader.OfPatch(project, "a.patch", Bytes(text));

    /// <summary>What a diff of one file makes of a text; null when it is rejected.</summary>
    public static string? Apply(string text, string diff) => PatchedText.Apply(text, Parse(diff).Single().Hunks, out _);
}
