using System.Net;
using System.Text.RegularExpressions;
using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Stack.Gateway;

namespace GlanceGate.Stack.Probes;

/// <summary>GET through the gateway; the answer's body is not read.</summary>
internal sealed class HttpProbe(HealthProbe.Http probe, Func<CancellationToken, Task<GatewayTunnel>> gateway) : IProbe
{
    /// <inheritdoc/>
    public async Task<ProbeAnswer> AskAsync(CancellationToken cancellation)
    {
        // A new connection each time: a kept one would show that the service was well when it was made.
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = async (context, token) =>
                await (await gateway(token).ConfigureAwait(false)).ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, token).ConfigureAwait(false),
        };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var answer = await client.GetAsync(probe.Url, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        return new ProbeAnswer(IsAccepted(answer.StatusCode), $"HTTP {(int)answer.StatusCode}");
    }

    private bool IsAccepted(HttpStatusCode status) =>
        probe.Status.Count == 0 ? (int)status is >= 200 and < 400 : probe.Status.Contains((int)status);
}

/// <summary>Connects through the gateway.</summary>
internal sealed class TcpProbe(HealthProbe.Tcp probe, Func<CancellationToken, Task<GatewayTunnel>> gateway) : IProbe
{
    /// <inheritdoc/>
    public async Task<ProbeAnswer> AskAsync(CancellationToken cancellation)
    {
        var tunnel = await gateway(cancellation).ConfigureAwait(false);
        await using var connection = (await tunnel.ConnectAsync(probe.Host, probe.Port, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        return new ProbeAnswer(true, "connected");
    }
}

/// <summary>Runs a command; exit code 0 is healthy.</summary>
internal sealed class CommandProbe(Func<CancellationToken, Task<ExecResult>> run) : IProbe
{
    /// <summary>A command may wait by itself, which costs less than being started again and again; an engine cannot stop it early.</summary>
    public TimeSpan Patience => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async Task<ProbeAnswer> AskAsync(CancellationToken cancellation)
    {
        var result = await run(cancellation).ConfigureAwait(false);
        var said = LastLine(result.Errors) ?? LastLine(result.Output);
        return new ProbeAnswer(result.ExitCode == 0, $"exit code {result.ExitCode}{(said is null ? string.Empty : $": {said}")}");
    }

    private static string? LastLine(string text) => text.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0);
}

/// <summary>Looks whether the awaited line was logged.</summary>
internal sealed class LogProbe(HealthProbe.Log probe, LogCapture log) : IProbe
{
    /// <summary>Longest time that a pattern may take on one line.</summary>
    public static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The pattern as the capture needs it.</summary>
    public static Regex Pattern(HealthProbe.Log probe) => new(probe.Pattern, RegexOptions.CultureInvariant, MatchTimeout);

    /// <inheritdoc/>
    public Task<ProbeAnswer> AskAsync(CancellationToken cancellation) => Task.FromResult(log.Match is { } line
        ? new ProbeAnswer(true, line)
        : new ProbeAnswer(false, log.Trouble ?? $"no line of the log matches {probe.Pattern}"));
}
