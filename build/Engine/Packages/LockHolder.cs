using System.Globalization;

namespace GlanceGate.Engine.Packages;

/// <summary>Who holds a lock.</summary>
/// <param name="File">The lock's file.</param>
/// <param name="Process">Its process; 0 or less when it cannot be seen from here, as a process of another container.</param>
/// <param name="Command">Its command line; empty when it is not known.</param>
internal sealed record LockHolder(string File, int Process, string Command)
{
    private const int LongestCommand = 100;

    /// <summary>For people.</summary>
    public override string ToString() => (Process, Command) switch
    {
        ( <= 0, _) => $"a process that cannot be seen from here holds {File}",
        (_, "") => string.Create(CultureInfo.InvariantCulture, $"process {Process} holds {File}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"process {Process} ({Command}) holds {File}"),
    };

    /// <summary>A command line as <c>/proc/PID/cmdline</c> has it, as people write it.</summary>
    public static string Words(string commandLine)
    {
        var words = commandLine.Replace('\0', ' ').ReplaceLineEndings(" ").Trim();
        return words.Length <= LongestCommand ? words : words[..(LongestCommand - 1)] + "…";
    }
}
