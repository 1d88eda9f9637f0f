using System.Globalization;

namespace GlanceGate.Machine;

/// <summary>A process of this machine for ever: its id may be given to another one, the rest cannot.</summary>
/// <param name="BootId">The kernel's id of its run since boot.</param>
/// <param name="Id">Process id.</param>
/// <param name="StartTicks">When it started, in clock ticks since boot.</param>
internal sealed record ProcessIdentity(string BootId, int Id, long StartTicks)
{
    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } =
        Of(Environment.ProcessId) ?? new ProcessIdentity("", Environment.ProcessId, 0);

    /// <summary>Whether it runs still.</summary>
    public bool IsAlive => Of(Id) == this;

    /// <summary>The process that has an id now; null when there is none or it has ended and waits for its parent.</summary>
    public static ProcessIdentity? Of(int id)
    {
        var processes = new ProcessTable();
        return processes.StartTicks(id) is { } start ? new ProcessIdentity(processes.BootId, id, start) : null;
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it did not.</summary>
    public static ProcessIdentity? Parse(string text) =>
        text.Split('_') is [var boot, var id, var ticks]
        && int.TryParse(id, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(ticks, CultureInfo.InvariantCulture, out var start)
            ? new ProcessIdentity(boot, number, start)
            : null;

    /// <summary>As a part of a file name.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{BootId}_{Id}_{StartTicks}");
}
