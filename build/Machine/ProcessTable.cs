using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace GlanceGate.Machine;

/// <summary>What Linux knows about processes, read from <c>/proc</c> (proc(5)).</summary>
/// <param name="root">Where the proc file system is; tests give their own.</param>
internal sealed class ProcessTable(string root = "/proc")
{
    // After the command's closing parenthesis: state is field 3 of the line, the start time field 22.
    private const int State = 0;
    private const int StartTime = 19;

    /// <summary>Where a process id has its meaning: the host's name and its process id namespace, as containers may share a name.</summary>
    public string Host => $"{Read("sys/kernel/hostname").Trim()}~{NamespaceNumber()}";

    /// <summary>Id of this boot of the kernel; process ids and start times mean nothing across boots.</summary>
    public string BootId => Read("sys/kernel/random/boot_id").Trim();

    /// <summary>Ids of all processes.</summary>
    public IEnumerable<int> Ids => Directory.EnumerateDirectories(root)
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    /// <summary>Start time of a living process in clock ticks since boot; null when there is none, or it only waits to be reaped.</summary>
    public long? StartTicks(int process)
    {
        string line;
        try
        {
            line = Read(string.Create(CultureInfo.InvariantCulture, $"{process}/stat"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // the command's name may itself hold spaces and parentheses
        var fields = line[(line.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartTime && fields[State] is not ("Z" or "X" or "x")
            ? long.Parse(fields[StartTime], CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Ids of the living processes that were started with <paramref name="variable"/> set to <paramref name="value"/>, directly
    /// or by inheritance, and that this process may look at.</summary>
    public IReadOnlyList<int> WithEnvironment(string variable, string value)
    {
        var wanted = $"{variable}={value}";
        return [.. Ids.Where(id => Environment(id).Contains(wanted) && StartTicks(id) is not null).Order()];
    }

    /// <summary>Kills a process; true when it was there.</summary>
    /// <exception cref="Win32Exception">It belongs to somebody else.</exception>
    public static bool Kill(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            found.Kill();
            return true;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private string[] Environment(int process)
    {
        try
        {
            return Read(string.Create(CultureInfo.InvariantCulture, $"{process}/environ")).Split('\0');
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private string NamespaceNumber()
    {
        // the link's text is pid:[4026531836]
        var link = File.ResolveLinkTarget(Path.Combine(root, "self/ns/pid"), returnFinalTarget: false)?.Name ?? string.Empty;
        return string.Concat(link.Where(char.IsAsciiDigit));
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(root, path), Encoding.Latin1);
}
