using GlanceGate.Engine.Docker;
using GlanceGate.Engine.Embedded;

namespace GlanceGate.Engine;

/// <summary>Finds the engine of a run, or brings one.</summary>
/// <remarks>
/// Order: <c>--engine</c>, <c>DOCKER_HOST</c>, the Docker context, Docker's socket, Podman's sockets, the gate's own
/// engine. An engine that a person asked for and that does not answer is an error: the run would else use another one
/// than they believe.
/// </remarks>
internal static class EngineProvider
{
    /// <summary>What to say where the gate cannot bring an engine.</summary>
    public const string NoEngine =
        "no container engine answers, and the gate can bring its own only as root on Linux. "
        + "Start Docker or Podman (on Debian: apt-get install docker.io), or name an engine with --engine or DOCKER_HOST";

    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(10);

    /// <summary>Finds an engine that answers.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="progress">Gets a line for everything that takes time or was passed over.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EngineException">There is none; the message says what to do.</exception>
    public static async Task<EngineLease> ConnectAsync(EngineRequest request, IProgress<string> progress, CancellationToken cancellation)
    {
        if (request.Endpoint == EngineRequest.Embedded)
        {
            return await EmbeddedAsync(request, progress, cancellation);
        }

        foreach (var endpoint in EngineEndpoints.OfThisMachine.Find(request.Endpoint))
        {
            try
            {
                return await ConnectAsync(endpoint, cancellation);
            }
            catch (EngineException failure) when (!endpoint.IsExplicit)
            {
                progress.Report($"{endpoint.Source} is there but of no use: {failure.Message}");
            }
            catch (EngineException failure)
            {
                throw new EngineException(
                    $"no engine answers at {endpoint.Address} ({endpoint.Source}): {failure.Message}. "
                    + "Start it, name another with --engine, or use the gate's own with --engine=embedded", failure);
            }
        }

        return request.AllowEmbedded
            ? await EmbeddedAsync(request, progress, cancellation)
            : throw new EngineException("no container engine answers; start one or name it with --engine");
    }

    private static Task<EngineLease> EmbeddedAsync(EngineRequest request, IProgress<string> progress, CancellationToken cancellation) =>
        OperatingSystem.IsLinux()
            ? EmbeddedEngine.AcquireAsync(request, progress, cancellation)
            : throw new EngineException(NoEngine);

    private static async Task<EngineLease> ConnectAsync(EngineEndpoint endpoint, CancellationToken cancellation)
    {
        var engine = new DockerEngine(endpoint.Address);
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            deadline.CancelAfter(AnswerDeadline);
            var info = await engine.GetInfoAsync(deadline.Token);
            return new EngineLease(engine, info, isEmbedded: false, _ => ValueTask.CompletedTask);
        }
        catch (Exception failure)
        {
            await engine.DisposeAsync();
            if (failure is OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                throw new EngineException($"no answer within {AnswerDeadline.TotalSeconds:0} s", failure);
            }

            throw;
        }
    }
}
