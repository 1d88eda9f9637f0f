using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GlanceGate.Inputs;

namespace GlanceGate.Engine.Embedded;

/// <summary>Who the gate's own engine of a state folder is on this machine: all names on the machine that are made of its id are its own.</summary>
/// <remarks>
/// A copy of a state folder holds the identity of its original. It is told by the place that the identity was made for, and
/// gets another one: it would else take the addresses, bridges and leases of the original for its own, and remove them.
/// </remarks>
/// <param name="Id">Short name that no other engine of a gate has.</param>
/// <param name="Path">The engine's folder.</param>
/// <param name="Machine">The machine's id, empty where it has none.</param>
/// <param name="Inode">The folder's number, which a copy at the same path in another root has not.</param>
/// <param name="Born">When the folder was made.</param>
internal sealed record EngineIdentity(string Id, string Path, string Machine, ulong Inode, long Born)
{
    private const int IdBytes = 4;
    private const string MachineIdFile = "/etc/machine-id";

    // What an engine has on its machine, apart from images: of no use, and of harm, in a copy.
    private static readonly string[] OfTheOriginal = ["daemon.json", "keep", "leases", "run", System.IO.Path.Combine("data", "network")];

    /// <summary>The id of the engine of a folder: the recorded one, or the one that it had before ids were recorded.</summary>
    /// <param name="home">The engine's folder.</param>
    public static string IdOf(string home) => Read(home)?.Id ?? IdOfPath(home);

    /// <summary>Makes sure that the engine of a folder has an identity of its own. Only for the holder of the <see cref="StateLock"/>.</summary>
    /// <param name="home">The engine's folder, which exists.</param>
    /// <param name="progress">Gets a line when the folder is a copy.</param>
    public static void Ensure(string home, IProgress<string> progress)
    {
        var recorded = Read(home);
        var here = Here(recorded?.Id ?? IdOfPath(home), home);
        if (recorded == here)
        {
            return;
        }

        var settings = System.IO.Path.Combine(home, "daemon.json");
        var wasNamedByItsPath = recorded is null && File.Exists(settings)
            && File.ReadAllText(settings).Contains($"\"glance-gate-{here.Id}\"", StringComparison.Ordinal);
        if (!wasNamedByItsPath)
        {
            here = here with { Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)) };
            if (recorded is not null || File.Exists(settings))
            {
                progress.Report($"{home} was copied or moved here{(recorded is null ? "" : $" from {recorded.Path}")}: "
                    + "its engine gets a name and addresses of its own; its images stay");
                Forget(home);
            }
        }

        var file = FileOf(home);
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(here));
        File.Move(file + ".new", file, overwrite: true);
    }

    private static EngineIdentity Here(string id, string home)
    {
        var folder = FileStatus.Of(home) is { Kind: FileKind.Folder } status ? status : throw new EngineException($"{home} cannot be read");
        return new EngineIdentity(id, home, File.Exists(MachineIdFile) ? File.ReadAllText(MachineIdFile).Trim() : "", folder.Inode, folder.Born);
    }

    private static void Forget(string home)
    {
        foreach (var path in OfTheOriginal.Select(name => System.IO.Path.Combine(home, name)))
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
    }

    private static EngineIdentity? Read(string home)
    {
        try
        {
            return JsonSerializer.Deserialize<EngineIdentity>(File.ReadAllText(FileOf(home)));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // None, or one that somebody has damaged: then the folder counts as a copy.
            return null;
        }
    }

    private static string FileOf(string home) => System.IO.Path.Combine(home, "identity.json");

    private static string IdOfPath(string home) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home)))[..(IdBytes * 2)];
}
