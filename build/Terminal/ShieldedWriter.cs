using System.Text;
using System.Text.RegularExpressions;

namespace GlanceGate.Terminal;

/// <summary>Writes text in which no CI system finds a command, whoever wrote it: a service's log, the name of a test, a line of a job file.</summary>
/// <remarks>
/// Azure Pipelines takes <c>##vso[...]</c> and <c>##[...]</c> anywhere in a line, GitHub Actions <c>##[...]</c> anywhere and <c>::...</c> at a line's
/// begin, TeamCity <c>##teamcity[...]</c>. The gate's own commands go past it, by <see cref="StandardStreams.Commands"/>.
/// </remarks>
/// <param name="writer">Where to.</param>
internal sealed partial class ShieldedWriter(TextWriter writer) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => writer.Encoding;

    /// <summary>The text with a space in whatever would be a command.</summary>
    public static string Disarm(string text) => text.Contains("##", StringComparison.Ordinal) || text.Contains("::", StringComparison.Ordinal)
        ? LineCommand().Replace(Command().Replace(text, "# #"), "$1$2: :")
        : text;

    /// <inheritdoc/>
    public override void Write(char value) => writer.Write(value);

    /// <inheritdoc/>
    public override void Write(string? value) => writer.Write(value is null ? null : Disarm(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => writer.WriteLine(value is null ? null : Disarm(value));

    /// <inheritdoc/>
    public override void Flush() => writer.Flush();

    [GeneratedRegex(@"##(?=(?:vso|teamcity)?\[)", RegexOptions.IgnoreCase)]
    private static partial Regex Command();

    [GeneratedRegex(@"(^|[\r\n])(\s*)::")]
    private static partial Regex LineCommand();
}
