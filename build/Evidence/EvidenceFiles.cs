using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using GlanceGate.Logs;

namespace GlanceGate.Evidence;

/// <summary>Writes the small files of the evidence.</summary>
internal static class EvidenceFiles
{
    /// <summary>Writes a value as JSON, without secrets.</summary>
    public static async Task WriteAsync<T>(
        string folder, string name, T value, JsonTypeInfo<T> type, Redactor redactor, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, name), redactor.Redact(JsonSerializer.Serialize(value, type)) + "\n", cancellation);
    }
}

/// <summary>Generated serializer of the evidence's files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(List<ContainerFacts>))]
[JsonSerializable(typeof(ImageApiAudit))]
[JsonSerializable(typeof(LogScan))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>))]
internal sealed partial class EvidenceJson : JsonSerializerContext;
