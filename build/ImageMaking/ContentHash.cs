using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GlanceGate.ImageMaking;

/// <summary>The hash of everything that an image is made from: its tag, so that a change is a new image and no change costs nothing.</summary>
internal static class ContentHash
{
    // Raised when the same folder has to give another image than before.
    private const string BuilderVersion = "1";
    private const int TagLength = 16;

    /// <summary>Hash of an image folder, as a tag.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="sources">Image as it is written to its reference, whose tag is a hash of its own.</param>
    public static string Of(ImageFolder folder, IReadOnlyDictionary<string, string> sources)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, BuilderVersion);
        Add(hash, folder.Dockerfile is null ? "bake" : "build");
        Add(hash, folder.Dockerfile ?? folder.Bake!.Text);
        foreach (var (name, reference) in sources.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            Add(hash, name);
            Add(hash, reference);
        }

        foreach (var (path, file) in folder.Files.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            Add(hash, path);
            Add(hash, ((int)file.Mode).ToString(System.Globalization.CultureInfo.InvariantCulture));
            Add(hash, file.Content.Span);
        }

        return Tag(hash);
    }

    /// <summary>Hash of some texts, as a tag.</summary>
    public static string Of(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, BuilderVersion);
        foreach (var text in texts)
        {
            Add(hash, text);
        }

        return Tag(hash);
    }

    private static string Tag(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset())[..TagLength];

    private static void Add(IncrementalHash hash, string text) => Add(hash, Encoding.UTF8.GetBytes(text));

    // With its length, so that no other division of the same bytes has the same hash.
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
