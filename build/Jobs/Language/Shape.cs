using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Language;

/// <summary>What a value may look like. The reader checks files against shapes and the JSON Schema is written from them.</summary>
/// <param name="Noun">The value in words, for messages: <c>a duration</c>.</param>
internal abstract record Shape(string Noun);

/// <summary>A scalar that is used as text.</summary>
/// <param name="Noun">In words.</param>
internal sealed record TextShape(string Noun) : Shape(Noun)
{
    /// <summary>The kinds of plain scalar that are taken as written, besides text.</summary>
    public IReadOnlyList<ScalarKind> Also { get; init; } = [];

    /// <summary>Regular expression of allowed texts for the schema; must accept what <see cref="Accepts"/> accepts.</summary>
    public string? Pattern { get; init; }

    /// <summary>Whether a text is allowed; null allows all.</summary>
    public Func<string, bool>? Accepts { get; init; }

    /// <summary>Code of the diagnostic for a text that is not allowed.</summary>
    public string Code { get; init; } = DiagnosticCodes.BadValue;

    /// <summary>How to mend a text that is not allowed.</summary>
    public string? Help { get; init; }

    /// <summary>Whether <c>${...}</c> is replaced in it.</summary>
    public bool Placeholders { get; init; }
}

/// <summary>One of some words.</summary>
/// <param name="Noun">In words.</param>
/// <param name="Values">The words.</param>
internal sealed record ChoiceShape(string Noun, IReadOnlyList<string> Values) : Shape(Noun);

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed record BooleanShape() : Shape("true or false");

/// <summary>A whole number.</summary>
/// <param name="Noun">In words.</param>
/// <param name="Min">Smallest.</param>
/// <param name="Max">Largest.</param>
internal sealed record IntegerShape(string Noun, int Min, int Max) : Shape(Noun);

/// <summary>A list.</summary>
/// <param name="Noun">In words.</param>
/// <param name="Item">Shape of an item.</param>
internal sealed record ListShape(string Noun, Shape Item) : Shape(Noun)
{
    /// <summary>Whether a single item, in a form that is no list, stands for a list of one.</summary>
    public bool OrSingle { get; init; }

    /// <summary>Smallest number of items.</summary>
    public int MinItems { get; init; }

    /// <summary>Whether an item may stand only once.</summary>
    public bool Unique { get; init; }

    /// <summary>How to mend a value that is no list.</summary>
    public string? Help { get; init; }

    /// <summary>Whether a plus sign before the key adds to the inherited list, where a null may remove it.</summary>
    public bool IsAddable { get; init; } = true;
}

/// <summary>A mapping with free keys.</summary>
/// <param name="Noun">In words.</param>
/// <param name="Key">Shape of a key.</param>
/// <param name="Value">Shape of a value.</param>
internal sealed record MapShape(string Noun, TextShape Key, Shape Value) : Shape(Noun)
{
    /// <summary>Whether a null value removes the key when files are merged.</summary>
    public bool Removable { get; init; } = true;

    /// <summary>Exact number of entries, or null.</summary>
    public int? Entries { get; init; }

    /// <summary>The list that a plus sign before a key adds to, or null.</summary>
    public ListShape? Addable => Removable && Value is ListShape { IsAddable: true } list ? list : null;

    /// <summary>How to mend a value that is no mapping.</summary>
    public string? Help { get; init; }

    /// <summary>Whether entries may stand in groups: a mapping of entries under a name of its own, which one null removes.</summary>
    public bool IsGrouped { get; init; }
}

/// <summary>A mapping with declared keys.</summary>
/// <param name="Name">Name of its definition in the schema.</param>
/// <param name="Noun">In words.</param>
/// <param name="Keys">The keys.</param>
internal sealed record ObjectShape(string Name, string Noun, IReadOnlyList<Key> Keys) : Shape(Noun)
{
    /// <summary>Shape of further keys with free names, or null when there are none.</summary>
    public MapShape? Rest { get; init; }

    /// <summary>Least number of keys, whichever they are.</summary>
    public int MinKeys { get; init; }

    /// <summary>A declared key, or null.</summary>
    public Key? Find(string name)
    {
        foreach (var key in Keys)
        {
            if (key.Name == name)
            {
                return key;
            }
        }

        return null;
    }
}

/// <summary>A declared key.</summary>
/// <param name="Name">Name; a list that can be added to has a second one, with a plus sign before it.</param>
/// <param name="Shape">Shape of the value.</param>
/// <param name="Description">One or two sentences for people; the schema shows them in editors.</param>
internal sealed record Key(string Name, Shape Shape, string Description)
{
    /// <summary>Whether the key must be there.</summary>
    public bool Required { get; init; }

    /// <summary>Whether a null value removes the key when files are merged.</summary>
    public bool Removable { get; init; } = true;

    /// <summary>The list that a plus sign before the key adds to, or null.</summary>
    public ListShape? Addable => Removable && Shape is ListShape { IsAddable: true } list ? list : null;
}

/// <summary>A value whose shape follows from its kind, so that a mistake in it is reported once and not once an alternative.</summary>
/// <param name="Noun">In words.</param>
/// <param name="Scalar">Shape of a scalar.</param>
/// <param name="Mapping">Shape of a mapping.</param>
internal sealed record EitherShape(string Noun, Shape Scalar, Shape Mapping) : Shape(Noun);
