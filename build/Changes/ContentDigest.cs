using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GlanceGate.Inputs;

namespace GlanceGate.Changes;

/// <summary>Digests of changes, which say in a record exactly what was tested.</summary>
internal static class ContentDigest
{
    /// <summary>Digest of bytes, as <c>sha256sum</c> prints it.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Text(SHA256.HashData(bytes));

    /// <summary>Digest of files: paths, modes and contents.</summary>
    public static string Of(IEnumerable<KeyValuePair<string, ContextFile>> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, file) in files.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            Add(hash, Encoding.UTF8.GetBytes($"{path}\n{(int)file.Mode}"));
            Add(hash, file.Content.Span);
        }

        return Text(hash.GetHashAndReset());
    }

    private static string Text(ReadOnlySpan<byte> hash) => $"sha256:{Convert.ToHexStringLower(hash)}";

    // With its length, so that no other division of the same bytes has the same digest.
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
