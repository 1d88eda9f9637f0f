namespace GlanceGate.Jobs.Yaml;

/// <summary>A finished value, with what an alias of it adds to a file.</summary>
/// <param name="Node">The value.</param>
/// <param name="Size">Values in it, itself included.</param>
/// <param name="Height">Levels below it.</param>
internal sealed record SizedNode(Node Node, long Size, int Height);

/// <summary>A list or mapping that is not finished yet.</summary>
/// <param name="span">Where it starts.</param>
/// <param name="anchor">Its anchor, or null.</param>
/// <param name="isMapping">Whether it is a mapping.</param>
internal sealed class NodeFrame(SourceSpan span, string? anchor, bool isMapping)
{
    /// <summary>Where it starts.</summary>
    public SourceSpan Span { get; } = span;

    /// <summary>Its anchor, or null.</summary>
    public string? Anchor { get; } = anchor;

    /// <summary>Whether it is a mapping.</summary>
    public bool IsMapping { get; } = isMapping;

    /// <summary>Items of a list so far.</summary>
    public List<Node> Items { get; } = [];

    /// <summary>Entries of a mapping so far.</summary>
    public OrderedDictionary<string, MappingEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Values so far, itself included.</summary>
    public long Size { get; private set; } = 1;

    /// <summary>Levels below it so far.</summary>
    public int Height { get; private set; }

    /// <summary>The key whose value comes next, or null.</summary>
    public ScalarNode? Key { get; set; }

    /// <summary>Whether the next value belongs to a key that was refused.</summary>
    public bool DropsValue { get; set; }

    /// <summary>Whether a key comes next.</summary>
    public bool AwaitsKey => IsMapping && Key is null && !DropsValue;

    /// <summary>Takes the next value.</summary>
    public void Add(SizedNode value)
    {
        Size += value.Size + (IsMapping ? 1 : 0);
        Height = Math.Max(Height, value.Height);
        if (!IsMapping)
        {
            Items.Add(value.Node);
        }
        else if (Key is { } key)
        {
            Entries.Add(key.Value, new MappingEntry(key, value.Node));
        }

        Key = null;
        DropsValue = false;
    }
}
