using System.Security.Cryptography;
using System.Text;
using GlanceGate.Engine;
using GlanceGate.Inputs;
using GlanceGate.Jobs;

namespace GlanceGate.Runs;

/// <summary>Files that a suite needs out of images, for example a bootable guest.</summary>
internal static class SuiteFiles
{
    /// <summary>Takes the files out of their images; those that were taken before from the same image are at hand.</summary>
    /// <param name="workshop">The engine that has the images, and the state folder that keeps the files by image and path.</param>
    /// <param name="suite">The suite.</param>
    /// <param name="images">Image name to engine reference.</param>
    /// <param name="labels">Labels of the session, so that a container left by a killed gate is swept.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The suite's name of each file to its path on this machine.</returns>
    /// <exception cref="SuiteFileException">An image has no such file.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> TakeAsync(
        Workshop workshop,
        SuiteDefinition suite,
        IReadOnlyDictionary<string, string> images,
        IReadOnlyDictionary<string, string> labels,
        CancellationToken cancellation)
    {
        var files = new Dictionary<string, string>();
        foreach (var (name, file) in suite.Files)
        {
            var image = await workshop.Engine.FindImageAsync(images[file.Image], cancellation)
                ?? throw new EngineException($"the image '{file.Image}' ({images[file.Image]}), which has the suite's file '{name}', is gone");
            var path = Path.Combine(workshop.Settings.StateFolder, "files", Key(image.Id, file.Path), Path.GetFileName(file.Path));
            if (!File.Exists(path))
            {
                try
                {
                    await TakeAsync(workshop.Engine, images[file.Image], file.Path, path, labels, cancellation);
                }
                catch (NoSuchFileException problem)
                {
                    throw new SuiteFileException($"the suite's file '{name}' is not in the image '{file.Image}': {file.Path}", problem);
                }
            }

            files[name] = path;
        }

        return files;
    }

    private static async Task TakeAsync(
        IContainerEngine engine, string image, string source, string target, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation)
    {
        // a container is only created, never started: an image of files alone has nothing that could run
        var name = $"glance-gate-files-{Guid.NewGuid():n}";
        var part = target + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        try
        {
            await engine.CreateContainerAsync(new ContainerSpec(name, image, null, [], labels) { Command = ["none"] }, cancellation);
            await using (var stream = File.Create(part))
            {
                await engine.CopyFileOutAsync(name, source, stream, InputLimits.SuiteFile, cancellation);
            }

            File.Move(part, target, overwrite: true);
        }
        finally
        {
            await engine.RemoveContainerAsync(name, CancellationToken.None);
        }
    }

    private static string Key(string image, string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{image}\n{path}")))[..16];
}

/// <summary>An image has not the file that a job gives to its suite: the job is wrong, and a retry would not help.</summary>
internal sealed class SuiteFileException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SuiteFileException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
