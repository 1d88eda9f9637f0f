#nullable enable
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Docker.DotNet.Json;

/// <summary>The daemon writes times as ISO 8601 or as seconds of the Unix epoch; null and "" mean that there is none.</summary>
internal sealed class UnixOrIsoDateTimeConverter : JsonConverter<DateTime>
{
    public override bool HandleNull => true;

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => default,
        JsonTokenType.Number => DateTime.UnixEpoch.AddSeconds(reader.GetInt64()),
        JsonTokenType.String when reader.ValueTextEquals(""u8) => default,
        _ => reader.GetDateTime(),
    };

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
