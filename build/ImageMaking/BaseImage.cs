using System.Diagnostics;
using System.Text.RegularExpressions;
using GlanceGate.Engine;
using GlanceGate.Engine.Embedded;
using GlanceGate.Engine.Packages;

namespace GlanceGate.ImageMaking;

/// <summary>A release of Debian as the base of images: taken if present, else pulled, else made from Debian's packages, as there may be no registry.</summary>
/// <param name="engine">Engine to have it.</param>
/// <param name="name">The image's name in a registry, <c>debian:SUITE</c>.</param>
/// <param name="packages">Installs what makes it.</param>
/// <param name="patience">Time limits.</param>
/// <param name="progress">Gets lines of what takes time.</param>
internal sealed partial class BaseImage(
    IContainerEngine engine, string name, HostPackages packages, Patience patience, IProgress<ImageProgress> progress)
{
    private const string Repository = "glance-gate/debian";

    // For mmdebstrap, and for what is installed in images on this base: apt before 2.3 gives up at the first name that is not resolved.
    private const string Retries = "Acquire::Retries \"6\"";
    private const string AptHelper = "/usr/lib/apt/apt-helper";
    private readonly string _suite = Reference().Match(name) is { Success: true } match
        ? match.Groups["suite"].Value
        : throw new ArgumentException($"'{name}' is no release of Debian", nameof(name));

    /// <summary>Whether an image is one that can be made here: <c>debian:</c> with the name of a release, not with a number or variant.</summary>
    public static bool IsBase(string image) => Reference().IsMatch(image);

    /// <summary>Makes sure that the engine has it.</summary>
    /// <exception cref="EngineException">It cannot be had; the message says what to do.</exception>
    public async Task<PreparedImage> EnsureAsync(CancellationToken cancellation)
    {
        if (await engine.FindImageAsync(name, cancellation) is { } present)
        {
            return new PreparedImage(name, name, present.SizeBytes, ImageOrigin.Present);
        }

        var settings = await SettingsOfThisMachineAsync(cancellation);
        var arguments = Arguments(settings);
        var reference = $"{Repository}:{_suite}-{ContentHash.Of(arguments)}";
        if (await engine.FindImageAsync(reference, cancellation) is { } made)
        {
            return new PreparedImage(name, reference, made.SizeBytes, ImageOrigin.Present);
        }

        if (await TryPullAsync(cancellation) is { } pulled)
        {
            return new PreparedImage(name, name, pulled.SizeBytes, ImageOrigin.Pulled);
        }

        await BootstrapAsync(reference, settings, cancellation);
        var image = await engine.FindImageAsync(reference, cancellation)
            ?? throw new EngineException($"image {reference} is gone right after it was made");
        return new PreparedImage(name, reference, image.SizeBytes, ImageOrigin.Built);
    }

    private async Task<ImageInfo?> TryPullAsync(CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(patience.Registry);
        try
        {
            // A registry that answers gets time for each layer; one that is not there is found out soon.
            await engine.PullImageAsync(name, new SynchronousProgress<string>(line =>
            {
                deadline.CancelAfter(patience.Layer);
                Report(line);
            }), deadline.Token);
            return await engine.FindImageAsync(name, cancellation);
        }
        catch (Exception failure) when (failure is EngineException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            Report($"not to be had from a registry ({failure.Message}); making it from Debian's archive");
            return null;
        }
    }

    private async Task<AptSettings> SettingsOfThisMachineAsync(CancellationToken cancellation)
    {
        var dump = HostCommand.Exists("apt-config")
            ? await HostCommand.RunAsync(patience.Command, null, ["apt-config", "dump"], cancellation)
            : new CommandResult(0, "");
        return AptSettings.OfThisMachine(_suite, dump.Output.Split('\n'));
    }

    /// <summary>Where this machine knows no source of the release, it is looked for only when it is made: what is made stays valid when Debian moves it.</summary>
    private async Task<AptSettings> WithSourcesAsync(AptSettings settings, CancellationToken cancellation)
    {
        if (settings.Sources.Count > 0)
        {
            return settings;
        }

        var found = await DebianArchive.FindAsync(_suite, address => ExistsAsync(address, cancellation));
        if (found is null)
        {
            Report($"neither Debian's mirrors nor its archive show {_suite}; leaving the search to mmdebstrap");
            return settings;
        }

        Report($"from {string.Join(", ", found.Sources.Select(line => line[(line.IndexOf(']', StringComparison.Ordinal) + 2)..]))}");
        return new AptSettings(found.Sources, [.. settings.Options, .. found.Options]);
    }

    // With apt's own tool, as apt may be the only one that is told the way to the outside.
    private async Task<bool> ExistsAsync(string address, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("glance-gate-apt-");
        try
        {
            string[] command = [AptHelper, "-o", "APT::Sandbox::User=root", "download-file", address, Path.Combine(folder.FullName, "file")];
            return (await HostCommand.RunAsync(patience.Command, null, command, cancellation)).ExitCode == 0;
        }
        catch (EngineException tooLong)
        {
            Report(tooLong.Message);
            return false;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private IReadOnlyList<string> Arguments(AptSettings settings) =>
    [
        "--variant=minbase",
        "--include=ca-certificates",
        $"--aptopt={Retries}",
        .. settings.Options.Select(option => $"--aptopt={option}"),
        _suite,
        "-",
        .. settings.Sources,
    ];

    private async Task BootstrapAsync(string reference, AptSettings settings, CancellationToken cancellation)
    {
        try
        {
            await packages.EnsureAsync(HostPackages.ForBaseImages, new Dictionary<string, string>(), new SynchronousProgress<string>(Report), cancellation);
        }
        catch (EngineException missing)
        {
            throw new EngineException(
                $"image {name} is neither on the engine nor to be had from a registry, and cannot be made here: {missing.Message}. "
                + $"Load it into the engine under the name {name}", missing);
        }

        var arguments = Arguments(await WithSourcesAsync(settings, cancellation));
        Report("mmdebstrap: about half a minute");
        using var deadline = new ProgressDeadline(patience.BaseImage, TimeProvider.System, cancellation);
        using var process = new Process { StartInfo = HostCommand.Describe(["mmdebstrap", .. arguments]) };
        var output = new LastLines(Report);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                deadline.Moved();
                output.Add(line.Data);
            }
        };
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
            throw new EngineException($"making image {name} with mmdebstrap {deadline.Words()}{output}");
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
            throw new EngineException($"making image {name}: mmdebstrap ended with exit code {process.ExitCode}{output}", failure);
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    [GeneratedRegex("^debian:(?!latest$)(?<suite>[a-z]+)$")]
    private static partial Regex Reference();

    private void Report(string line) => progress.Report(new ImageProgress(name, line));

    /// <summary>Keeps the last lines of mmdebstrap, without its progress bars.</summary>
    private sealed class LastLines(Action<string> report)
    {
        private const int Kept = 15;
        private readonly Queue<string> _lines = new();

        public void Add(string line)
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
}
