using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Puts together the services of a variant: each service's file, and over it what the layers say.</summary>
/// <param name="library">What the files declare.</param>
/// <param name="bag">Takes mistakes.</param>
/// <param name="context">The variant, for messages.</param>
internal sealed class ServiceAssembler(JobLibrary library, DiagnosticBag bag, string context)
{
    /// <summary>Assembles the services.</summary>
    /// <param name="layers">Jobs from the root down, then matrix values.</param>
    /// <param name="trust">Takes in the services' files.</param>
    public MappingNode Assemble(IReadOnlyList<MappingNode> layers, Trust trust)
    {
        var services = new OrderedDictionary<string, MappingEntry>(StringComparer.Ordinal);
        foreach (var (name, entry) in layers.SelectMany(layer => (layer["services"] as MappingNode)?.Entries ?? MappingNode.Empty.Entries))
        {
            if (!library.Services.TryGetValue(name, out var declared))
            {
                trust.IsSound = false;
                trust.KnowsServices = false;
                bag.Report(
                    DiagnosticCodes.UnknownService,
                    entry.Key.Span,
                    $"service '{name}' is not known",
                    Suggestion.For(name, library.Services.Keys) ?? $"write jobs/services/{name}.yaml",
                    context);
            }
            else if (entry.Value is not MappingNode changes)
            {
                services.Remove(name);
            }
            else
            {
                trust.IsSound &= declared.IsSound;
                var below = services.TryGetValue(name, out var known)
                    ? (MappingNode)known.Value
                    : Merger.With(
                        Merger.Merge(new MappingNode(declared.Body.Span, []), declared.Body),
                        ScalarNode.Text(declared.Place, "name"),
                        null);
                services[name] = new MappingEntry(entry.Key, Merger.Merge(below, changes));
            }
        }

        return new MappingNode(layers.Count > 0 ? layers[^1].Span : MappingNode.Empty.Span, services);
    }
}
