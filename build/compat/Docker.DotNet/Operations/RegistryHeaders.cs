using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Docker.DotNet.Json;
using Docker.DotNet.Models;

namespace Docker.DotNet.Operations;

/// <summary>Credentials for image registries travel as base64url of JSON.</summary>
internal static class RegistryHeaders
{
    public static IEnumerable<KeyValuePair<string, string>> For(AuthConfig registry) =>
        registry is null ? [] : [new("X-Registry-Auth", Encode(registry, DockerJson.Default.AuthConfig))];

    public static IEnumerable<KeyValuePair<string, string>> ForBuild(IEnumerable<AuthConfig> registries)
    {
        if (registries is null)
        {
            return [];
        }

        IDictionary<string, AuthConfig> byAddress = registries.ToDictionary(registry => registry.ServerAddress);
        return [new("X-Registry-Config", Encode(byAddress, DockerJson.Default.AuthConfigs))];
    }

    private static string Encode<T>(T value, JsonTypeInfo<T> type)
    {
        // with its padding, which the daemon's decoder insists on
        var text = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value, type));
        return text.PadRight((text.Length + 3) / 4 * 4, '=');
    }
}
