using GlanceGate.Engine.Docker;
using GlanceGate.Engine.Embedded;

namespace GlanceGate.Engine;

/// <summary>Finds the engine of a run, or brings one.</summary>
/// <remarks>
/// Order: <c>--engine</c>, <c>DOCKER_HOST</c>, the Docker context, then what <see cref="EngineChoice"/> chooses. An engine
/// that a person asked for and that does not answer is an error: the run would else use another one than they believe.
/// </remarks>
internal static class EngineProvider
{
    /// <summary>What to say where the gate cannot bring an engine.</summary>
    public const string NoEngine =
        "no container engine answers, and the gate can bring its own only as root on Linux. "
        + "Start Docker or Podman (on Debian: apt-get install docker.io), or name an engine with --engine or DOCKER_HOST";

    /// <summary>Finds an engine that answers.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="progress">Gets a line for everything that takes time or was passed over.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EngineException">There is none; the message says what to do.</exception>
    public static async Task<EngineLease> ConnectAsync(EngineRequest request, IProgress<string> progress, CancellationToken cancellation)
    {
        if (request.Endpoint == EngineRequest.Embedded || IsOwn(request.Endpoint, request.StateFolder))
        {
            return (await EmbeddedAsync(request, progress, cancellation)).Because("the gate's own, as --engine says");
        }

        var endpoints = EngineEndpoints.OfThisMachine.Find(request.Endpoint);
        return endpoints is [{ IsExplicit: true } asked]
            ? await ConnectAskedAsync(asked, request.Patience.EngineAnswer, progress, cancellation)
            : await ChooseAsync(request, endpoints, progress, cancellation);
    }

    /// <summary>Whether an address is that of the gate's own engine, which is there only for who has a lease.</summary>
    public static bool IsOwn(string? endpoint, string stateFolder) =>
        OperatingSystem.IsLinux() && endpoint == $"unix://{EmbeddedPaths.Of(stateFolder).Socket}";

    private static async Task<EngineLease> ConnectAskedAsync(EngineEndpoint endpoint, TimeSpan limit, IProgress<string> progress, CancellationToken cancellation)
    {
        if (endpoint is { Tls: null, Address: { Scheme: not "unix", IsLoopback: false } })
        {
            progress.Report($"the way to {endpoint.Address} is not protected: whoever is on it can read and do everything. Use TLS (DOCKER_TLS_VERIFY) or ssh");
        }

        try
        {
            return (await ConnectAsync(endpoint, limit, cancellation)).Because($"as {endpoint.Source} says");
        }
        catch (EngineException failure)
        {
            throw new EngineException(
                $"no engine answers at {endpoint.Address} ({endpoint.Source}): {failure.Message}. "
                + "Start it, name another with --engine, or use the gate's own with --engine=embedded", failure);
        }
    }

    private static async Task<EngineLease> ChooseAsync(
        EngineRequest request, IReadOnlyList<EngineEndpoint> endpoints, IProgress<string> progress, CancellationToken cancellation)
    {
        var answering = new List<(EngineLease Lease, AnsweringEngine Engine)>();
        EngineLease? taken = null;
        ChosenEngine choice;
        try
        {
            foreach (var endpoint in endpoints)
            {
                try
                {
                    answering.Add(await AskAsync(endpoint, request.Patience.EngineAnswer, cancellation));
                }
                catch (EngineException failure)
                {
                    progress.Report($"{endpoint.Source} is there but of no use: {failure.Message}");
                }
            }

            var ownHasImages = request.AllowEmbedded && OperatingSystem.IsLinux() && EmbeddedEngine.HasImages(request.StateFolder);
            choice = EngineChoice.Choose([.. answering.Select(item => item.Engine)], ownHasImages);
            if (choice.Index is { } index)
            {
                taken = answering[index].Lease;
                return taken.Because(choice.Reason);
            }
        }
        finally
        {
            foreach (var (lease, _) in answering.Where(item => item.Lease != taken))
            {
                await lease.DisposeAsync();
            }
        }

        return request.AllowEmbedded
            ? (await EmbeddedAsync(request, progress, cancellation)).Because(choice.Reason)
            : throw new EngineException("no container engine answers; start one or name it with --engine");
    }

    private static async Task<(EngineLease Lease, AnsweringEngine Engine)> AskAsync(EngineEndpoint endpoint, TimeSpan limit, CancellationToken cancellation)
    {
        var lease = await ConnectAsync(endpoint, limit, cancellation);
        try
        {
            var images = await lease.Engine.ListImagesAsync(GateLabels.Content, cancellation);
            return (lease, new AnsweringEngine($"{lease.Info.Name} at {endpoint.Source}", images.Count > 0));
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    private static Task<EngineLease> EmbeddedAsync(EngineRequest request, IProgress<string> progress, CancellationToken cancellation) =>
        OperatingSystem.IsLinux()
            ? EmbeddedEngine.AcquireAsync(request, progress, cancellation)
            : throw new EngineException(NoEngine);

    private static async Task<EngineLease> ConnectAsync(EngineEndpoint endpoint, TimeSpan limit, CancellationToken cancellation)
    {
        var engine = new DockerEngine(
            endpoint.Address, endpoint.Tls is { } tls ? await TlsTunnel.OpenAsync(endpoint.Address, tls, cancellation) : null);
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            deadline.CancelAfter(limit);
            var info = await engine.GetInfoAsync(deadline.Token);
            return new EngineLease(engine, info, isEmbedded: false, _ => ValueTask.CompletedTask);
        }
        catch (Exception failure)
        {
            await engine.DisposeAsync();
            if (failure is OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                throw new EngineException($"no answer within {ProgressDeadline.Words(limit)} ({Patience.Hint})", failure);
            }

            throw;
        }
    }
}
