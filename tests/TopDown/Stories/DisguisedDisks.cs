using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>
/// A guest makes its disk, which is a file without a format, look like a QCOW2 disk with a file of the host behind it. Its server is snapshot
/// while it runs, while it is stopped, and when it was started again; and a server is asked for from what came of that.
/// </summary>
/// <param name="Disk">The disk's bytes when the guest had run.</param>
/// <param name="Snapshots">The images, by the state that the server was in, and their bytes.</param>
/// <param name="Booted">The server that was asked for.</param>
internal sealed record DisguisedDisks(byte[] Disk, IReadOnlyDictionary<string, (Image Image, byte[] Data)> Snapshots, Server Booted)
{
    /// <summary>What the guest's counter stands at when it has run.</summary>
    private const int Boots = 4;

    public static async Task<DisguisedDisks> LiveAsync(StackDescription stack, ImageApi images, Operations steps, string flavor)
    {
        var disk = DisguisedDisk.Of(await Guest.LoadAsync(stack.File("guest-in-disguise"), Boots - 1));
        var image = await steps.UploadGuestAsync(Names.Unique("disguised"), disk);
        var (server, _) = await steps.BootAsync(Names.Unique("disguised"), image.Id, flavor);
        await steps.WaitForConsoleAsync(server.Id);

        var snapshots = new Dictionary<string, (Image Image, byte[] Data)>();
        async Task SnapshotAsync(string state)
        {
            var (snapshot, _) = await steps.TrySnapshotAsync(server.Id, Names.Unique($"disguised-{state}"));
            if (snapshot is not null)
            {
                snapshots[state] = (snapshot, (await images.DownloadAsync(snapshot.Id)).Expect(200).Body);
            }
        }

        await SnapshotAsync("running");
        await steps.ActAsync(server.Id, "os-stop", "SHUTOFF");
        await SnapshotAsync("stopped");

        // The host asks again then what the disk is; its guest no longer boots.
        await steps.ActAsync(server.Id, "os-start", "ACTIVE");
        await SnapshotAsync("started");
        await steps.DeleteServerAsync(server.Id);

        var snapshot = snapshots.Values.Select(made => made.Image.Id).FirstOrDefault()
            ?? throw new UnexpectedAnswerException($"no snapshot was made of server {server.Id}");
        var booted = await steps.TryBootAsync(Names.Unique("of-disguised"), snapshot, flavor);
        await steps.DeleteServerAsync(booted.Id);
        return new DisguisedDisks(DisguisedDisk.InDisguise(disk, Boots), snapshots, booted);
    }
}
