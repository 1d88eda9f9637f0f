using System.Text;
using System.Text.Json.Nodes;

namespace GlanceGate.TopDown.Connection;

/// <summary>One HTTP request.</summary>
internal sealed record ApiRequest(string Method, Uri Url)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public byte[]? Body { get; init; }

    /// <summary>How many bytes of the answer's body are wanted; the rest is not waited for. Null for all of it.</summary>
    public int? Wanted { get; init; }

    /// <summary>What is done when the answer has begun and its body is not read yet.</summary>
    public Func<Task> WhenBegunAsync { get; init; } = () => Task.CompletedTask;

    public string ContentType { get; init; } = "application/json";

    /// <summary>What a transcript shows for the body; data is named by its size only.</summary>
    public string? BodyText => Body switch
    {
        null => null,
        _ when ContentType.Contains("json", StringComparison.Ordinal) => Encoding.UTF8.GetString(Body),
        _ => $"<{Body.Length} bytes of {ContentType}>",
    };

    public static byte[]? Json(JsonNode? body) => body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString());
}
