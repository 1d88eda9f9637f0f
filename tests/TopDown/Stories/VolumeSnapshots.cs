using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>An attempt to make an image of a server on volumes.</summary>
/// <param name="Name">The name that the image was to have.</param>
/// <param name="Answer">Nova's answer to <c>createImage</c>.</param>
/// <param name="After">The server after it.</param>
/// <param name="Image">The image, or null where Nova refused.</param>
/// <param name="Snapshots">The snapshots of volumes that the image names, as Cinder has them, in the order of its devices.</param>
internal sealed record VolumeSnapshot(string Name, ApiAnswer Answer, Server After, Image? Image, IReadOnlyList<JsonObject> Snapshots)
{
    /// <summary>The user's metadata of the image.</summary>
    public static JsonObject Metadata { get; } = new() { ["Given_By_User"] = "with its value" };

    /// <summary>What the image says of the disks of a server that is made of it; empty where there is no image.</summary>
    public IReadOnlyList<JsonObject> Devices => Image is null ? [] : [.. VolumeBacked.Devices(Image).OfType<JsonObject>()];

    /// <summary>What the image says of the disk that is a snapshot of this volume.</summary>
    public JsonObject DeviceOf(string volume) =>
        Devices.Zip(Snapshots).Single(pair => pair.Second["volume_id"]!.GetValue<string>() == volume).First;

    public static async Task<VolumeSnapshot> TakeAsync(VolumeOwner owner, string server, string name)
    {
        owner.Owned.Images(name);
        var answer = await owner.User.Compute.CreateImageAsync(server, name, Metadata.DeepClone().AsObject());
        var image = answer.Status == 202 ? await owner.Steps.WaitUntilImageIsActiveAsync(Operations.ImageOf(answer)) : null;
        var after = await owner.Steps.WaitUntilServerIsAsync(server, "idle", state => state.TaskState is null);
        var taken = new VolumeSnapshot(name, answer, after, image, []);
        var ids = taken.Devices.Select(device => device["snapshot_id"]?.GetValue<string>()).OfType<string>();
        return taken with { Snapshots = await Task.WhenAll(ids.Select(owner.VolumeSteps.WaitUntilSnapshotIsAsync)) };
    }
}

/// <summary>An image of a server on volumes that Nova refused because of a quota, and what there was of it then.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Images">Images of that name.</param>
/// <param name="Snapshots">Snapshots of volumes that are named after it.</param>
internal sealed record RefusedVolumeSnapshot(VolumeSnapshot Attempt, IReadOnlyList<Image> Images, IReadOnlyList<JsonObject> Snapshots)
{
    public static async Task<RefusedVolumeSnapshot> TakeAsync(VolumeOwner owner, string server, string name)
    {
        var attempt = await VolumeSnapshot.TakeAsync(owner, server, name);
        return new RefusedVolumeSnapshot(attempt, await owner.Steps.ListImagesAsync(name), await NamedAfterAsync(owner, name));
    }

    private static async Task<IReadOnlyList<JsonObject>> NamedAfterAsync(VolumeOwner owner, string name) =>
        [.. (await owner.ListSnapshotsAsync()).Where(snapshot => snapshot["name"]?.GetValue<string>().EndsWith(name, StringComparison.Ordinal) is true)];
}

/// <summary>An ordinary user makes images of a server on two volumes in every state, and is refused others by quotas.</summary>
/// <param name="Source">The id of the image that it all began with.</param>
/// <param name="Root">The server's first volume, which Nova made of the image and which goes with it, as Cinder has it.</param>
/// <param name="RootDisk">The same, as the cluster has it.</param>
/// <param name="Data">Its second volume, which was blank and stays, as Cinder has it.</param>
/// <param name="Console">What its guest said.</param>
/// <param name="Of">Images of that server, by the status that it had.</param>
/// <param name="Backup">Nova's answer to a backup of it.</param>
/// <param name="OverSnapshots">An image for whose snapshots there is no quota.</param>
/// <param name="OverSize">An image for whose first snapshot there is room in the quota, and for the second there is not.</param>
internal sealed record VolumeSnapshots(
    string Source, JsonObject Root, RbdImage RootDisk, JsonObject Data, string Console, IReadOnlyDictionary<string, VolumeSnapshot> Of, ApiAnswer Backup,
    RefusedVolumeSnapshot OverSnapshots, RefusedVolumeSnapshot OverSize)
{
    /// <summary>What the guest's counter stands at in the image.</summary>
    public const int Boots = 2;

    /// <summary>The image's <c>min_disk</c>.</summary>
    public const int MinimumDisk = 1;

    /// <summary>The states in which an image of a server can be made, as Nova's API calls them, and how a running server comes there and back.</summary>
    private static readonly (string Status, string? Action, string? Back)[] States =
        [("ACTIVE", null, null), ("PAUSED", "pause", "unpause"), ("SUSPENDED", "suspend", "resume"), ("SHUTOFF", "os-stop", null)];

    public static async Task<VolumeSnapshots> LiveAsync(StackSession session, Transcript transcript, CleanUp owned, string flavor)
    {
        var owner = await VolumeOwner.MeetAsync(session, transcript, owned, "volume-snapshots");
        var guest = await Guest.LoadAsync(session.Stack.File("guest"), Boots);
        var source = await owner.Steps.UploadGuestAsync(Names.Unique("source"), guest, new() { ["min_disk"] = MinimumDisk, ["of_source"] = "1" });
        owner.OwnVolumes();
        var (server, root, data) = await BootPairAsync(owner, source, flavor);
        var console = await owner.Steps.WaitForConsoleAsync(server.Id);
        var disk = await owner.Rbd.GetImageAsync("volumes", RbdObserver.DiskOf(root));

        var images = await TakeInEveryStateAsync(owner, server.Id);
        var backupName = Names.Unique("backup");
        owner.Owned.Images(backupName);
        var backup = await owner.User.Compute.CreateBackupAsync(server.Id, backupName, 1);
        var (overSnapshots, overSize) = await ExceedAsync(owner, server.Id);
        return new VolumeSnapshots(source.Id, root, disk, data, console, images, backup, overSnapshots, overSize);
    }

    /// <summary>Boots a server on two volumes, of which Nova makes one of the image.</summary>
    public static async Task<(Server Server, JsonObject Root, JsonObject Data)> BootPairAsync(VolumeOwner owner, Image source, string flavor)
    {
        var (first, second) = (BlockDevices.OfImage(source.Id), BlockDevices.Blank(goesWithTheServer: false));
        first["tag"] = "first";
        second["tag"] = "second";
        var pair = await owner.Steps.BootWithAsync(Names.Unique("pair"), flavor, null, first, second);
        var volumes = await owner.VolumeSteps.ShowAllOfAsync(pair);
        return (pair, volumes.Single(IsBootable), volumes.Single(volume => !IsBootable(volume)));

        static bool IsBootable(JsonObject volume) => volume["bootable"]?.GetValue<string>() == "true";
    }

    /// <summary>Makes an image of a running server in every state; it is stopped then.</summary>
    /// <returns>The images, by the status that the server had.</returns>
    public static async Task<IReadOnlyDictionary<string, VolumeSnapshot>> TakeInEveryStateAsync(VolumeOwner owner, string server)
    {
        var images = new Dictionary<string, VolumeSnapshot>();
        foreach (var (status, action, back) in States)
        {
            if (action is not null)
            {
                await owner.Steps.ActAsync(server, action, status);
            }

            images[status] = await VolumeSnapshot.TakeAsync(owner, server, Names.Unique(status));
            if (back is not null)
            {
                await owner.Steps.ActAsync(server, back, "ACTIVE");
            }
        }

        return images;
    }

    private static async Task<(RefusedVolumeSnapshot OverSnapshots, RefusedVolumeSnapshot OverSize)> ExceedAsync(VolumeOwner owner, string server)
    {
        var snapshots = await owner.ListSnapshotsAsync();
        await owner.LimitAsync(new() { ["snapshots"] = snapshots.Count + 1 });
        var overSnapshots = await RefusedVolumeSnapshot.TakeAsync(owner, server, Names.Unique("one-too-many"));

        // Everything here has 1 GiB.
        var gibibytes = snapshots.Count + (await owner.ListVolumesAsync()).Count;
        await owner.LimitAsync(new() { ["snapshots"] = snapshots.Count + 10, ["gigabytes"] = gibibytes + 1 });
        return (overSnapshots, await RefusedVolumeSnapshot.TakeAsync(owner, server, Names.Unique("too-big")));
    }
}
