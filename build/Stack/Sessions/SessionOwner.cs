using System.Globalization;
using GlanceGate.Machine;

namespace GlanceGate.Stack.Sessions;

/// <summary>Whether the process that owns a session still lives.</summary>
internal enum OwnerState
{
    /// <summary>It lives on this host.</summary>
    Alive,

    /// <summary>It lived on this host and has ended.</summary>
    Dead,

    /// <summary>It is another host's, or unknown: nobody here can tell.</summary>
    Elsewhere,
}

/// <summary>The process that owns a session, as the label <see cref="Engine.GateLabels.Owner"/> names it.</summary>
/// <remarks>A process id alone is used again after a while; with its start time and the boot it belongs to one process for ever.</remarks>
internal static class SessionOwner
{
    /// <summary>The label's value for this process, <c>host/boot-id/process-id/process-start-ticks</c>.</summary>
    public static string Current() => Of(Environment.ProcessId, new ProcessTable());

    /// <summary>The label's value for a living process.</summary>
    /// <exception cref="InvalidOperationException">There is no such process.</exception>
    public static string Of(int process, ProcessTable processes)
    {
        var ticks = processes.StartTicks(process) ?? throw new InvalidOperationException($"There is no process {process}.");
        return string.Create(CultureInfo.InvariantCulture, $"{processes.Host}/{processes.BootId}/{process}/{ticks}");
    }

    /// <summary>Whether the owner is known to live.</summary>
    public static bool IsAlive(string? label) => Judge(label, new ProcessTable()) == OwnerState.Alive;

    /// <summary>What is known about an owner; a label that cannot be read is somebody else's.</summary>
    public static OwnerState Judge(string? label, ProcessTable processes)
    {
        if (label?.Split('/') is not [var host, var boot, var process, var ticks]
            || host != processes.Host
            || !int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var start))
        {
            return OwnerState.Elsewhere;
        }

        return boot == processes.BootId && processes.StartTicks(id) == start ? OwnerState.Alive : OwnerState.Dead;
    }
}
