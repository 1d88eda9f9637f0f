using System.Text.Json.Nodes;

namespace GlanceGate.TopDown.Clients;

/// <summary>An image as Glance's v2 API shows it: base attributes and custom properties side by side in one flat object.</summary>
internal sealed record Image(string Id, string Name, string Status, long? Size, JsonObject Raw)
{
    /// <summary>An attribute's or property's text; null when it is missing, null, or no text.</summary>
    public string? this[string name] => Raw[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Where the data lies; empty where Glance keeps that to itself.</summary>
    public string[] Locations => [.. (Raw["locations"] as JsonArray ?? []).Select(location => location!["url"]!.GetValue<string>())];

    public static Image Of(JsonObject raw) => new(
        raw["id"]!.GetValue<string>(),
        raw["name"]?.GetValue<string>() ?? string.Empty,
        raw["status"]!.GetValue<string>(),
        raw["size"]?.GetValue<long>(),
        raw);

    public override string ToString() => Raw.ToJsonString();
}
