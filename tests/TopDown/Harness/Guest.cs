using System.Globalization;
using System.Text.RegularExpressions;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Harness;

/// <summary>
/// The bootable test image: when it boots it adds one to a counter on its own disk, prints
/// <c>GATE-GUEST-UP boots=&lt;n&gt;</c> on the serial console, writes the counter back, and prints <c>GATE-GUEST-SYNCED</c>.
/// What is on the console therefore tells which bytes the hypervisor had.
/// </summary>
internal static partial class Guest
{
    public const string Synced = "GATE-GUEST-SYNCED";

    /// <summary>Where on the disk the counter is: the first byte of the second sector.</summary>
    public const int CounterOffset = Sector;

    private const int Sector = 512;

    /// <summary>The image with a counter that was not zero, so that a console with the expected number is no coincidence.</summary>
    /// <param name="path">The image, of any format that keeps sectors as they are.</param>
    /// <param name="boots">What the counter stands at; the guest prints one digit, so there must be room for the boots to come.</param>
    public static async Task<byte[]> LoadAsync(string path, int boots)
    {
        var image = await File.ReadAllBytesAsync(path);
        image[Counter(image) ?? throw new StackFileException($"{path} is not the guest's image")] = (byte)boots;
        return image;
    }

    /// <summary>How often a disk's guest has booted, as the disk's own data say; null where it is not the guest's.</summary>
    public static int? BootsOn(byte[] disk) => Counter(disk) is { } place ? disk[place] : null;

    /// <summary>The counter is the first byte of the second sector. The first is the guest's code, wherever it lies in the file.</summary>
    private static int? Counter(ReadOnlySpan<byte> disk) =>
        disk.IndexOf("GATE-GUEST-UP boots="u8) is >= 0 and var code && ((code / Sector) + 1) * Sector is var place && place < disk.Length ? place : null;

    /// <summary>Whether the last boot that the console shows has written its counter back.</summary>
    public static bool IsSynced(string console) =>
        Marker().Matches(console) is { Count: > 0 } matches && console.IndexOf(Synced, matches[^1].Index, StringComparison.Ordinal) >= 0;

    /// <summary>What the console says of the last boot, or null when it says nothing.</summary>
    public static int? Boots(string console) =>
        Marker().Matches(console) is { Count: > 0 } matches
            ? int.Parse(matches[^1].Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    /// <summary>What a guest that looks says of its hypervisor at its last boot: type, version, kind of guest, its own id there; empty when it says nothing.</summary>
    public static string Hypervisor(string console) => HypervisorLine().Matches(console) is { Count: > 0 } matches ? matches[^1].Groups[1].Value : string.Empty;

    [GeneratedRegex(@"GATE-GUEST-HYPERVISOR ([^\r\n]*)")]
    private static partial Regex HypervisorLine();

    [GeneratedRegex("GATE-GUEST-UP boots=([0-9])")]
    private static partial Regex Marker();
}
