using System.Collections.Concurrent;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>What became of servers that were to boot from disks that no host may open: they were asked for side by side, by a project of their own.</summary>
/// <param name="Servers">The servers, by the name of the disk.</param>
/// <param name="Deletions">What Glance said to the deletion of each image when its server was gone.</param>
internal sealed record UnsafeImages(IReadOnlyDictionary<string, Server> Servers, IReadOnlyDictionary<string, ApiAnswer> Deletions)
{
    /// <summary>As many servers as a host builds at a time without that they wait for each other.</summary>
    private const int AtATime = 4;

    public static async Task<UnsafeImages> RefuseAsync(
        StackSession session, Transcript transcript, CleanUp owned, string flavor, IReadOnlyList<UnsafeDisk> disks)
    {
        var owner = session.Meet(await session.MakeTenantAsync(Names.Unique("unsafe"), transcript, owned), transcript, owned);
        var (servers, deletions) = (new ConcurrentDictionary<string, Server>(), new ConcurrentDictionary<string, ApiAnswer>());

        await Parallel.ForEachAsync(disks, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (disk, _) =>
        {
            var image = await UploadAsync(owner, Names.Unique("unsafe"), disk);
            var server = await owner.Steps.BootInVainAsync(Names.Unique("unsafe"), image, flavor);
            servers[disk.Name] = server;
            await owner.Steps.DeleteServerAsync(server.Id);
            deletions[disk.Name] = await owner.Images.DeleteAsync(image);
        });
        return new UnsafeImages(servers, deletions);
    }

    /// <summary>Makes an image whose bytes may depend on its id.</summary>
    public static async Task<string> UploadAsync(Neighbour owner, string name, UnsafeDisk disk)
    {
        var image = await owner.Steps.CreateImageAsync(name, new() { ["disk_format"] = disk.Format });
        (await owner.Images.UploadAsync(image.Id, disk.Data(image.Id))).Expect(204);
        await owner.Steps.WaitUntilImageIsActiveAsync(image.Id);
        return image.Id;
    }
}

/// <summary>A good server that was asked to be rebuilt with disks that no host may open, one after the other, and then with a good one again.</summary>
/// <param name="Refused">The server after each, by the name of the disk.</param>
/// <param name="Rebuilt">The server after the good one.</param>
/// <param name="Console">What its guest said then; null where it cannot be read.</param>
internal sealed record UnsafeRebuilds(IReadOnlyDictionary<string, Server> Refused, Server Rebuilt, string? Console)
{
    /// <summary>How often the guest has booted in the end.</summary>
    public const int Boots = 4;

    public static async Task<UnsafeRebuilds> RefuseAsync(
        StackSession session, Transcript transcript, CleanUp owned, string flavor, IReadOnlyList<UnsafeDisk> disks)
    {
        var name = Names.Unique("unsafe-rebuild");
        var owner = session.Meet(await session.MakeTenantAsync(name, transcript, owned), transcript, owned);
        var good = await owner.Steps.UploadGuestAsync(name, await Guest.LoadAsync(session.Stack.File("guest"), Boots - 1));
        var (server, _) = await owner.Steps.BootAsync(name, good.Id, flavor);

        var refused = new Dictionary<string, Server>();
        foreach (var disk in disks)
        {
            var image = await UnsafeImages.UploadAsync(owner, Names.Unique("unsafe"), disk);
            (await owner.Compute.RebuildAsync(server.Id, image)).Expect(202);

            // In ERROR it still has the last fault for a while; each names its image, or the file of it.
            var last = server.Fault;
            server = await owner.Steps.WaitUntilServerIsAsync(
                server.Id, "idle, with another fault if it is in ERROR", state => state.TaskState is null && (state.Status != "ERROR" || state.Fault != last));
            refused[disk.Name] = server;
        }

        (await owner.Compute.RebuildAsync(server.Id, good.Id)).Expect(202);
        var rebuilt = await owner.Steps.WaitUntilServerIsAsync(server.Id, "ACTIVE and idle", state => state is { Status: "ACTIVE", TaskState: null });
        var console = session.Stack.Capabilities.Contains("console") ? await owner.Steps.WaitForConsoleAsync(server.Id) : null;
        await owner.Steps.DeleteServerAsync(server.Id);
        return new UnsafeRebuilds(refused, rebuilt, console);
    }
}
