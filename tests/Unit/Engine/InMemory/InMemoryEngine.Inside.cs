using GlanceGate.Engine;
using GlanceGate.Inputs;

namespace GlanceGate.Unit.Engine.InMemory;

/// <content>What is done inside its containers: commands and files.</content>
internal sealed partial class InMemoryEngine
{
    /// <inheritdoc/>
    public async Task<ExecResult> ExecAsync(string container, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        await RecordAsync("Exec", container, cancellation, command);
        var item = GetRunning(container);
        return item.Script.OnExec is { } answer ? await answer(item, command, cancellation) : new ExecResult(0, "", "");
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenExecStreamAsync(
        string container, IReadOnlyList<string> command, IProgress<string> errors, CancellationToken cancellation)
    {
        await RecordAsync("OpenExecStream", container, cancellation, command);
        var item = GetRunning(container);
        var ended = CancellationTokenSource.CreateLinkedTokenSource(item.Ended);
        var (near, far) = DuplexStream.CreatePair(ended.Cancel);
        _ = RunAsync();
        return near;

        async Task RunAsync()
        {
            await using (far)
            {
                try
                {
                    await (item.Script.OnExecStream?.Invoke(item, command, far, errors, ended.Token) ?? Task.CompletedTask);
                }
                catch (OperationCanceledException) when (ended.IsCancellationRequested)
                {
                    // The caller hung up, or the container ended.
                }
                catch (Exception failure) when (failure is IOException or InvalidOperationException)
                {
                    errors.Report(failure.Message);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async Task CopyFileOutAsync(string container, string path, Stream destination, long limit, CancellationToken cancellation)
    {
        await RecordAsync("CopyFileOut", container, cancellation, [path]);
        var file = Get(container, "copying out of").Files.GetValueOrDefault(path)
            ?? throw new NoSuchFileException($"copying {path} out of container {container}: no such file");
        if (file.Content.Length > limit)
        {
            throw new EngineException($"copying {path} out of container {container}: it is larger than {InputFile.Words(limit)}");
        }

        await destination.WriteAsync(file.Content, cancellation);
    }

    /// <inheritdoc/>
    public async Task<ContextFile?> ReadFileAsync(string container, string path, CancellationToken cancellation)
    {
        await RecordAsync("ReadFile", container, cancellation, [path]);
        var item = Get(container, "reading a file of");
        return item.Files.GetValueOrDefault(path) ?? _imageFiles.GetValueOrDefault((item.Spec.Image, path));
    }

    private InMemoryContainer GetRunning(string nameOrId) =>
        Get(nameOrId, "running a command in") is { State.IsRunning: true } item
            ? item
            : throw new EngineException($"running a command in container {nameOrId}: it is not running");
}
