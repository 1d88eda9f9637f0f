using System.Text.Json;
using System.Text.Json.Serialization;

namespace GlanceGate.Stack;

/// <summary>What a suite is told about the stack that it runs against: the one file <c>stack.json</c>.</summary>
/// <remarks>
/// It holds the stack's passwords, so it is written with mode 0600 into a folder with mode 0700 and never goes into the artifacts.
/// A suite in any language can read it, which is why names are stable and lower case and nothing in it is a type of the gate.
/// </remarks>
/// <param name="Session">Id of the session that the stack belongs to.</param>
/// <param name="Job">Job name.</param>
/// <param name="Variant">Variant name.</param>
/// <param name="Capabilities">What the suite may expect of this variant, in file order.</param>
/// <param name="Parameters">The suite's parameters as the job names them, secrets filled in.</param>
/// <param name="Files">Name to the absolute path of a file on this machine.</param>
/// <param name="Proxy">
/// <c>socks5://127.0.0.1:port</c> of a listener through which the service names resolve and answer; empty in a kept stack's
/// record, as the listener lives no longer than the process that offers it.
/// </param>
/// <param name="Hosts">Service name to its IPv4 address on the stack's network, as seen from inside.</param>
internal sealed record StackDescription(
    string Session,
    string Job,
    string Variant,
    IReadOnlyList<string> Capabilities,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyDictionary<string, string> Files,
    string Proxy,
    IReadOnlyDictionary<string, string> Hosts)
{
    /// <summary>Service name to fact name to what the service said of itself once the stack was healthy; services without facts are left out.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Facts { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, StackDescriptionJson.Default.StackDescription);

    /// <summary>Reads the file's text.</summary>
    /// <exception cref="FormatException">The text is not a complete description.</exception>
    public static StackDescription Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StackDescriptionJson.Default.StackDescription)
                ?? throw new FormatException("The suite's description is null.");
        }
        catch (JsonException problem)
        {
            throw new FormatException($"The suite's description is not complete: {problem.Message}", problem);
        }
    }
}

/// <summary>Generated serializer: without reflection, and every member is required.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StackDescription))]
internal sealed partial class StackDescriptionJson : JsonSerializerContext;
