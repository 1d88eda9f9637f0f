using System.Globalization;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Language;

/// <summary>
/// Checks a tree against a shape, reports every mistake, and keeps what is good so that later checks find their own mistakes only.
/// </summary>
/// <param name="bag">Takes the mistakes.</param>
/// <param name="context">What the tree belongs to, for messages.</param>
internal sealed class ShapeChecker(DiagnosticBag bag, string? context)
{
    /// <summary>Sign before the key of a list that is added to the inherited one.</summary>
    public const char Adds = '+';

    /// <summary>Whether anything was wrong.</summary>
    public bool Failed { get; private set; }

    /// <summary>Whether required keys must be there; off for a tree of which bad parts were taken away before.</summary>
    public bool RequiresAll { get; init; } = true;

    /// <summary>Checks a tree.</summary>
    /// <param name="node">The tree.</param>
    /// <param name="shape">What it must be.</param>
    /// <param name="label">The value in messages: <c>'timeout'</c>.</param>
    /// <returns>The good part, or null when nothing of it is.</returns>
    public Node? Check(Node node, Shape shape, string label) => shape switch
    {
        TextShape text => CheckText(node, text, label),
        ChoiceShape choice => CheckChoice(node, choice, label),
        BooleanShape => CheckBoolean(node, label),
        IntegerShape integer => CheckInteger(node, integer, label),
        ListShape list => CheckList(node, list, label),
        MapShape map => node is MappingNode mapping ? CheckMap(mapping, map, label) : WrongType(node, map, label, map.Help),
        ObjectShape item => node is MappingNode mapping ? CheckObject(mapping, item) : WrongType(node, item, label),
        EitherShape either => node switch
        {
            ScalarNode { Kind: not ScalarKind.Null } => Check(node, either.Scalar, label),
            MappingNode => Check(node, either.Mapping, label),
            _ => WrongType(node, either, label),
        },
        _ => throw new ArgumentException($"shape {shape.GetType().Name} is not known", nameof(shape)),
    };

    private ScalarNode? CheckText(Node node, TextShape shape, string label)
    {
        if (node is not ScalarNode scalar || (scalar.Kind != ScalarKind.Text && !shape.Also.Contains(scalar.Kind)))
        {
            var isQuotable = node is ScalarNode { Kind: not ScalarKind.Null } other && shape.Accepts?.Invoke(other.Value) != false;
            return WrongType(node, shape, label, isQuotable ? "quote it to make it a text" : shape.Help) as ScalarNode;
        }

        if (shape.Placeholders && Placeholders.Any(scalar.Value))
        {
            // The form of what a placeholder becomes is checked when it is replaced.
            var good = Placeholders.Check(scalar, bag, context);
            Failed |= !good;
            return good ? scalar : null;
        }

        if (shape.Accepts is null || shape.Accepts(scalar.Value))
        {
            return scalar;
        }

        return Fail(shape.Code, scalar.Span, $"{label} must be {shape.Noun}, not '{Shorten(scalar.Value)}'", shape.Help) as ScalarNode;
    }

    private Node? CheckChoice(Node node, ChoiceShape shape, string label)
    {
        if (node is not ScalarNode { Kind: ScalarKind.Text } scalar)
        {
            return WrongType(node, shape, label, "it is one of " + string.Join(", ", shape.Values));
        }

        return shape.Values.Contains(scalar.Value)
            ? scalar
            : Fail(
                DiagnosticCodes.BadValue,
                scalar.Span,
                $"{label} must be {shape.Noun}, not '{Shorten(scalar.Value)}'",
                Suggestion.For(scalar.Value, shape.Values) ?? "it is one of " + string.Join(", ", shape.Values));
    }

    private Node? CheckBoolean(Node node, string label)
    {
        if (node is ScalarNode { Kind: ScalarKind.Boolean })
        {
            return node;
        }

        var meant = (node as ScalarNode)?.Value.ToUpperInvariant() switch
        {
            "YES" or "ON" or "Y" or "TRUE" or "1" => "write true",
            "NO" or "OFF" or "N" or "FALSE" or "0" => "write false",
            _ => null,
        };
        return Fail(DiagnosticCodes.WrongType, node.Span, $"{label} must be true or false, not {Describe(node)}", meant);
    }

    private Node? CheckInteger(Node node, IntegerShape shape, string label)
    {
        if (node is not ScalarNode { Kind: ScalarKind.Integer } scalar)
        {
            return WrongType(node, shape, label);
        }

        return int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= shape.Min && number <= shape.Max
            ? scalar
            : Fail(
                DiagnosticCodes.BadValue,
                scalar.Span,
                $"{label} must be {shape.Noun}, not {Shorten(scalar.Value)}",
                $"from {shape.Min} to {shape.Max}");
    }

    private Node? CheckList(Node node, ListShape shape, string label)
    {
        if (shape.OrSingle && (node is ScalarNode { Kind: not ScalarKind.Null } || (node is MappingNode && shape.Item is EitherShape)))
        {
            return Check(node, shape.Item, label);
        }

        if (node is not SequenceNode sequence)
        {
            return WrongType(node, shape, label, shape.Help);
        }

        if (sequence.Items.Count < shape.MinItems)
        {
            return Fail(DiagnosticCodes.BadValue, node.Span, $"{label} must not be empty");
        }

        var good = new List<Node>(sequence.Items.Count);
        var seen = shape.Unique ? new HashSet<string>(StringComparer.Ordinal) : null;
        foreach (var item in sequence.Items)
        {
            if (Check(item, shape.Item, $"an item of {label}") is not { } kept)
            {
                continue;
            }

            if (kept is ScalarNode scalar && seen?.Add(scalar.Value) == false)
            {
                Fail(DiagnosticCodes.BadValue, item.Span, $"'{scalar.Value}' stands in {label} twice", "keep one of them");
                continue;
            }

            good.Add(kept);
        }

        return new SequenceNode(sequence.Span, good) { IsSet = shape.Unique };
    }

    private Node? CheckMap(MappingNode mapping, MapShape shape, string label)
    {
        if (shape.Entries is { } count && mapping.Entries.Count != count)
        {
            return Fail(
                DiagnosticCodes.BadValue,
                mapping.Span,
                $"{label} must have exactly {(count == 1 ? "one key" : $"{count} keys")}, not {mapping.Entries.Count}");
        }

        var good = new OrderedDictionary<string, MappingEntry>(StringComparer.Ordinal);
        foreach (var (name, entry) in mapping.Entries)
        {
            CheckFreeEntry(good, name, entry, shape);
        }

        return new MappingNode(mapping.Span, good);
    }

    private void CheckFreeEntry(OrderedDictionary<string, MappingEntry> good, string name, MappingEntry entry, MapShape shape)
    {
        if (name is [Adds, .. var list] && shape.Addable is { } addable)
        {
            if (CheckText(Without(entry.Key), shape.Key, "this key") is not null)
            {
                CheckAddition(good, list, entry, addable);
            }
        }
        else if (good.ContainsKey(name))
        {
            FailTwice(name, entry.Key);
        }
        else if (Placeholders.Any(name))
        {
            Fail(DiagnosticCodes.BadValue, entry.Key.Span, $"'{Shorten(name)}' is a key, and ${{...}} is replaced in values only");
        }
        else if (CheckText(entry.Key, shape.Key, "this key") is not null)
        {
            if (shape is { IsGrouped: true, Value: ObjectShape member } && IsGroup(entry.Value, member))
            {
                good.Add(name, entry with { Value = CheckMap((MappingNode)entry.Value, shape with { IsGrouped = false }, $"'{name}'")! });
            }
            else if (CheckValue(entry.Value, shape.Value, $"'{Shorten(name)}'", shape.Removable) is { } value)
            {
                good.Add(name, entry with { Value = value });
            }
            else if (shape.Value is ObjectShape)
            {
                // The name is good even if its value is not, and others may lean on it.
                good.Add(name, entry with { Value = new MappingNode(entry.Value.Span, []) });
            }
        }
    }

    private MappingNode CheckObject(MappingNode mapping, ObjectShape shape)
    {
        var good = new OrderedDictionary<string, MappingEntry>(StringComparer.Ordinal);
        foreach (var (name, entry) in mapping.Entries)
        {
            if (shape.Find(name) is { } key)
            {
                if (good.ContainsKey(name))
                {
                    FailTwice(name, entry.Key);
                }
                else if (CheckValue(entry.Value, key.Shape, $"'{name}'", key.Removable) is { } value)
                {
                    good.Add(name, entry with { Value = value });
                }
            }
            else if (name is [Adds, .. var list] && shape.Find(list) is { } inherited)
            {
                if (inherited.Addable is { } addable)
                {
                    CheckAddition(good, list, entry, addable);
                }
                else
                {
                    Fail(DiagnosticCodes.UnknownKey, entry.Key.Span, $"'{list}' of {shape.Noun} is no list that can be added to", $"write '{list}' to replace it");
                }
            }
            else if (shape.Rest is { } rest && Suggestion.Nearest(name, shape.Keys.Select(known => known.Name)) is null)
            {
                CheckFreeEntry(good, name, entry, rest);
            }
            else
            {
                var names = shape.Keys.Select(known => known.Name).ToArray();
                Fail(
                    DiagnosticCodes.UnknownKey,
                    entry.Key.Span,
                    $"unknown key '{Shorten(name)}' in {shape.Noun}",
                    Suggestion.For(name, names.Concat(shape.Keys.Where(known => known.Addable is not null).Select(known => Adds + known.Name)))
                        ?? "it takes " + string.Join(", ", names));
            }
        }

        if (RequiresAll && mapping.Entries.Count < shape.MinKeys)
        {
            Fail(DiagnosticCodes.MissingKey, mapping.Span, $"{shape.Noun} is empty", "it takes " + string.Join(", ", shape.Keys.Select(known => known.Name)));
        }

        foreach (var key in shape.Keys)
        {
            if (RequiresAll && key.Required && !mapping.Entries.ContainsKey(key.Name))
            {
                Fail(DiagnosticCodes.MissingKey, mapping.Span, $"{shape.Noun} needs '{key.Name}'", key.Description);
            }
        }

        return new MappingNode(mapping.Span, good);
    }

    /// <summary>What has a key of an entry is meant as one, whatever else is wrong with it.</summary>
    private static bool IsGroup(Node node, ObjectShape entry) =>
        node is MappingNode { Entries.Count: > 0 } mapping
        && mapping.Entries.All(pair => entry.Find(pair.Key) is null && pair.Value.Value is MappingNode or ScalarNode { Kind: ScalarKind.Null });

    /// <summary>What adds to a list stands under the list's own name, so that only merging has to know of it.</summary>
    private void CheckAddition(OrderedDictionary<string, MappingEntry> good, string name, MappingEntry entry, ListShape shape)
    {
        if (good.ContainsKey(name))
        {
            FailTwice(name, entry.Key);
        }
        else if (Check(entry.Value, shape, $"'{entry.Key.Value}'") is { } value)
        {
            var items = value is SequenceNode list ? list.Items : [value];
            good.Add(name, new MappingEntry(Without(entry.Key), new SequenceNode(value.Span, items) { Adds = true, IsSet = shape.Unique }));
        }
    }

    private static ScalarNode Without(ScalarNode key) => ScalarNode.Text(key.Span, key.Value[1..]);

    private void FailTwice(string name, ScalarNode key) => Fail(
        DiagnosticCodes.DuplicateKey,
        key.Span,
        $"'{name}' takes the place of the inherited list and '{Adds}{name}' adds to it",
        "keep one of them");

    private Node? CheckValue(Node node, Shape shape, string label, bool removable) =>
        removable && node is ScalarNode { Kind: ScalarKind.Null } ? node : Check(node, shape, label);

    private Node? WrongType(Node node, Shape shape, string label, string? help = null) =>
        Fail(DiagnosticCodes.WrongType, node.Span, $"{label} must be {shape.Noun}, not {Describe(node)}", help);

    private Node? Fail(string code, SourceSpan span, string message, string? suggestion = null)
    {
        Failed = true;
        bag.Report(code, span, message, suggestion, context);
        return null;
    }

    private static string Describe(Node node) => node switch
    {
        SequenceNode => "a list",
        MappingNode => "a mapping",
        ScalarNode { Kind: ScalarKind.Null } => "nothing",
        ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } number => $"the number {Shorten(number.Value)}",
        ScalarNode { Kind: ScalarKind.Boolean } truth => truth.Value,
        ScalarNode text => $"the text '{Shorten(text.Value)}'",
        _ => "this",
    };

    private static string Shorten(string value)
    {
        var line = value.ReplaceLineEndings(" ");
        return line.Length <= 60 ? line : string.Concat(line.AsSpan(0, 57), "...");
    }
}
