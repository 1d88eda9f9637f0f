using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Clients;

/// <summary>A server as Nova shows it to an administrator.</summary>
internal sealed record Server(string Id, string Status, string? TaskState, string? Fault, string? ImageId, JsonObject Raw)
{
    public static Server Of(ApiAnswer answer)
    {
        var raw = answer.Member<JsonObject>("server");
        return new Server(
            raw["id"]!.GetValue<string>(),
            raw["status"]!.GetValue<string>(),
            raw["OS-EXT-STS:task_state"]?.GetValue<string>(),
            raw["fault"]?.ToJsonString(),
            (raw["image"] as JsonObject)?["id"]?.GetValue<string>(),
            raw);
    }

    public override string ToString() => $"{Status}, task_state {TaskState ?? "none"}{(Fault is null ? "" : $", fault {Fault}")}";
}
