using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>One override from the command line: <c>service.key.key=value</c>.</summary>
/// <param name="Address">What is changed, without the value.</param>
/// <param name="Value">The value; null removes.</param>
/// <param name="Place">The override as a place, its line being its number on the command line.</param>
internal sealed record SetOverride(string Address, Node? Value, SourceSpan Place)
{
    /// <summary>File name of all overrides in spans.</summary>
    public const string File = "--set";

    private const string Prefix = "services.";

    /// <summary>Reads all overrides; mistakes go to the bag.</summary>
    public static List<SetOverride> Parse(IReadOnlyList<string> texts, DiagnosticBag bag)
    {
        bag.AddSource(File, string.Join('\n', texts.Select(text => text.ReplaceLineEndings(" "))));
        var result = new List<SetOverride>();
        for (var i = 0; i < texts.Count; i++)
        {
            var equals = texts[i].IndexOf('=', StringComparison.Ordinal);
            var place = new SourceSpan(File, i + 1, 1, Math.Max(1, equals < 0 ? texts[i].Length : equals));
            if (equals <= 0)
            {
                bag.Report(DiagnosticCodes.SetSyntax, place, "an override must be address=value", "as in --set service.mem_limit=1g");
                continue;
            }

            var address = texts[i][..equals];
            address = address.StartsWith(Prefix, StringComparison.Ordinal) ? address[Prefix.Length..] : address;
            var text = texts[i][(equals + 1)..];
            if (ParseValue(text, new SourceSpan(File, i + 1, equals + 2, Math.Max(1, text.Length)), bag, out var value))
            {
                result.Add(new SetOverride(address, value, place));
            }
        }

        return result;
    }

    private static bool ParseValue(string text, SourceSpan place, DiagnosticBag bag, out Node? value)
    {
        // An empty value is an empty text here and not YAML's null: `NAME=` is how a shell user empties a variable.
        value = ScalarNode.Text(place, text);
        if (text.Length == 0)
        {
            return true;
        }

        if (!NodeReader.TryRead(new JobFile(File, text), new DiagnosticBag(), out var root) || root is MappingNode)
        {
            bag.Report(DiagnosticCodes.SetSyntax, place, "the value is not a YAML scalar", "quote it: --set 'address=\"value\"'");
            return false;
        }

        value = root switch
        {
            null => value,
            ScalarNode { Kind: ScalarKind.Null } => null,
            SequenceNode list => new SequenceNode(
                place,
                [.. list.Items.Select(item => Merger.Map(item, scalar => new ScalarNode(place, scalar.Value, scalar.Kind)))]),
            ScalarNode scalar => new ScalarNode(place, scalar.Value, scalar.Kind),
            _ => value,
        };
        return true;
    }
}
