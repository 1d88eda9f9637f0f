namespace GlanceGate.TopDown.Harness;

/// <summary>What a file of a virtual disk must begin and end with.</summary>
internal static class DiskFile
{
    private const int Footer = 512;

    /// <summary>A dynamic VHD: its footer, which is also its first sector.</summary>
    public static bool IsVhd(ReadOnlySpan<byte> file) =>
        file.Length > 2 * Footer && file.StartsWith("conectix"u8) && file[^Footer..].StartsWith("conectix"u8);

    /// <summary>A VHDX, by its identifier.</summary>
    public static bool IsVhdx(ReadOnlySpan<byte> file) => file.StartsWith("vhdxfile"u8);
}
