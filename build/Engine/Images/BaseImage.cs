using System.Diagnostics;
using GlanceGate.Engine.Embedded;

namespace GlanceGate.Engine.Images;

/// <summary>The base of all images: taken if present, else pulled, else made from Debian's archive, as there may be no registry.</summary>
/// <param name="engine">Engine to have it.</param>
/// <param name="progress">Gets lines of what takes time.</param>
internal sealed class BaseImage(IContainerEngine engine, IProgress<ImageProgress> progress)
{
    /// <summary>The image's name in a registry.</summary>
    public const string Name = "debian:bookworm";

    private const string Suite = "bookworm";
    private const string Repository = "glance-gate/debian";
    private static readonly TimeSpan RegistryDeadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LayerDeadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BootstrapDeadline = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CommandDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Makes sure that the engine has it.</summary>
    /// <exception cref="EngineException">It cannot be had; the message says what to do.</exception>
    public async Task<PreparedImage> EnsureAsync(CancellationToken cancellation)
    {
        if (await engine.FindImageAsync(Name, cancellation) is { } present)
        {
            return new PreparedImage(Name, Name, present.SizeBytes, ImageOrigin.Present);
        }

        var arguments = await ArgumentsAsync(cancellation);
        var reference = $"{Repository}:{Suite}-{ContentHash.Of(arguments)}";
        if (await engine.FindImageAsync(reference, cancellation) is { } made)
        {
            return new PreparedImage(Name, reference, made.SizeBytes, ImageOrigin.Present);
        }

        if (await TryPullAsync(cancellation) is { } pulled)
        {
            return new PreparedImage(Name, Name, pulled.SizeBytes, ImageOrigin.Pulled);
        }

        await BootstrapAsync(reference, arguments, cancellation);
        var image = await engine.FindImageAsync(reference, cancellation)
            ?? throw new EngineException($"image {reference} is gone right after it was made");
        return new PreparedImage(Name, reference, image.SizeBytes, ImageOrigin.Built);
    }

    private async Task<ImageInfo?> TryPullAsync(CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(RegistryDeadline);
        try
        {
            // A registry that answers gets time for each layer; one that is not there is found out soon.
            await engine.PullImageAsync(Name, new Lines(line =>
            {
                deadline.CancelAfter(LayerDeadline);
                Report(line);
            }), deadline.Token);
            return await engine.FindImageAsync(Name, cancellation);
        }
        catch (Exception failure) when (failure is EngineException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            Report($"not to be had from a registry ({failure.Message}); making it from Debian's archive");
            return null;
        }
    }

    private static async Task<IReadOnlyList<string>> ArgumentsAsync(CancellationToken cancellation)
    {
        var dump = HostCommand.Exists("apt-config")
            ? await HostCommand.RunAsync(CommandDeadline, null, ["apt-config", "dump"], cancellation)
            : new CommandResult(0, "");
        var settings = AptSettings.OfThisMachine(Suite, dump.Output.Split('\n'));
        return
        [
            "--variant=minbase",
            "--include=ca-certificates",
            .. settings.Options.Select(option => $"--aptopt={option}"),
            Suite,
            "-",
            .. settings.Sources,
        ];
    }

    private async Task BootstrapAsync(string reference, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        try
        {
            await DebianPackages.EnsureAsync(
                new Dictionary<string, string> { ["mmdebstrap"] = "mmdebstrap" }, new Lines(Report), cancellation);
        }
        catch (EngineException missing)
        {
            throw new EngineException(
                $"image {Name} is neither on the engine nor to be had from a registry, and cannot be made here: {missing.Message}. "
                + $"Load it into the engine under the name {Name}", missing);
        }

        Report("mmdebstrap: about half a minute");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(BootstrapDeadline);
        using var process = new Process { StartInfo = HostCommand.Describe(["mmdebstrap", .. arguments]) };
        var output = new LastLines(Report);
        process.ErrorDataReceived += (_, line) => output.Add(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginErrorReadLine();
        EngineException? failure = null;
        try
        {
            var labels = new Dictionary<string, string> { [GateLabels.Content] = reference[(reference.LastIndexOf('-') + 1)..] };
            try
            {
                await engine.ImportImageAsync(reference, process.StandardOutput.BaseStream, labels, deadline.Token);
            }
            catch (EngineException refusal)
            {
                // When mmdebstrap fails the engine complains about half an archive; the exit code tells which came first.
                failure = refusal;
                process.StandardOutput.Close();
            }

            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new EngineException($"making image {Name} with mmdebstrap did not end within {BootstrapDeadline.TotalMinutes:0} min{output}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        if (process.ExitCode != 0)
        {
            // What arrived until then may have been imported all the same.
            await engine.RemoveImageAsync(reference, cancellation);
            throw new EngineException($"making image {Name}: mmdebstrap ended with exit code {process.ExitCode}{output}", failure);
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    private void Report(string line) => progress.Report(new ImageProgress(Name, line));

    /// <summary>Keeps the last lines of mmdebstrap, without its progress bars.</summary>
    private sealed class LastLines(Action<string> report)
    {
        private const int Kept = 15;
        private readonly Queue<string> _lines = new();

        public void Add(string? line)
        {
            if (string.IsNullOrWhiteSpace(line) || line == "done" || line.Contains('%', StringComparison.Ordinal))
            {
                return;
            }

            lock (_lines)
            {
                _lines.Enqueue(line);
                if (_lines.Count > Kept)
                {
                    _lines.Dequeue();
                }
            }

            report(line);
        }

        public override string ToString()
        {
            lock (_lines)
            {
                return string.Concat(_lines.Select(line => $"{Environment.NewLine}    {line}"));
            }
        }
    }

    private sealed class Lines(Action<string> handle) : IProgress<string>
    {
        public void Report(string value) => handle(value);
    }
}
