using GlanceGate.Machine;

namespace GlanceGate.Engine.Embedded;

/// <summary>Who uses the gate's own engine: a file for each lease, named after its process. Only for the holder of the <see cref="StateLock"/>.</summary>
internal sealed class LeaseFolder(string folder)
{
    /// <summary>Adds a lease of this process.</summary>
    /// <returns>The lease's file; deleting it ends the lease.</returns>
    public string Add()
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{ProcessIdentity.Current}.{Guid.NewGuid():N}");
        File.WriteAllText(file, "");
        return file;
    }

    /// <summary>Number of leases of processes that run; leases of others are deleted.</summary>
    public int CountAlive()
    {
        if (!Directory.Exists(folder))
        {
            return 0;
        }

        var alive = 0;
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            if (ProcessIdentity.Parse(Path.GetFileNameWithoutExtension(file))?.IsAlive == true)
            {
                alive++;
            }
            else
            {
                File.Delete(file);
            }
        }

        return alive;
    }
}
