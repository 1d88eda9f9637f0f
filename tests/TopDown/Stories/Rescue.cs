using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>A server is rescued with another image, unrescued, and rescued again; it is left so.</summary>
/// <param name="ServerId">The server.</param>
/// <param name="WithoutData">Nova's answer to a rescue with an image that only names snapshots of volumes.</param>
/// <param name="Unknown">Nova's answer to a rescue with an image that is not there.</param>
/// <param name="AfterRefusals">The server after these.</param>
/// <param name="Console">What the guest of the other image said.</param>
/// <param name="Disks">The server's disks then.</param>
/// <param name="DiskParent">Of what the disk that it was rescued with is a clone.</param>
/// <param name="Snapshot">Nova's answer to <c>createImage</c> then.</param>
/// <param name="ImageId">The image that the server was rescued with.</param>
/// <param name="ConsoleAfter">What its own guest said when it was unrescued.</param>
/// <param name="DisksAfter">The server's disks then.</param>
/// <param name="RescuedAgain">The server when it was rescued again.</param>
internal sealed record Rescue(
    string ServerId, ApiAnswer WithoutData, ApiAnswer Unknown, Server AfterRefusals, string Console, IReadOnlyList<string> Disks, string? DiskParent,
    ApiAnswer Snapshot, string ImageId, string ConsoleAfter, IReadOnlyList<string> DisksAfter, Server RescuedAgain)
{
    /// <summary>What the counter of the image that the server is rescued with stands at.</summary>
    public const int RescueBoots = 6;

    public static async Task<Rescue> LiveAsync(VolumeOwner owner, StackDescription stack, string image, string flavor)
    {
        var (compute, steps) = (owner.User.Compute, owner.Steps);
        var rescue = await steps.UploadGuestAsync(Names.Unique("rescue"), await Guest.LoadAsync(stack.File("guest"), RescueBoots));

        // What createImage makes of a server on a volume: no data, and devices that Nova would have to make.
        var devices = """[{"source_type": "snapshot", "destination_type": "volume", "boot_index": 0, "snapshot_id": "6a3fd0a2-2c0b-4d6e-8f7a-555555555555"}]""";
        var empty = await steps.UploadImageAsync(Names.Unique("empty"), [], new() { ["bdm_v2"] = "True", ["block_device_mapping"] = devices });
        var server = (await steps.BootAsync(Names.Unique("rescued"), image, flavor)).Server.Id;
        await steps.WaitForConsoleAsync(server);

        var withoutData = await compute.RescueAsync(server, empty.Id);
        var unknown = await compute.RescueAsync(server, "6a3fd0a2-2c0b-4d6e-8f7a-555555555555");
        var afterRefusals = await compute.GetServerAsync(server);
        await steps.RescueAsync(server, rescue.Id);
        var console = await steps.WaitForBootAsync(server, RescueBoots + 1);
        var disks = await DisksAsync(owner, server);
        var disk = await owner.Rbd.FindAsync("vms", $"{server}_disk.rescue");
        var snapshotName = Names.Unique("in-vain");
        owner.Owned.Images(snapshotName);
        var snapshot = await compute.CreateImageAsync(server, snapshotName, []);

        await steps.ActAsync(server, "unrescue", "ACTIVE");
        var consoleAfter = await steps.WaitForBootAsync(server, DeletedDisks.Boots + 2);
        var disksAfter = await DisksAsync(owner, server);
        return new Rescue(
            server, withoutData, unknown, afterRefusals, console, disks, disk?.Parent, snapshot, rescue.Id, consoleAfter, disksAfter,
            await steps.RescueAsync(server, rescue.Id));
    }

    private static async Task<IReadOnlyList<string>> DisksAsync(VolumeOwner owner, string server) =>
        [.. (await owner.Rbd.ListAsync("vms")).Where(disk => disk.StartsWith(server, StringComparison.Ordinal))];
}
