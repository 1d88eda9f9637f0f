using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>A server on a volume, while it ran.</summary>
/// <param name="Server">The server.</param>
/// <param name="Volume">Its volume, as Cinder has it.</param>
/// <param name="Disk">The volume, as the cluster has it.</param>
/// <param name="Console">What its guest said.</param>
internal sealed record ServerOnVolume(Server Server, JsonObject Volume, RbdImage Disk, string Console)
{
    public string VolumeId => Volume["id"]!.GetValue<string>();

    /// <summary>What Cinder calls the volume in the cluster.</summary>
    public string DiskName => RbdObserver.DiskOf(Volume);

    public static async Task<ServerOnVolume> LookAsync(Neighbour owner, VolumeSteps volumes, RbdObserver rbd, Server server)
    {
        var volume = await volumes.ShowAsync(VolumeSteps.VolumeOf(server));
        var disk = await rbd.GetImageAsync("volumes", RbdObserver.DiskOf(volume));
        return new ServerOnVolume(server, volume, disk, await owner.Steps.WaitForConsoleAsync(server.Id));
    }
}

/// <summary>
/// An ordinary user makes a volume from an image and boots from it; snapshots the server, which gives an image without data; boots
/// from that; and removes all of it again.
/// </summary>
/// <param name="Image">The image.</param>
/// <param name="OfVolume">The server booted from a volume that was made from the image.</param>
/// <param name="DeletionInUse">What Glance said to the deletion of the image while that volume was a clone of it.</param>
/// <param name="ImageAfterRefusal">The image after that.</param>
/// <param name="Snapshot">That server's snapshot.</param>
/// <param name="SnapshotThroughNova">The snapshot through Nova's proxy.</param>
/// <param name="OverQuota">Nova's answer to another snapshot, when the project may have no more snapshots of volumes.</param>
/// <param name="LeftOverQuota">The images that this made.</param>
/// <param name="OfSnapshot">The server booted from the snapshot.</param>
/// <param name="SnapshotDeletion">What Glance said to the deletion of the snapshot's image.</param>
/// <param name="VolumeSnapshotAfterwards">The snapshot of the volume after that.</param>
/// <param name="Deletion">What Glance said to the deletion of the image when all clones of it were gone.</param>
internal sealed record VolumeBacked(
    Image Image, ServerOnVolume OfVolume, ApiAnswer DeletionInUse, ApiAnswer ImageAfterRefusal, Image Snapshot, ProxyImage SnapshotThroughNova,
    ApiAnswer OverQuota, IReadOnlyList<Image> LeftOverQuota, ServerOnVolume OfSnapshot, ApiAnswer SnapshotDeletion,
    ApiAnswer VolumeSnapshotAfterwards, ApiAnswer Deletion)
{
    /// <summary>What the guest's counter stands at in the image.</summary>
    public const int Boots = 2;

    /// <summary>Metadata that the snapshot is made with.</summary>
    public const string Metadata = "CamelKey";

    /// <summary>The snapshot of a volume that the snapshot's image names.</summary>
    public static string VolumeSnapshotOf(Image snapshot) =>
        Devices(snapshot) is [JsonObject only] && only["snapshot_id"] is JsonValue id
            ? id.GetValue<string>()
            : throw new UnexpectedAnswerException($"the image names no snapshot of a volume: {snapshot}");

    /// <summary>The devices that an image says a server is to be made of.</summary>
    public static JsonArray Devices(Image image) =>
        image["block_device_mapping"] is { } text && JsonNode.Parse(text) is JsonArray devices ? devices : [];

    public static async Task<VolumeBacked> LiveAsync(StackSession session, Transcript transcript, CleanUp owned, string flavor)
    {
        var name = Names.Unique("volumes");
        var all = await VolumeOwner.MeetAsync(session, transcript, owned, "volumes");
        var (owner, volumes, cinder, rbd) = (all.User, all.VolumeSteps, all.Cinder, all.Rbd);
        var image = await owner.Steps.UploadGuestAsync(name, await Guest.LoadAsync(session.Stack.File("guest"), Boots));
        all.OwnVolumes();

        var volume = await volumes.CreateFromImageAsync(name, image.Id);
        var server = await owner.Steps.BootWithAsync($"{name}-1", flavor, null, BlockDevices.OfVolume(volume["id"]!.GetValue<string>()));
        var ofVolume = await ServerOnVolume.LookAsync(owner, volumes, rbd, server);
        var refused = await owner.Images.DeleteAsync(image.Id);
        var afterRefusal = await owner.Images.ShowAsync(image.Id);

        var snapshot = (await owner.Steps.SnapshotAsync(server.Id, $"{name}-snapshot", new() { [Metadata] = "value" })).Image;
        var shown = ProxyImage.Of((await owner.Compute.ProxyAsync("GET", $"/{snapshot.Id}")).Expect(200));
        await all.LimitAsync(new() { ["snapshots"] = 1 });
        owned.Images($"{name}-too-many");
        var overQuota = await owner.Compute.CreateImageAsync(server.Id, $"{name}-too-many", []);
        var left = await owner.Steps.ListImagesAsync($"{name}-too-many");

        var (second, _) = await owner.Steps.BootAsync($"{name}-2", snapshot.Id, flavor);
        var ofSnapshot = await ServerOnVolume.LookAsync(owner, volumes, rbd, second);

        await owner.Steps.DeleteServerAsync(second.Id);
        var removal = new VolumeCleanUp(cinder);
        await removal.RemoveVolumeAsync(ofSnapshot.VolumeId);
        var snapshotDeletion = await owner.Images.DeleteAsync(snapshot.Id);
        var afterwards = await cinder.ShowSnapshotAsync(VolumeSnapshotOf(snapshot));
        await owner.Steps.DeleteServerAsync(server.Id);
        await removal.RemoveAsync(owner.ProjectId);
        return new VolumeBacked(
            image, ofVolume, refused, afterRefusal, snapshot, shown, overQuota, left, ofSnapshot, snapshotDeletion, afterwards,
            await owner.Images.DeleteAsync(image.Id));
    }
}
