using System.Security.Cryptography;
using GlanceGate.Engine;

namespace GlanceGate.ImageMaking;

/// <summary>Bakes images: runs a command in a container and commits what it leaves.</summary>
/// <param name="engine">Engine to bake on.</param>
/// <param name="labels">Labels of the container, by which a sweep finds it when the gate is killed.</param>
/// <param name="patience">Time limits.</param>
/// <param name="progress">Gets the command's output.</param>
internal sealed class ImageBaker(IContainerEngine engine, IReadOnlyDictionary<string, string> labels, Patience patience, IProgress<ImageProgress> progress)
{
    private const int KeptLines = 25;
    private static readonly TimeSpan RemoveDeadline = TimeSpan.FromMinutes(1);

    /// <summary>Bakes an image.</summary>
    /// <param name="folder">Folder with a definition.</param>
    /// <param name="source">Reference of the image to begin with.</param>
    /// <param name="reference">Reference of the result.</param>
    /// <param name="imageLabels">Labels of the result.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EngineException">The command failed or took too long; the message ends with its last lines.</exception>
    public async Task BakeAsync(
        ImageFolder folder, string source, string reference, IReadOnlyDictionary<string, string> imageLabels, CancellationToken cancellation)
    {
        var bake = folder.Bake!;
        var spec = new ContainerSpec(
            $"glance-gate-bake-{folder.Name}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}", source, Network: null, [], labels)
        {
            Entrypoint = bake.Command,
            Command = [],
            Files = folder.Files.ToDictionary(file => $"/bake/{file.Key}", file => file.Value),
            Tmpfs = bake.Tmpfs,
            Environment = bake.Environment,
            Init = true,
        };
        try
        {
            await engine.CreateContainerAsync(spec, cancellation);
            await engine.StartContainerAsync(spec.Name, cancellation);
            await RunAsync(folder.Name, spec.Name, patience.Bake(bake.Timeout), cancellation);
            await engine.CommitContainerAsync(spec.Name, reference, imageLabels, cancellation);
        }
        finally
        {
            using var deadline = new CancellationTokenSource(RemoveDeadline);
            await engine.RemoveContainerAsync(spec.Name, deadline.Token);
        }
    }

    private async Task RunAsync(string image, string container, TimeSpan timeout, CancellationToken cancellation)
    {
        var last = new Queue<string>();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        try
        {
            await foreach (var line in engine.ReadLogAsync(container, follow: true, deadline.Token))
            {
                last.Enqueue(line.Text);
                if (last.Count > KeptLines)
                {
                    last.Dequeue();
                }

                progress.Report(new ImageProgress(image, line.Text));
            }

            var end = await engine.WaitForExitAsync(container, deadline.Token);
            if (end.ExitCode != 0)
            {
                throw new EngineException(
                    $"baking image '{image}': its command ended with exit code {end.ExitCode}{(end.OutOfMemory ? ", out of memory" : "")}{Text()}");
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new EngineException($"baking image '{image}': its command did not end within {ProgressDeadline.Words(timeout)} ({Patience.Hint}){Text()}");
        }

        string Text() => string.Concat(last.Select(line => $"{Environment.NewLine}    {line}"));
    }
}
