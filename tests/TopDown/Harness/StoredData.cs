using GlanceGate.TopDown.Clients;

namespace GlanceGate.TopDown.Harness;

/// <summary>An image, with the bytes that were uploaded.</summary>
/// <param name="Image">The image when it had become active.</param>
/// <param name="Bytes">Its data.</param>
internal sealed record StoredData(Image Image, byte[] Bytes)
{
    /// <summary>How many bytes; tests name places in them.</summary>
    public const int Length = 4096;
}
