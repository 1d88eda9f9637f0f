using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>Clones whose origin is taken away, or not: of an image, a server and a volume; of a volume's snapshot, another volume with its server.</summary>
/// <param name="Disk">The server's disk, as the cluster had it.</param>
/// <param name="ImageId">The image.</param>
/// <param name="ImageDeletion">What Glance said to the deletion of the image.</param>
/// <param name="ImageAfter">What it told of the image then.</param>
/// <param name="ServerConsole">What the server's guest said when it was stopped and started after that.</param>
/// <param name="Snapshot">The snapshot of that server, made after that.</param>
/// <param name="VolumeSnapshot">What Cinder told of the snapshot of the volume when its deletion had ended, while another volume was a clone of it.</param>
/// <param name="VolumeConsole">What the guest on that volume said when it was stopped and started after that.</param>
/// <param name="Left">What of all this was left in the cluster when all was deleted, those in the trash included.</param>
internal sealed record CloneFormat(
    RbdImage Disk, string ImageId, ApiAnswer ImageDeletion, ApiAnswer ImageAfter, string ServerConsole, Image Snapshot, ApiAnswer VolumeSnapshot,
    string VolumeConsole, IReadOnlyList<string> Left)
{
    /// <summary>What the guest's counter stands at in the image.</summary>
    public const int Boots = 3;

    public static async Task<CloneFormat> LiveAsync(StackSession session, Transcript transcript, CleanUp owned, string flavor)
    {
        var owner = await VolumeOwner.MeetAsync(session, transcript, owned, "clones");
        var steps = owner.Steps;
        var image = await steps.UploadGuestAsync(Names.Unique("origin"), await Guest.LoadAsync(session.Stack.File("guest"), Boots));
        owner.OwnVolumes();
        var server = (await steps.BootAsync(Names.Unique("clone"), image.Id, flavor)).Server;
        await steps.WaitForConsoleAsync(server.Id);
        var disk = await owner.Rbd.GetImageAsync("vms", RbdObserver.DiskOf(server));
        var volume = (await owner.VolumeSteps.CreateFromImageAsync(Names.Unique("clone"), image.Id))["id"]!.GetValue<string>();
        var snapshot = await owner.VolumeSteps.SnapshotAsync(volume, Names.Unique("origin"));
        var onVolume = await steps.BootWithAsync(Names.Unique("clone"), flavor, null, BlockDevices.OfSnapshot(snapshot));
        await steps.WaitForConsoleAsync(onVolume.Id);

        var deletion = await owner.User.Images.DeleteAsync(image.Id);
        var after = await owner.User.Images.ShowAsync(image.Id);
        (await owner.Volumes.DeleteSnapshotAsync(snapshot)).Expect(202);
        var volumeSnapshot = await Eventually.ReachAsync(
            $"the deletion of snapshot {snapshot} has ended",
            Eventually.Deadline,
            () => owner.Volumes.ShowSnapshotAsync(snapshot),
            answer => answer.Status == 404 || Status(answer) != "deleting",
            _ => null,
            answer => answer.Status == 404 ? "gone" : Status(answer));

        await Task.WhenAll(new[] { server, onVolume }.Select(async one =>
        {
            await steps.ActAsync(one.Id, "os-stop", "SHUTOFF");
            await steps.ActAsync(one.Id, "os-start", "ACTIVE");
        }));
        var serverConsole = await steps.WaitForBootAsync(server.Id, Boots + 2);
        var volumeConsole = await steps.WaitForBootAsync(onVolume.Id, Boots + 2);
        var ofServer = (await steps.SnapshotAsync(server.Id, Names.Unique("later"), [])).Image;

        var volumes = (await owner.ListVolumesAsync()).Select(one => one["id"]!.GetValue<string>()).ToArray();
        await steps.DeleteServerAsync(server.Id);
        await steps.DeleteServerAsync(onVolume.Id);
        await owner.WhatIsLeftOfAsync(id => id != volume);
        await new VolumeCleanUp(owner.Cinder).RemoveAsync(owner.ProjectId);
        (await owner.User.Images.DeleteAsync(image.Id)).Expect(204, 404);
        (await owner.User.Images.DeleteAsync(ofServer.Id)).Expect(204);
        string[] ids = [server.Id, image.Id, ofServer.Id, .. volumes];
        var left = (await Task.WhenAll(new[] { "images", "vms", "volumes" }.Select(owner.Rbd.ListAsync))).SelectMany(pool => pool)
            .Where(name => ids.Any(id => name.Contains(id, StringComparison.Ordinal)));
        return new CloneFormat(disk, image.Id, deletion, after, serverConsole, ofServer, volumeSnapshot, volumeConsole, [.. left]);
    }

    private static string Status(ApiAnswer snapshot) => snapshot.Expect(200).Member<JsonObject>("snapshot")["status"]!.GetValue<string>();
}
