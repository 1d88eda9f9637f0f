#nullable enable
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Docker.DotNet.Http;

/// <summary>
/// The query of a request. What equals its type's default is not sent (an option that the daemon switches on by
/// itself cannot be switched off, a number cannot be zero), unless it is required.
/// </summary>
internal sealed class QueryString
{
    private readonly StringBuilder _text = new();

    public QueryString Add(string key, string? value) => value is null ? this : Append(key, value);

    public QueryString Add(string key, bool? value) => value is true ? Append(key, "1") : this;

    public QueryString Add(string key, long? value) =>
        value is null or 0 ? this : Append(key, value.Value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The key once for every value.</summary>
    public QueryString AddEach(string key, IEnumerable<string>? values)
    {
        foreach (var value in values ?? [])
        {
            Append(key, value);
        }

        return this;
    }

    public QueryString AddJson<T>(string key, T? value, JsonTypeInfo<T> type)
        where T : class => value is null ? this : Append(key, JsonSerializer.Serialize(value, type));

    public QueryString Require(string key, bool value) => Append(key, value ? "1" : "0");

    /// <exception cref="ArgumentException">There is no value.</exception>
    public QueryString Require(string key, string? value) =>
        Append(key, value ?? throw new ArgumentException($"The request needs a value for '{key}'.", key));

    public override string ToString() => _text.ToString();

    private QueryString Append(string key, string value)
    {
        _text.Append(_text.Length == 0 ? '?' : '&').Append(key).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }
}
