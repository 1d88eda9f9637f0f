using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Stack.Gateway;

namespace GlanceGate.Stack.Probes;

/// <summary>Runs a command of a healthcheck; null for the service's own place, else in the container of the service of that name.</summary>
internal delegate Task<ExecResult> ProbeExec(string? service, IReadOnlyList<string> command, CancellationToken cancellation);

/// <summary>Makes the probe of a healthcheck.</summary>
internal static class ProbeMaker
{
    /// <summary>Makes it.</summary>
    /// <param name="probe">What is asked.</param>
    /// <param name="gateway">The way into the stack's network.</param>
    /// <param name="exec">Runs commands.</param>
    /// <param name="log">The service's log.</param>
    public static IProbe Make(HealthProbe probe, Func<CancellationToken, Task<GatewayTunnel>> gateway, ProbeExec exec, LogCapture log) => probe switch
    {
        HealthProbe.Http http => new HttpProbe(http, gateway),
        HealthProbe.Tcp tcp => new TcpProbe(tcp, gateway),
        HealthProbe.Command command => new CommandProbe(token => exec(command.In, command.Arguments, token)),
        HealthProbe.Log awaited => new LogProbe(awaited, log),
        _ => throw new InvalidOperationException($"There is no probe for {probe}."),
    };
}
