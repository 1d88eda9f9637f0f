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

/// <summary>
/// An ordinary user makes images of servers on volumes of every origin and in every state, boots from one, is refused others by quotas, and removes
/// images and snapshots in both orders.
/// </summary>
/// <param name="Source">The image that it all began with.</param>
/// <param name="Pair">A server on two volumes: one that Nova made of the image and that goes with it, and a blank one that stays.</param>
/// <param name="PairRoot">The first of them, as Cinder has it.</param>
/// <param name="PairData">The second.</param>
/// <param name="OfPair">Images of that server, by the status that it had.</param>
/// <param name="Copy">A server booted from its image of when it was stopped.</param>
/// <param name="CopyVolumes">Its volumes, as Cinder has them.</param>
/// <param name="CopyConsole">What its guest said.</param>
/// <param name="VolumesAfterCopy">What was left of these when the server was deleted.</param>
/// <param name="OnExisting">The image of a stopped server on a volume that was there before.</param>
/// <param name="Existing">That volume.</param>
/// <param name="OnSnapshot">The image of a paused server on a volume that Nova made of the snapshot of another volume.</param>
/// <param name="OfSnapshot">That volume.</param>
/// <param name="OnSnapshotConsole">What the guest on it said.</param>
/// <param name="Rebuild">Nova's answer to a rebuild of a server on a volume with another image, in a microversion that has none for volumes.</param>
/// <param name="Rescue">Nova's answer to a rescue of a server with the image of one on a volume.</param>
/// <param name="LocalRoot">The snapshot of a server whose first disk is no volume, and whose second is.</param>
/// <param name="Backup">Nova's answer to a backup of a server on volumes.</param>
/// <param name="OverSnapshots">An image for whose snapshots there is no quota.</param>
/// <param name="OverSize">An image for whose first snapshot there is room in the quota, and for the second there is not.</param>
/// <param name="InUse">Cinder's snapshot after its deletion was asked for while a volume was a clone of it.</param>
/// <param name="ImageFirst">Answers of Glance and Cinder when the image is deleted and then what it names, the snapshots in their order.</param>
/// <param name="SnapshotsFirst">The same the other way round: the image last.</param>
internal sealed record VolumeSnapshots(
    Image Source, Server Pair, JsonObject PairRoot, JsonObject PairData, IReadOnlyDictionary<string, VolumeSnapshot> OfPair,
    Server Copy, IReadOnlyList<JsonObject> CopyVolumes, string CopyConsole, IReadOnlyList<string> VolumesAfterCopy,
    VolumeSnapshot OnExisting, JsonObject Existing, VolumeSnapshot OnSnapshot, JsonObject OfSnapshot, string OnSnapshotConsole,
    ApiAnswer Rebuild, ApiAnswer Rescue, Image LocalRoot,
    ApiAnswer Backup, RefusedVolumeSnapshot OverSnapshots, RefusedVolumeSnapshot OverSize, JsonObject InUse,
    IReadOnlyList<ApiAnswer> ImageFirst, IReadOnlyList<ApiAnswer> SnapshotsFirst)
{
    /// <summary>What the guest's counter stands at in the image.</summary>
    public const int Boots = 1;

    /// <summary>The image's <c>min_disk</c>.</summary>
    public const int MinimumDisk = 1;

    /// <summary>The states in which an image of a server can be made, as Nova's API calls them, and how a running server comes there and back.</summary>
    private static readonly (string Status, string? Action, string? Back)[] States =
        [("ACTIVE", null, null), ("PAUSED", "pause", "unpause"), ("SUSPENDED", "suspend", "resume"), ("SHUTOFF", "os-stop", null)];

    public static async Task<VolumeSnapshots> LiveAsync(StackSession session, Transcript transcript, CleanUp owned, string flavor)
    {
        var owner = await VolumeOwner.MeetAsync(session, transcript, owned, "volume-snapshots");
        await owner.LimitAsync(new() { ["snapshots"] = 30, ["volumes"] = 20 });
        var guest = await Guest.LoadAsync(session.Stack.File("guest"), Boots);
        var source = await owner.Steps.UploadGuestAsync(Names.Unique("source"), guest, new() { ["min_disk"] = MinimumDisk, ["of_source"] = "1" });
        owner.OwnVolumes();

        var pairTask = LivePairAsync(owner, source, flavor);
        var otherTask = LiveOthersAsync(owner, source, flavor);
        await Task.WhenAll(pairTask, otherTask);
        var (pair, root, data, ofPair, copy, copyVolumes, copyConsole, left, inUse, backup) = await pairTask;
        var (onExisting, existing, onSnapshot, ofSnapshot, console, local, rebuild, rescue) = await otherTask;

        // Quotas are the project's: what they refuse is asked for when nothing else is.
        var (overSnapshots, overSize) = await ExceedAsync(owner, pair.Id);
        var imageFirst = await RemoveAsync(owner, ofPair["ACTIVE"], imageFirst: true);
        var snapshotsFirst = await RemoveAsync(owner, ofPair["SUSPENDED"], imageFirst: false);
        return new VolumeSnapshots(
            source, pair, root, data, ofPair, copy, copyVolumes, copyConsole, left, onExisting, existing, onSnapshot, ofSnapshot, console,
            rebuild, rescue, local, backup, overSnapshots, overSize, inUse, imageFirst, snapshotsFirst);
    }

    private static async Task<(
        Server Pair, JsonObject Root, JsonObject Data, Dictionary<string, VolumeSnapshot> OfPair, Server Copy, JsonObject[] CopyVolumes,
        string CopyConsole, string[] Left, JsonObject InUse, ApiAnswer Backup)> LivePairAsync(VolumeOwner owner, Image source, string flavor)
    {
        var (first, second) = (BlockDevices.OfImage(source.Id), BlockDevices.Blank(goesWithTheServer: false));
        first["tag"] = "first";
        second["tag"] = "second";
        var pair = await owner.Steps.BootWithAsync(Names.Unique("pair"), flavor, null, first, second);
        await owner.Steps.WaitForConsoleAsync(pair.Id);
        var volumes = await ShowAllAsync(owner, pair);
        var (root, data) = (volumes.Single(IsBootable), volumes.Single(volume => !IsBootable(volume)));

        var images = new Dictionary<string, VolumeSnapshot>();
        foreach (var (status, action, back) in States)
        {
            if (action is not null)
            {
                await owner.Steps.ActAsync(pair.Id, action, status);
            }

            images[status] = await VolumeSnapshot.TakeAsync(owner, pair.Id, Names.Unique(status));
            if (back is not null)
            {
                await owner.Steps.ActAsync(pair.Id, back, "ACTIVE");
            }
        }

        var backupName = Names.Unique("backup");
        owner.Owned.Images(backupName);
        var backup = await owner.User.Compute.CreateBackupAsync(pair.Id, backupName, 1);

        var image = images["SHUTOFF"].Image ?? throw new UnexpectedAnswerException($"no image: {images["SHUTOFF"].Answer}");
        var copy = await owner.Steps.BootWithAsync(Names.Unique("copy"), flavor, image.Id);
        var copyVolumes = await ShowAllAsync(owner, copy);
        var console = await owner.Steps.WaitForConsoleAsync(copy.Id);
        var inUse = await RefuseDeletionAsync(owner, images["SHUTOFF"].DeviceOf(Id(root))["snapshot_id"]!.GetValue<string>());
        await owner.Steps.DeleteServerAsync(copy.Id);
        var left = await owner.WhatIsLeftOfAsync(copyVolumes.Select(Id).Contains);
        return (pair, root, data, images, copy, copyVolumes, console, [.. left.Select(Id)], inUse, backup);
    }

    private static async Task<(
        VolumeSnapshot OnExisting, JsonObject Existing, VolumeSnapshot OnSnapshot, JsonObject OfSnapshot, string Console, Image Local,
        ApiAnswer Rebuild, ApiAnswer Rescue)> LiveOthersAsync(
            VolumeOwner owner, Image source, string flavor)
    {
        var existing = await owner.VolumeSteps.CreateFromImageAsync(Names.Unique("existing"), source.Id);
        var snapshot = await owner.VolumeSteps.SnapshotAsync(Id(existing), Names.Unique("by-hand"));
        var boots = await Task.WhenAll(
            owner.Steps.BootWithAsync(Names.Unique("on-existing"), flavor, null, BlockDevices.OfVolume(Id(existing))),
            owner.Steps.BootWithAsync(Names.Unique("on-snapshot"), flavor, null, BlockDevices.OfSnapshot(snapshot)),
            owner.Steps.BootWithAsync(Names.Unique("on-disk"), flavor, source.Id, BlockDevices.Local(source.Id), BlockDevices.Blank()));

        await owner.Steps.ActAsync(boots[0].Id, "os-stop", "SHUTOFF");
        var onExisting = await VolumeSnapshot.TakeAsync(owner, boots[0].Id, Names.Unique("of-existing"));
        var console = await owner.Steps.WaitForConsoleAsync(boots[1].Id);
        await owner.Steps.ActAsync(boots[1].Id, "pause", "PAUSED");
        var onSnapshot = await VolumeSnapshot.TakeAsync(owner, boots[1].Id, Names.Unique("of-snapshot"));
        var ofSnapshot = (await ShowAllAsync(owner, boots[1])).Single();
        var local = (await owner.Steps.SnapshotAsync(boots[2].Id, Names.Unique("of-disk"), [])).Image;

        // The last that is done to these servers, because what must be refused is done where it is not.
        var rebuild = await owner.User.Compute.RebuildAsync(boots[0].Id, local.Id);
        var image = onExisting.Image ?? throw new UnexpectedAnswerException($"no image: {onExisting.Answer}");
        return (onExisting, existing, onSnapshot, ofSnapshot, console, local, rebuild, await owner.User.Compute.RescueAsync(boots[2].Id, image.Id));
    }

    private static async Task<(RefusedVolumeSnapshot OverSnapshots, RefusedVolumeSnapshot OverSize)> ExceedAsync(VolumeOwner owner, string pair)
    {
        var snapshots = await owner.ListSnapshotsAsync();
        await owner.LimitAsync(new() { ["snapshots"] = snapshots.Count + 1 });
        var overSnapshots = await RefusedVolumeSnapshot.TakeAsync(owner, pair, Names.Unique("one-too-many"));

        // Everything here has 1 GiB.
        var gibibytes = snapshots.Count + (await owner.ListVolumesAsync()).Count;
        await owner.LimitAsync(new() { ["snapshots"] = snapshots.Count + 10, ["gigabytes"] = gibibytes + 1 });
        return (overSnapshots, await RefusedVolumeSnapshot.TakeAsync(owner, pair, Names.Unique("too-big")));
    }

    private static async Task<JsonObject> RefuseDeletionAsync(VolumeOwner owner, string snapshot)
    {
        (await owner.Volumes.DeleteSnapshotAsync(snapshot)).Expect(202);
        return await owner.VolumeSteps.WaitUntilSnapshotIsAsync(snapshot);
    }

    private static async Task<IReadOnlyList<ApiAnswer>> RemoveAsync(VolumeOwner owner, VolumeSnapshot taken, bool imageFirst)
    {
        var answers = new List<ApiAnswer>();
        if (imageFirst)
        {
            answers.Add(await owner.User.Images.DeleteAsync(taken.Image!.Id));
        }

        foreach (var snapshot in taken.Snapshots)
        {
            await new VolumeCleanUp(owner.Volumes).RemoveSnapshotAsync(Id(snapshot));
            answers.Add(await owner.Volumes.ShowSnapshotAsync(Id(snapshot)));
        }

        if (!imageFirst)
        {
            answers.Add(await owner.User.Images.DeleteAsync(taken.Image!.Id));
        }

        return answers;
    }

    private static Task<JsonObject[]> ShowAllAsync(VolumeOwner owner, Server server) =>
        Task.WhenAll(VolumeSteps.VolumesOf(server).Keys.Select(owner.VolumeSteps.ShowAsync));

    private static bool IsBootable(JsonObject volume) => volume["bootable"]?.GetValue<string>() == "true";

    private static string Id(JsonObject thing) => thing["id"]!.GetValue<string>();
}
