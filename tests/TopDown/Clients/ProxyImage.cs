using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Clients;

/// <summary>An image as Nova's proxy shows it: base attributes, and the properties under <c>metadata</c>.</summary>
internal sealed record ProxyImage(
    string Id, string Name, string Status, int Progress, int MinRam, int MinDisk, long? Size, JsonObject Metadata, JsonObject Raw)
{
    public static ProxyImage Of(ApiAnswer answer) => Of(answer.Member<JsonObject>("image"));

    public static ProxyImage Of(JsonObject raw) => new(
        raw["id"]!.GetValue<string>(),
        raw["name"]?.GetValue<string>() ?? string.Empty,
        raw["status"]!.GetValue<string>(),
        raw["progress"]!.GetValue<int>(),
        raw["minRam"]!.GetValue<int>(),
        raw["minDisk"]!.GetValue<int>(),
        raw["OS-EXT-IMG-SIZE:size"]?.GetValue<long>(),
        raw["metadata"] as JsonObject ?? [],
        raw);

    public override string ToString() => Raw.ToJsonString();
}
