using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Unit.Jobs.Language;

/// <summary>
/// Checks YAML trees against the part of JSON Schema that the gate's schema uses; an unknown keyword is an error, so none goes unchecked.
/// </summary>
internal sealed class SchemaCheck(JsonObject root)
{
    private static readonly string[] Notes = ["$schema", "title", "description", "definitions"];

    public IEnumerable<string> Check(Node? node) => node is null ? [] : Check(node, root, "");

    private IEnumerable<string> Check(Node node, JsonObject schema, string at)
    {
        foreach (var (keyword, value) in schema)
        {
            if (!Notes.Contains(keyword))
            {
                foreach (var mistake in Check(node, keyword, value!, schema, at))
                {
                    yield return mistake;
                }
            }
        }
    }

    private IEnumerable<string> Check(Node node, string keyword, JsonNode value, JsonObject schema, string at)
    {
        var entries = (node as MappingNode)?.Entries;
        var items = (node as SequenceNode)?.Items;
        var text = node is ScalarNode { Kind: ScalarKind.Text } scalar ? scalar.Value : null;
        return keyword switch
        {
            "$ref" => Check(node, (JsonObject)root["definitions"]![value.GetValue<string>().Split('/')[^1]]!, at),
            "allOf" => ((JsonArray)value).SelectMany(part => Check(node, (JsonObject)part!, at)),
            "anyOf" => Fail(!((JsonArray)value).Any(part => !Check(node, (JsonObject)part!, at).Any()), at, "fits no alternative"),
            "type" => Fail(
                !(value is JsonArray types ? types : [value.DeepClone()]).Any(type => IsType(node, type!.GetValue<string>())),
                at,
                $"is no {value}"),
            "enum" => Fail(!((JsonArray)value).Any(word => word!.GetValue<string>() == text), at, $"is none of {value}"),
            "pattern" => Fail(text is not null && !Regex.IsMatch(text, value.GetValue<string>()), at, $"does not match {value}"),
            "minimum" => Fail(node is ScalarNode low && Number(low) < value.GetValue<int>(), at, $"is below {value}"),
            "maximum" => Fail(node is ScalarNode high && Number(high) > value.GetValue<int>(), at, $"is above {value}"),
            "items" => items?.SelectMany((item, index) => Check(item, (JsonObject)value, $"{at}[{index}]")) ?? [],
            "minItems" => Fail(items?.Count < value.GetValue<int>(), at, "has too few items"),
            "uniqueItems" => Fail(
                items?.OfType<ScalarNode>().Select(item => item.Value).Distinct().Count() < items?.Count,
                at,
                "has an item twice"),
            "minProperties" => Fail(entries?.Count < value.GetValue<int>(), at, "has too few keys"),
            "maxProperties" => Fail(entries?.Count > value.GetValue<int>(), at, "has too many keys"),
            "required" => ((JsonArray)value).SelectMany(
                key => Fail(entries?.ContainsKey(key!.GetValue<string>()) == false, at, $"lacks {key}")),
            "propertyNames" => entries?.Keys.SelectMany(
                key => Fail(!Regex.IsMatch(key, value["pattern"]!.GetValue<string>()), at, $"may not have {key}"))
                ?? [],
            "properties" => entries?.SelectMany(
                pair => value[pair.Key] is JsonObject known ? Check(pair.Value.Value, known, $"{at}.{pair.Key}") : [])
                ?? [],
            "patternProperties" => entries?.SelectMany(pair => ((JsonObject)value)
                .Where(pattern => Regex.IsMatch(pair.Key, pattern.Key))
                .SelectMany(pattern => Check(pair.Value.Value, (JsonObject)pattern.Value!, $"{at}.{pair.Key}")))
                ?? [],
            "additionalProperties" => entries?.Where(pair => schema["properties"]?[pair.Key] is null && !IsPatterned(pair.Key, schema)).SelectMany(
                pair => Additional(pair.Value.Value, value, $"{at}.{pair.Key}"))
                ?? [],
            _ => throw new ArgumentException($"this check does not know '{keyword}'", nameof(keyword)),
        };
    }

    private static bool IsPatterned(string key, JsonObject schema) =>
        schema["patternProperties"] is JsonObject patterns && patterns.Any(pattern => Regex.IsMatch(key, pattern.Key));

    private IEnumerable<string> Additional(Node node, JsonNode schema, string at) =>
        schema is JsonObject known ? Check(node, known, at) : [$"{at} is not known"];

    private static IEnumerable<string> Fail(bool failed, string at, string message) => failed ? [$"{at} {message}"] : [];

    private static double Number(ScalarNode node) =>
        double.TryParse(node.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static bool IsType(Node node, string type) => type switch
    {
        "object" => node is MappingNode,
        "array" => node is SequenceNode,
        "string" => node is ScalarNode { Kind: ScalarKind.Text },
        "boolean" => node is ScalarNode { Kind: ScalarKind.Boolean },
        "integer" => node is ScalarNode { Kind: ScalarKind.Integer },
        "number" => node is ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float },
        "null" => node is ScalarNode { Kind: ScalarKind.Null },
        _ => throw new ArgumentException($"this check does not know the type '{type}'", nameof(type)),
    };
}
