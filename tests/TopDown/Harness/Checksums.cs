using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace GlanceGate.TopDown.Harness;

/// <summary>Hashes that the services chose long ago; nothing is kept secret or safe by them here.</summary>
internal static class Checksums
{
    /// <summary>What Glance calls an image's <c>checksum</c>, and <c>Content-MD5</c>.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "It is Glance's choice.")]
    public static string OfData(byte[] data) => Convert.ToHexStringLower(MD5.HashData(data));

    /// <summary>The name of the file that Nova's libvirt driver downloads an image to.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "It is Nova's choice.")]
    public static string FileOfImage(string id) => Convert.ToHexStringLower(SHA1.HashData(Encoding.ASCII.GetBytes(id)));
}
