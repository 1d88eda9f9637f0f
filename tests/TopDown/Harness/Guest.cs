using System.Globalization;
using System.Text.RegularExpressions;

namespace GlanceGate.TopDown.Harness;

/// <summary>
/// The bootable test image: when it boots it adds one to a counter on its own disk, prints
/// <c>GATE-GUEST-UP boots=&lt;n&gt;</c> on the serial console, writes the counter back, and prints <c>GATE-GUEST-SYNCED</c>.
/// What is on the console therefore tells which bytes the hypervisor had.
/// </summary>
internal static partial class Guest
{
    public const string Synced = "GATE-GUEST-SYNCED";

    /// <summary>The counter is the first byte of the second sector.</summary>
    public const int CounterOffset = 512;

    /// <summary>The image with a counter that was not zero, so that a console with the expected number is no coincidence.</summary>
    /// <param name="path">The raw image.</param>
    /// <param name="boots">What the counter stands at; the guest prints one digit, so there must be room for the boots to come.</param>
    public static async Task<byte[]> LoadAsync(string path, int boots)
    {
        var image = await File.ReadAllBytesAsync(path);
        image[CounterOffset] = (byte)boots;
        return image;
    }

    /// <summary>What the console says of the last boot, or null when it says nothing.</summary>
    public static int? Boots(string console) =>
        Marker().Matches(console) is { Count: > 0 } matches
            ? int.Parse(matches[^1].Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex("GATE-GUEST-UP boots=([0-9])")]
    private static partial Regex Marker();
}
