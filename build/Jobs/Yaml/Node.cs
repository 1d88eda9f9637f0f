namespace GlanceGate.Jobs.Yaml;

/// <summary>A YAML value with the place it came from. Trees are immutable, so merged trees share the parts that they took over.</summary>
internal abstract class Node(SourceSpan span)
{
    /// <summary>Where the value stands.</summary>
    public SourceSpan Span { get; } = span;
}

/// <summary>What a scalar is in YAML's core schema; a quoted scalar is always text.</summary>
internal enum ScalarKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Nothing: an empty value, <c>~</c> or <c>null</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a fraction or exponent.</summary>
    Float,
}

/// <summary>A scalar, kept as it was written.</summary>
internal sealed class ScalarNode(SourceSpan span, string value, ScalarKind kind) : Node(span)
{
    /// <summary>The text, without quotes.</summary>
    public string Value { get; } = value;

    /// <summary>What the text is.</summary>
    public ScalarKind Kind { get; } = kind;

    /// <summary>A text of our own making, at a place that explains it.</summary>
    public static ScalarNode Text(SourceSpan span, string value) => new(span, value, ScalarKind.Text);

    /// <summary>What a plain scalar of this text is in YAML's core schema.</summary>
    public static ScalarKind Resolve(string value) => value switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        _ when IsInteger(value) => ScalarKind.Integer,
        _ when IsFloat(value) => ScalarKind.Float,
        _ => ScalarKind.Text,
    };

    private static bool IsInteger(string value)
    {
        if (value.Length > 2 && value[0] == '0' && value[1] is 'x' or 'o')
        {
            var digits = value.AsSpan(2);
            return value[1] == 'x' ? HexDigits(digits) : !digits.ContainsAnyExceptInRange('0', '7');
        }

        var number = Unsigned(value);
        return number.Length > 0 && !number.ContainsAnyExceptInRange('0', '9');
    }

    private static bool HexDigits(ReadOnlySpan<char> text)
    {
        foreach (var digit in text)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsFloat(string value)
    {
        var number = Unsigned(value);
        if (number is ".inf" or ".Inf" or ".INF" || value is ".nan" or ".NaN" or ".NAN")
        {
            return true;
        }

        var exponent = number.IndexOfAny('e', 'E');
        var mantissa = exponent < 0 ? number : number[..exponent];
        var digits = exponent < 0 ? "0" : number[(exponent + 1)..];
        digits = digits is ['+' or '-', ..] ? digits[1..] : digits;
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? "" : mantissa[(point + 1)..];
        return whole.Length + fraction.Length > 0
            && digits.Length > 0
            && !whole.ContainsAnyExceptInRange('0', '9')
            && !fraction.ContainsAnyExceptInRange('0', '9')
            && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static ReadOnlySpan<char> Unsigned(string value) => value is ['+' or '-', ..] ? value.AsSpan(1) : value;
}

/// <summary>A list.</summary>
internal sealed class SequenceNode(SourceSpan span, IReadOnlyList<Node> items) : Node(span)
{
    /// <summary>The items in file order.</summary>
    public IReadOnlyList<Node> Items { get; } = items;

    /// <summary>Whether it is added to the list that it is laid over, instead of taking its place.</summary>
    public bool Adds { get; init; }

    /// <summary>Whether an item may stand in it only once.</summary>
    public bool IsSet { get; init; }

    /// <summary>This list behind what it is laid over: a list, a single item in a list's place, or nothing.</summary>
    public SequenceNode AddedTo(Node? below)
    {
        IReadOnlyList<Node> first = below switch { SequenceNode list => list.Items, null => [], _ => [below] };
        var more = IsSet ? Items.Where(item => !first.Any(known => IsSame(known, item))) : Items;
        return new SequenceNode(Span, [.. first, .. more]) { IsSet = IsSet };
    }

    private static bool IsSame(Node left, Node right) => left is ScalarNode one && right is ScalarNode other && one.Value == other.Value;
}

/// <summary>A mapping with text keys.</summary>
internal sealed class MappingNode(SourceSpan span, OrderedDictionary<string, MappingEntry> entries) : Node(span)
{
    /// <summary>The entries in file order.</summary>
    public IReadOnlyDictionary<string, MappingEntry> Entries { get; } = entries;

    /// <summary>An empty mapping that comes from nowhere.</summary>
    public static MappingNode Empty { get; } = new(new SourceSpan("", 1, 1, 1), []);

    /// <summary>The value of a key, or null.</summary>
    public Node? this[string key] => Entries.TryGetValue(key, out var entry) ? entry.Value : null;

    /// <summary>The value under a path of keys, or null.</summary>
    public Node? Find(params ReadOnlySpan<string> path)
    {
        Node? node = this;
        foreach (var key in path)
        {
            node = (node as MappingNode)?[key];
        }

        return node;
    }
}

/// <summary>A key and its value.</summary>
/// <param name="Key">The key as a node, for its place.</param>
/// <param name="Value">The value.</param>
internal sealed record MappingEntry(ScalarNode Key, Node Value);
