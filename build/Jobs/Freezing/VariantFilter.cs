namespace GlanceGate.Jobs.Freezing;

/// <summary>Picks variants by a matrix value or by the whole name.</summary>
/// <param name="words">Values or names; none picks all.</param>
internal sealed class VariantFilter(IReadOnlyList<string> words)
{
    /// <summary>Whether a frozen variant is picked.</summary>
    public bool Matches(VariantDefinition variant) =>
        words.Count == 0 || words.Any(word => word == variant.Name || variant.Values.Any(pair => pair.Value == word));

    /// <summary>Whether a variant that is to be frozen is picked.</summary>
    public bool Matches(string name, Combination combination) =>
        words.Count == 0 || words.Any(word => word == name || combination.Values.Any(pair => pair.Value.Value == word));

    /// <summary>Reports words that pick nothing of what there is.</summary>
    public void Report(DiagnosticBag bag, IReadOnlyList<VariantDefinition> there)
    {
        if (there.Count == 0)
        {
            return;
        }

        foreach (var word in words)
        {
            if (!there.Any(variant => word == variant.Name || variant.Values.Any(pair => pair.Value == word)))
            {
                var names = there.Select(variant => variant.Name).Distinct().ToArray();
                var candidates = there.SelectMany(variant => variant.Values.Select(pair => pair.Value)).Concat(names).Distinct();
                var near = Suggestion.For(word, candidates);
                bag.Report(
                    DiagnosticCodes.UnknownVariant,
                    null,
                    $"no selected job has a variant '{word}'",
                    $"{(near is null ? "" : near + " ")}there is {string.Join(", ", names)}");
            }
        }
    }
}
