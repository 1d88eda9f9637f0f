using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>One value of each axis, in matrix order.</summary>
/// <param name="Values">Axis to value.</param>
internal sealed record Combination(IReadOnlyList<KeyValuePair<string, ScalarNode>> Values)
{
    /// <summary>The variant of a job without a matrix.</summary>
    public static Combination None { get; } = new([]);

    /// <summary>The value of an axis, or null.</summary>
    public string? this[string axis]
    {
        get
        {
            foreach (var (name, value) in Values)
            {
                if (name == axis)
                {
                    return value.Value;
                }
            }

            return null;
        }
    }

    /// <summary><c>job (value, value)</c>, or the job's name alone.</summary>
    public string NameOf(string job) => Values.Count == 0 ? job : $"{job} ({string.Join(", ", Values.Select(pair => pair.Value.Value))})";
}

/// <summary>Expands a matrix with the meaning that GitHub Actions gives it: the product, then exclude, then include.</summary>
/// <param name="bag">Takes mistakes.</param>
/// <param name="context">The job, for messages.</param>
internal sealed class MatrixExpander(DiagnosticBag bag, string context)
{
    /// <summary>Most variants of one job.</summary>
    public const int MaxVariants = 256;

    /// <summary>Expands a matrix.</summary>
    /// <param name="matrix">The merged matrix, or null.</param>
    /// <param name="own">The matrix as the job itself says it: entries without effect are a mistake there, while inherited ones may have
    /// lost their values.</param>
    /// <returns>The combinations in order; empty after a mistake.</returns>
    public IReadOnlyList<Combination> Expand(MappingNode? matrix, MappingNode? own)
    {
        if (matrix is null || matrix.Entries.Count == 0)
        {
            return [Combination.None];
        }

        var axes = Axes(matrix);
        var excludes = Entries(matrix, "exclude", axes);
        var includes = Entries(matrix, "include", axes);
        if (excludes is null || includes is null || Product(axes, matrix) is not { } product)
        {
            return [];
        }

        product = Exclude(product, excludes, Items(own, "exclude"));
        var result = Include(product, includes, axes, Items(own, "include"));
        if (result.Count == 0)
        {
            bag.Report(
                DiagnosticCodes.MatrixEmpty,
                matrix.Span,
                "the matrix leaves no variant",
                "take out an exclude, or add values",
                context);
        }
        else if (result.Count > MaxVariants)
        {
            ReportSize(matrix);
            return [];
        }

        return result;
    }

    private static OrderedDictionary<string, IReadOnlyList<ScalarNode>> Axes(MappingNode matrix)
    {
        var axes = new OrderedDictionary<string, IReadOnlyList<ScalarNode>>(StringComparer.Ordinal);
        foreach (var (name, entry) in matrix.Entries)
        {
            if (name is not ("include" or "exclude"))
            {
                axes.Add(name, entry.Value is SequenceNode list ? [.. list.Items.OfType<ScalarNode>()] : [(ScalarNode)entry.Value]);
            }
        }

        return axes;
    }

    private List<MappingNode>? Entries(MappingNode matrix, string key, OrderedDictionary<string, IReadOnlyList<ScalarNode>> axes)
    {
        var entries = Items(matrix, key);
        var good = true;
        foreach (var (axis, entry) in entries.SelectMany(item => item.Entries))
        {
            if (!axes.ContainsKey(axis))
            {
                good = false;
                bag.Report(
                    DiagnosticCodes.UnknownAxis,
                    entry.Key.Span,
                    $"the matrix has no axis '{axis}'",
                    Suggestion.ForOrList(axis, [.. axes.Keys]),
                    context);
            }
        }

        return good ? entries : null;
    }

    private static List<MappingNode> Items(MappingNode? matrix, string key) => (matrix?[key] as SequenceNode)?.Items.OfType<MappingNode>().ToList() ?? [];

    private List<Combination>? Product(OrderedDictionary<string, IReadOnlyList<ScalarNode>> axes, MappingNode matrix)
    {
        List<Combination> product = axes.Count == 0 ? [] : [Combination.None];
        foreach (var (axis, values) in axes)
        {
            if ((long)product.Count * values.Count > MaxVariants)
            {
                ReportSize(matrix);
                return null;
            }

            product = [.. product.SelectMany(left => values, (left, value) => new Combination([.. left.Values, new(axis, value)]))];
        }

        return product;
    }

    private List<Combination> Exclude(List<Combination> product, List<MappingNode> excludes, List<MappingNode> own)
    {
        var left = product;
        foreach (var item in excludes)
        {
            if (own.Contains(item) && !product.Any(combination => Fits(item, combination)))
            {
                bag.Report(
                    DiagnosticCodes.MatrixEntryUnused,
                    item.Span,
                    "this entry excludes nothing",
                    "no combination has all its values",
                    context);
            }

            left = [.. left.Where(combination => !Fits(item, combination))];
        }

        return left;
    }

    private List<Combination> Include(
        List<Combination> product, List<MappingNode> includes, OrderedDictionary<string, IReadOnlyList<ScalarNode>> axes, List<MappingNode> own)
    {
        var added = new List<Combination>();
        foreach (var item in includes)
        {
            // With known axes only, an entry that fits a combination of the product has nothing to add to it.
            if (!product.Any(combination => Fits(item, combination)))
            {
                var named = axes.Keys.Where(axis => item[axis] is not null);
                added.Add(new Combination([.. named.Select(axis => KeyValuePair.Create(axis, (ScalarNode)item[axis]!))]));
            }
            else if (own.Contains(item))
            {
                bag.Report(
                    DiagnosticCodes.MatrixEntryUnused,
                    item.Span,
                    "this entry includes nothing new",
                    "the combination is in the matrix already",
                    context);
            }
        }

        return [.. product, .. added];
    }

    private static bool Fits(MappingNode item, Combination combination) =>
        item.Entries.All(pair => pair.Value.Value is ScalarNode value && combination[pair.Key] == value.Value);

    private void ReportSize(MappingNode matrix) =>
        bag.Report(
            DiagnosticCodes.MatrixTooLarge,
            matrix.Span,
            $"the matrix has more than {MaxVariants} variants",
            "split the job",
            context);
}
