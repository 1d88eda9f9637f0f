using System.Globalization;
using System.Security.Cryptography;

namespace GlanceGate.Runs;

/// <summary>Names of sessions.</summary>
internal static class SessionName
{
    /// <summary>A new name, <c>20260102t030405x7f3a</c>: sorts by time, lower-case letters and digits, unique on any engine for practical purposes.</summary>
    public static string New(TimeProvider time) =>
        time.GetUtcNow().ToString("yyyyMMdd't'HHmmss", CultureInfo.InvariantCulture) + "x" + RandomNumberGenerator.GetHexString(6, lowercase: true);
}
