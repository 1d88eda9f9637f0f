using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace GlanceGate.Topology;

/// <summary>
/// The random values of one session: the same value for the same name, each remembered so that evidence can be redacted. Thread safe.
/// </summary>
/// <param name="known">Name to value of those that were made before.</param>
internal sealed class SecretBox(IReadOnlyDictionary<string, string> known)
{
    /// <summary>Characters of a value: none that a URL, an INI file or a shell would read in its own way.</summary>
    public const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Length of a value.</summary>
    public const int Length = 24;

    private readonly ConcurrentDictionary<string, string> _values = new(known, StringComparer.Ordinal);

    /// <summary>Nothing is known yet.</summary>
    public SecretBox()
        : this(new Dictionary<string, string>())
    {
    }

    /// <summary>Name to value of every value so far.</summary>
    public IReadOnlyDictionary<string, string> Named => new SortedDictionary<string, string>(_values, StringComparer.Ordinal);

    /// <summary>Every value so far, ordered by name.</summary>
    public IReadOnlyList<string> Values => [.. _values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];

    /// <summary>The value of a name, made when it is first asked for.</summary>
    public string Get(string name) => _values.GetOrAdd(name, static _ => RandomNumberGenerator.GetString(Alphabet, Length));
}
