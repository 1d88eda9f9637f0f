namespace GlanceGate.TopDown.Harness;

/// <summary>
/// A disk whose guest makes it look like a disk of another format, as anybody's guest can: its fourth sector waits for the place of the
/// first, and everything else of that other disk is there from the beginning. See <c>build/Images/guest</c>.
/// </summary>
internal static class DisguisedDisk
{
    private const int Sector = 512;
    private const int Mask = 3 * Sector;
    private const int Size = 1 << 20;

    // Of the second sector the guest needs the first byte only, which lies between this header and the name of what is behind it.
    private static readonly byte[] Other = Qcow2.Empty(Size, "/etc/passwd", "raw");

    /// <summary>The disk before its guest has run.</summary>
    /// <param name="guest">The guest's image.</param>
    public static byte[] Of(byte[] guest)
    {
        var disk = new byte[Size];
        Other.CopyTo(disk, 0);
        Other.AsSpan(0, Sector).CopyTo(disk.AsSpan(Mask));
        guest.AsSpan(0, 2 * Sector).CopyTo(disk);
        return disk;
    }

    /// <summary>The same disk when its guest has run.</summary>
    /// <param name="disk">What <see cref="Of"/> made.</param>
    /// <param name="boots">What the guest's counter stands at by then.</param>
    public static byte[] InDisguise(byte[] disk, int boots)
    {
        var disguised = (byte[])disk.Clone();
        disk.AsSpan(Mask, Sector).CopyTo(disguised);
        disguised[Guest.CounterOffset] = (byte)boots;
        return disguised;
    }
}
