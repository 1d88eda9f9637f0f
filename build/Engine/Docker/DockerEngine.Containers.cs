using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Docker.DotNet;
using Docker.DotNet.Models;
using GlanceGate.Inputs;

namespace GlanceGate.Engine.Docker;

/// <content>Containers.</content>
internal sealed partial class DockerEngine
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public Task<string> CreateContainerAsync(ContainerSpec spec, CancellationToken cancellation)
    {
        ContainerFiles.Check(spec);
        return PromptAsync($"creating container {spec.Name}", async token =>
        {
            var id = (await _client.Containers.CreateContainerAsync(DockerConverter.Create(spec), token)).ID;
            if (spec.EgressNetwork is { } egress)
            {
                await _client.Networks.ConnectNetworkAsync(egress, new NetworkConnectParameters { Container = id }, token);
            }

            if (spec.Files.Count > 0)
            {
                await using var archive = ContainerFiles.ToTar(spec.Files);
                await _client.Containers.ExtractArchiveToContainerAsync(id, new CopyToContainerParameters { Path = "/" }, archive, token);
            }

            return id;
        }, cancellation);
    }

    /// <inheritdoc/>
    public Task StartContainerAsync(string container, CancellationToken cancellation) =>
        PromptAsync($"starting container {DockerCall.Short(container)}", token =>
            _client.Containers.StartContainerAsync(container, new ContainerStartParameters(), token), cancellation);

    /// <inheritdoc/>
    public Task<ContainerState?> InspectContainerAsync(string container, CancellationToken cancellation) =>
        PromptAsync($"inspecting container {DockerCall.Short(container)}", async token =>
        {
            try
            {
                return DockerConverter.State(await _client.Containers.InspectContainerAsync(container, token));
            }
            catch (DockerApiException refusal) when (DockerCall.IsGone(refusal))
            {
                return null;
            }
        }, cancellation);

    /// <inheritdoc/>
    public async Task<ContainerState> WaitForExitAsync(string container, CancellationToken cancellation)
    {
        var doing = $"waiting for container {DockerCall.Short(container)} to end";
        await DockerCall.RunAsync(
            doing, Timeout.InfiniteTimeSpan, token => _client.Containers.WaitContainerAsync(container, token), cancellation);
        var state = await InspectContainerAsync(container, cancellation);
        return state switch
        {
            null => throw new EngineException($"{doing}: it was removed"),
            { Status: "created" } => throw new EngineException($"{doing}: it was never started"),
            _ => state,
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogLine> ReadLogAsync(
        string container, bool follow, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var doing = $"reading the log of container {DockerCall.Short(container)}";
        var parameters = new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Timestamps = true, Follow = follow };
        using var stream = await PromptAsync(
            doing, token => _client.Containers.GetContainerLogsAsync(container, parameters, token), cancellation);
        var lines = Channel.CreateUnbounded<LogLine>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var time = DateTimeOffset.UnixEpoch;
        var output = new LineAssembler(line => Emit(line, fromStandardError: false));
        var errors = new LineAssembler(line => Emit(line, fromStandardError: true));
        var buffer = new byte[32 * 1024];
        while (true)
        {
            var piece = await DockerCall.RunAsync(
                doing, Timeout.InfiniteTimeSpan, token => stream.ReadOutputAsync(buffer, 0, buffer.Length, token), cancellation);
            if (piece.EOF)
            {
                output.Complete();
                errors.Complete();
            }
            else
            {
                var target = piece.Target == MultiplexedStream.TargetStream.StandardError ? errors : output;
                target.Add(buffer.AsSpan(0, piece.Count));
            }

            while (lines.Reader.TryRead(out var line))
            {
                yield return line;
            }

            if (piece.EOF)
            {
                yield break;
            }
        }

        void Emit(string stamped, bool fromStandardError)
        {
            (time, var text) = LogTimestamp.Split(stamped, time);
            lines.Writer.TryWrite(new LogLine(LogTimestamp.Within(time, DateTimeOffset.UtcNow), fromStandardError, text));
        }
    }

    /// <inheritdoc/>
    public Task<ExecResult> ExecAsync(string container, IReadOnlyList<string> command, CancellationToken cancellation) =>
        DockerCall.RunAsync(Running(container, command), Timeout.InfiniteTimeSpan, async token =>
        {
            var exec = await _client.Exec.CreateContainerExecAsync(
                container,
                new ContainerExecCreateParameters { Cmd = [.. command], AttachStdout = true, AttachStderr = true },
                token);
            using var output = new BoundedOutput(InputLimits.ExecOutput);
            using var errors = new BoundedOutput(InputLimits.ExecOutput);
            using (var stream = await _client.Exec.StartContainerExecAsync(exec.ID, new ContainerExecStartParameters(), token))
            {
                await stream.CopyOutputToAsync(Stream.Null, output, errors, token);
            }

            return new ExecResult(await ExitCodeAsync(exec.ID, token), output.ToString(), errors.ToString()) { IsCut = output.IsCut };
        }, cancellation);

    /// <inheritdoc/>
    public Task<Stream> OpenExecStreamAsync(
        string container, IReadOnlyList<string> command, IProgress<string> errors, CancellationToken cancellation) =>
        PromptAsync<Stream>(Running(container, command), async token =>
        {
            var exec = await _client.Exec.CreateContainerExecAsync(
                container,
                new ContainerExecCreateParameters { Cmd = [.. command], AttachStdin = true, AttachStdout = true, AttachStderr = true },
                token);
            return new ExecStream(await _client.Exec.StartContainerExecAsync(exec.ID, new ContainerExecStartParameters(), token), errors);
        }, cancellation);

    /// <inheritdoc/>
    public Task StopContainerAsync(string container, TimeSpan grace, CancellationToken cancellation) =>
        DockerCall.RunAsync($"stopping container {DockerCall.Short(container)}", grace + DockerCall.Prompt, async token =>
        {
            try
            {
                // A grace of zero would be left out of the request, and the engine's own would count.
                var parameters = new ContainerStopParameters { WaitBeforeKillSeconds = (uint)Math.Max(1, Math.Ceiling(grace.TotalSeconds)) };
                if (grace > TimeSpan.Zero)
                {
                    await _client.Containers.StopContainerAsync(container, parameters, token);
                }
                else
                {
                    await _client.Containers.KillContainerAsync(container, new ContainerKillParameters { Signal = "KILL" }, token);
                    await _client.Containers.WaitContainerAsync(container, token);
                }
            }
            catch (DockerApiException refusal) when (DockerCall.IsGone(refusal) || refusal.StatusCode == HttpStatusCode.Conflict)
            {
                // Gone, or not running.
            }
        }, cancellation);

    /// <inheritdoc/>
    public Task RemoveContainerAsync(string container, CancellationToken cancellation) =>
        PromptAsync($"removing container {DockerCall.Short(container)}", async token =>
        {
            try
            {
                RefuseForeign(
                    $"removing container {container}", (await _client.Containers.InspectContainerAsync(container, token)).Config?.Labels);
                await _client.Containers.RemoveContainerAsync(
                    container, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, token);
            }
            catch (DockerApiException refusal) when (DockerCall.IsGone(refusal))
            {
                // Gone is what the caller wants.
            }
            catch (DockerApiException refusal) when (refusal.StatusCode == HttpStatusCode.Conflict)
            {
                // Somebody else is removing it; its network is free only when that is over.
                while (await InspectContainerAsync(container, token) is not null)
                {
                    await Task.Delay(Pause, token);
                }
            }
        }, cancellation);

    private static string Running(string container, IReadOnlyList<string> command) =>
        $"running '{string.Join(' ', command)}' in container {DockerCall.Short(container)}";

    private async Task<long> ExitCodeAsync(string exec, CancellationToken cancellation)
    {
        while (true)
        {
            var state = await _client.Exec.InspectContainerExecAsync(exec, cancellation);
            if (!state.Running)
            {
                return state.ExitCode ?? throw new EngineException("the engine tells no exit code of what has ended");
            }

            // The end of its output comes a moment before the engine has taken note of its end.
            await Task.Delay(Pause, cancellation);
        }
    }
}
