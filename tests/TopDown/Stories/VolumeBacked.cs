using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>
/// An ordinary user makes a volume from an image and boots from it; snapshots the server, which gives an image without data; boots
/// from that, and from the first image into a volume; and removes all of it again.
/// </summary>
internal sealed record VolumeBacked
{
    /// <summary>What the guest's counter stands at in the image.</summary>
    public const int Boots = 2;

    /// <summary>Metadata that the snapshot is made with.</summary>
    public const string Metadata = "CamelKey";

    /// <summary>The image that the first volume is made from.</summary>
    public required Image Image { get; init; }

    /// <summary>The volume made from it.</summary>
    public required JsonObject Volume { get; init; }

    /// <summary>That volume as the cluster has it.</summary>
    public required RbdImage VolumeDisk { get; init; }

    /// <summary>The server booted from the volume.</summary>
    public required Server Server { get; init; }

    /// <summary>What its guest said.</summary>
    public required string Console { get; init; }

    /// <summary>What Glance said to the deletion of the image while the volume was a clone of it.</summary>
    public required ApiAnswer DeletionInUse { get; init; }

    /// <summary>The image after that.</summary>
    public required ApiAnswer ImageAfterRefusal { get; init; }

    /// <summary>The server's snapshot.</summary>
    public required Image Snapshot { get; init; }

    /// <summary>The snapshot through Nova's proxy.</summary>
    public required ProxyImage SnapshotThroughNova { get; init; }

    /// <summary>Nova's answer to another snapshot, when the project may have no more snapshots of volumes.</summary>
    public required ApiAnswer OverQuota { get; init; }

    /// <summary>The images that this made.</summary>
    public required IReadOnlyList<Image> LeftOverQuota { get; init; }

    /// <summary>The volume of the server that was booted from the snapshot.</summary>
    public required JsonObject SecondVolume { get; init; }

    /// <summary>That volume as the cluster has it.</summary>
    public required RbdImage SecondDisk { get; init; }

    /// <summary>What the guest of that server said.</summary>
    public required string SecondConsole { get; init; }

    /// <summary>The volume that Nova made from the image when it was asked to boot from one.</summary>
    public required JsonObject ThirdVolume { get; init; }

    /// <summary>That volume as the cluster has it.</summary>
    public required RbdImage ThirdDisk { get; init; }

    /// <summary>What the guest of that server said.</summary>
    public required string ThirdConsole { get; init; }

    /// <summary>What Glance said to the deletion of the snapshot's image.</summary>
    public required ApiAnswer SnapshotDeletion { get; init; }

    /// <summary>The volume's snapshot after that.</summary>
    public required ApiAnswer VolumeSnapshotAfterwards { get; init; }

    /// <summary>What Glance said to the deletion of the image when all clones of it were gone.</summary>
    public required ApiAnswer Deletion { get; init; }

    /// <summary>The volume snapshot that the snapshot's image names.</summary>
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
        owned.Tenant(name);
        var login = await session.Identity(transcript).CreateTenantAsync(name, Names.Unique("password"));
        var owner = session.Meet(login, transcript, owned);
        var image = await owner.Steps.UploadImageAsync(name, await Guest.LoadAsync(session.Stack.File("guest"), Boots));
        owned.VolumesOf(owner.ProjectId);

        var (rbd, volumes) = (session.Rbd(transcript), new VolumeSteps(session.Volumes(transcript, login)));
        var volume = await volumes.CreateFromImageAsync(name, image.Id);
        var disk = await rbd.GetImageAsync("volumes", DiskOf(volume));
        var server = await owner.Steps.BootFromAsync($"{name}-1", Device("volume", Id(volume)), flavor);
        var console = await owner.Steps.WaitForConsoleAsync(server.Id);
        var refused = await owner.Images.DeleteAsync(image.Id);
        var afterRefusal = await owner.Images.ShowAsync(image.Id);

        var snapshot = (await owner.Steps.SnapshotAsync(server.Id, $"{name}-snapshot", new() { [Metadata] = "value" })).Image;
        var shown = ProxyImage.Of((await owner.Compute.ProxyAsync("GET", $"/{snapshot.Id}")).Expect(200));
        (await session.Volumes(transcript).LimitSnapshotsAsync(owner.ProjectId, 1)).Expect(200);
        owned.Images($"{name}-too-many");
        var overQuota = await owner.Compute.CreateImageAsync(server.Id, $"{name}-too-many", []);
        var left = await owner.Steps.ListImagesAsync($"{name}-too-many");

        var (second, _) = await owner.Steps.BootAsync($"{name}-2", snapshot.Id, flavor);
        var secondVolume = await volumes.ShowAsync(VolumeSteps.VolumeOf(second));
        var third = await owner.Steps.BootFromAsync($"{name}-3", Device("image", image.Id, size: 1), flavor);
        var thirdVolume = await volumes.ShowAsync(VolumeSteps.VolumeOf(third));

        var story = new
        {
            SecondDisk = await rbd.GetImageAsync("volumes", DiskOf(secondVolume)),
            SecondConsole = await owner.Steps.WaitForConsoleAsync(second.Id),
            ThirdDisk = await rbd.GetImageAsync("volumes", DiskOf(thirdVolume)),
            ThirdConsole = await owner.Steps.WaitForConsoleAsync(third.Id),
        };

        await owner.Steps.DeleteServerAsync(third.Id);
        await owner.Steps.DeleteServerAsync(second.Id);
        var removal = new VolumeCleanUp(session.Volumes(transcript));
        await removal.RemoveVolumeAsync(Id(secondVolume));
        var snapshotDeletion = await owner.Images.DeleteAsync(snapshot.Id);
        var volumeSnapshot = VolumeSnapshotOf(snapshot);
        var afterwards = await session.Volumes(transcript).ShowSnapshotAsync(volumeSnapshot);
        await removal.RemoveSnapshotAsync(volumeSnapshot);
        await owner.Steps.DeleteServerAsync(server.Id);
        await removal.RemoveVolumeAsync(Id(volume));
        await removal.RemoveAsync(owner.ProjectId);

        return new VolumeBacked
        {
            Image = image,
            Volume = volume,
            VolumeDisk = disk,
            Server = server,
            Console = console,
            DeletionInUse = refused,
            ImageAfterRefusal = afterRefusal,
            Snapshot = snapshot,
            SnapshotThroughNova = shown,
            OverQuota = overQuota,
            LeftOverQuota = left,
            SecondVolume = secondVolume,
            SecondDisk = story.SecondDisk,
            SecondConsole = story.SecondConsole,
            ThirdVolume = thirdVolume,
            ThirdDisk = story.ThirdDisk,
            ThirdConsole = story.ThirdConsole,
            SnapshotDeletion = snapshotDeletion,
            VolumeSnapshotAfterwards = afterwards,
            Deletion = await owner.Images.DeleteAsync(image.Id),
        };
    }

    /// <summary>What Cinder calls a volume in the cluster.</summary>
    public static string DiskOf(JsonObject volume) => $"volume-{Id(volume)}";

    public static string Id(JsonObject volume) => volume["id"]!.GetValue<string>();

    private static JsonObject Device(string source, string id, int? size = null)
    {
        // A volume that Nova makes goes with its server, one that was there stays.
        var device = new JsonObject
        {
            ["uuid"] = id,
            ["source_type"] = source,
            ["destination_type"] = "volume",
            ["delete_on_termination"] = source == "image",
        };
        if (size is { } gibibytes)
        {
            device["volume_size"] = gibibytes;
        }

        return device;
    }
}
