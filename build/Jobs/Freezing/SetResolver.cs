using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Applies overrides to the merged services of a variant.</summary>
internal static class SetResolver
{
    /// <summary>Applies one override.</summary>
    /// <param name="services">Service name to merged keys.</param>
    /// <param name="item">The override.</param>
    /// <param name="problem">Why it does not apply, or null.</param>
    /// <returns>The changed services, or the same when it does not apply.</returns>
    public static MappingNode Apply(MappingNode services, SetOverride item, out Diagnostic? problem)
    {
        var resolver = new Resolver(item);
        var result = resolver.Service(services);
        problem = result is null ? resolver.Problem : null;
        return result ?? services;
    }

    private sealed class Resolver(SetOverride item)
    {
        public Diagnostic? Problem { get; private set; }

        public MappingNode? Service(MappingNode services)
        {
            var dot = item.Address.IndexOf('.', StringComparison.Ordinal);
            var name = dot < 0 ? item.Address : item.Address[..dot];
            if (services[name] is not MappingNode service)
            {
                return Fail(name, $"the stack has no service '{name}'", Suggestion.ForOrList(name, [.. services.Entries.Keys]));
            }

            if (dot < 0)
            {
                return Fail(name, "an override changes a key of a service", $"as in {name}.mem_limit=1g");
            }

            return Into(service, ServiceLanguage.Merged, item.Address[(dot + 1)..]) is { } changed
                ? Merger.With(services, Key(name), changed)
                : null;
        }

        /// <summary>Keys may hold dots themselves, file paths above all, so the longest known key wins.</summary>
        private MappingNode? Into(MappingNode node, Shape shape, string rest)
        {
            var name = node.Entries.Keys
                .Where(key => rest == key || rest.StartsWith(key + ".", StringComparison.Ordinal))
                .MaxBy(key => key.Length) ?? NewKey(node, shape, rest);
            if (name is null)
            {
                return null;
            }

            if (name == rest)
            {
                return Merger.With(node, Key(name), item.Value);
            }

            var below = Below(shape, name);
            if (node[name] is not null and not MappingNode || below is null)
            {
                return Fail(name, $"'{name}' has no keys below it", null);
            }

            return Into(node[name] as MappingNode ?? new MappingNode(item.Place, []), below, rest[(name.Length + 1)..]) is { } changed
                ? Merger.With(node, Key(name), changed)
                : null;
        }

        private string? NewKey(MappingNode node, Shape shape, string rest)
        {
            var dot = rest.IndexOf('.', StringComparison.Ordinal);
            var last = rest.LastIndexOf('.');
            switch (shape)
            {
                case ObjectShape item:
                    var word = dot < 0 ? rest : rest[..dot];
                    var known = item.Keys.Select(key => key.Name).ToArray();
                    return known.Contains(word)
                        ? word
                        : FailKey(
                            word,
                            $"unknown key '{word}' in {item.Noun}",
                            Suggestion.For(word, known) ?? "it takes " + string.Join(", ", known));
                case MapShape { Value: TextShape or ListShape }:
                    return rest;
                case MapShape { Value: EitherShape }:
                    // A new file cannot be told from a misspelt one, and a misspelt one would change nothing.
                    return FailKey(rest, "the service has no such file", Files(node, rest));
                case MapShape map:
                    return last > 0 ? rest[..last] : FailKey(rest, $"'{rest}' must be followed by a key: it is {map.Value.Noun}", null);
                default:
                    return FailKey(rest, $"nothing is known below this place", null);
            }
        }

        private static string? Files(MappingNode node, string rest)
        {
            var parts = rest.Split('.');
            foreach (var path in node.Entries.Keys)
            {
                var prefix = string.Join('.', parts.Take(path.Split('.').Length));
                if (Suggestion.For(prefix, [path]) is { } suggestion)
                {
                    return suggestion;
                }
            }

            return node.Entries.Count == 0 ? null : "there is " + string.Join(", ", node.Entries.Keys);
        }

        private static Shape? Below(Shape shape, string name) => shape switch
        {
            ObjectShape item => Container(item.Find(name)?.Shape),
            MapShape map => Container(map.Value),
            _ => null,
        };

        private static Shape? Container(Shape? shape) => shape switch
        {
            ObjectShape or MapShape => shape,
            EitherShape either => either.Mapping,
            _ => null,
        };

        private ScalarNode Key(string name) => ScalarNode.Text(Part(name), name);

        private SourceSpan Part(string part)
        {
            var at = item.Address.LastIndexOf(part, StringComparison.Ordinal);
            var shift = item.Place.Length - item.Address.Length;
            return at < 0 ? item.Place : item.Place with { Column = 1 + shift + at, Length = Math.Max(1, part.Length) };
        }

        private string? FailKey(string part, string message, string? suggestion)
        {
            Fail(part, message, suggestion);
            return null;
        }

        private MappingNode? Fail(string part, string message, string? suggestion)
        {
            Problem = new Diagnostic(DiagnosticCodes.SetAddress, Part(part), message, suggestion);
            return null;
        }
    }
}
