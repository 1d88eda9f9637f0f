using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>
/// An ordinary user makes images of servers on volumes of every origin, boots from one, rebuilds and rescues with others in vain, and removes images and
/// snapshots in both orders.
/// </summary>
/// <param name="PairRoot">The first volume of a server on two, as Cinder has it.</param>
/// <param name="PairData">The second, which stays when the server goes.</param>
/// <param name="OfPair">The image of that server when it was stopped.</param>
/// <param name="Copy">A server booted from that image.</param>
/// <param name="CopyVolumes">Its volumes, as Cinder has them.</param>
/// <param name="CopyConsole">What its guest said.</param>
/// <param name="VolumesAfterCopy">What was left of these when the server was deleted.</param>
/// <param name="OnExisting">Images of a server on a volume that was there before, by the status that it had.</param>
/// <param name="Existing">That volume.</param>
/// <param name="OnSnapshot">Images of a server on a volume that Nova made of the snapshot of another volume, by the status that it had.</param>
/// <param name="OfSnapshot">That volume.</param>
/// <param name="OnSnapshotConsole">What the guest on it said.</param>
/// <param name="Rebuild">Nova's answer to a rebuild of a server on a volume with another image, in a microversion that has none for volumes.</param>
/// <param name="Rescue">Nova's answer to a rescue of a server with the image of one on a volume.</param>
/// <param name="LocalRoot">The snapshot of a server whose first disk is no volume, and whose second is.</param>
/// <param name="InUse">Cinder's snapshot after its deletion was asked for while a volume was a clone of it.</param>
/// <param name="ImageFirst">Answers of Glance and Cinder when the image is deleted and then what it names, the snapshots in their order.</param>
/// <param name="SnapshotsFirst">The same the other way round: the image last.</param>
internal sealed record VolumeOrigins(
    JsonObject PairRoot, JsonObject PairData, VolumeSnapshot OfPair, Server Copy, IReadOnlyList<JsonObject> CopyVolumes, string CopyConsole,
    IReadOnlyList<string> VolumesAfterCopy, IReadOnlyDictionary<string, VolumeSnapshot> OnExisting, JsonObject Existing,
    IReadOnlyDictionary<string, VolumeSnapshot> OnSnapshot, JsonObject OfSnapshot,
    string OnSnapshotConsole, ApiAnswer Rebuild, ApiAnswer Rescue, Image LocalRoot, JsonObject InUse,
    IReadOnlyList<ApiAnswer> ImageFirst, IReadOnlyList<ApiAnswer> SnapshotsFirst)
{
    /// <summary>What the guest's counter stands at in the image.</summary>
    public const int Boots = 1;

    public static async Task<VolumeOrigins> LiveAsync(StackSession session, Transcript transcript, CleanUp owned, string flavor)
    {
        var owner = await VolumeOwner.MeetAsync(session, transcript, owned, "volume-origins");
        await owner.LimitAsync(new() { ["snapshots"] = 30, ["volumes"] = 20 });
        var guest = await Guest.LoadAsync(session.Stack.File("guest"), Boots);
        var properties = new JsonObject { ["min_disk"] = VolumeSnapshots.MinimumDisk, ["of_source"] = "1" };
        var source = await owner.Steps.UploadGuestAsync(Names.Unique("source"), guest, properties);
        owner.OwnVolumes();

        var pairTask = LivePairAsync(owner, source, flavor);
        var otherTask = LiveOthersAsync(owner, source, flavor);
        await Task.WhenAll(pairTask, otherTask);
        var (root, data, ofRunning, ofStopped, copy, copyVolumes, copyConsole, left, inUse) = await pairTask;
        var (onExisting, existing, onSnapshot, ofSnapshot, console, local, rebuild, rescue) = await otherTask;
        return new VolumeOrigins(
            root, data, ofStopped, copy, copyVolumes, copyConsole, left, onExisting, existing, onSnapshot, ofSnapshot, console, rebuild, rescue, local,
            inUse, await RemoveAsync(owner, ofRunning[0], imageFirst: true), await RemoveAsync(owner, ofRunning[1], imageFirst: false));
    }

    private static async Task<(
        JsonObject Root, JsonObject Data, VolumeSnapshot[] OfRunning, VolumeSnapshot OfStopped, Server Copy, JsonObject[] CopyVolumes,
        string CopyConsole, string[] Left, JsonObject InUse)> LivePairAsync(VolumeOwner owner, Image source, string flavor)
    {
        var (pair, root, data) = await VolumeSnapshots.BootPairAsync(owner, source, flavor);
        await owner.Steps.WaitForConsoleAsync(pair.Id);
        VolumeSnapshot[] ofRunning =
        [
            await VolumeSnapshot.TakeAsync(owner, pair.Id, Names.Unique("of-running")),
            await VolumeSnapshot.TakeAsync(owner, pair.Id, Names.Unique("of-running")),
        ];
        await owner.Steps.ActAsync(pair.Id, "os-stop", "SHUTOFF");
        var ofStopped = await VolumeSnapshot.TakeAsync(owner, pair.Id, Names.Unique("of-stopped"));

        var image = ofStopped.Image ?? throw new UnexpectedAnswerException($"no image: {ofStopped.Answer}");
        var copy = await owner.Steps.BootWithAsync(Names.Unique("copy"), flavor, image.Id);
        var copyVolumes = await owner.VolumeSteps.ShowAllOfAsync(copy);
        var console = await owner.Steps.WaitForConsoleAsync(copy.Id);
        var inUse = await RefuseDeletionAsync(owner, ofStopped.DeviceOf(Id(root))["snapshot_id"]!.GetValue<string>());
        await owner.Steps.DeleteServerAsync(copy.Id);
        var left = await owner.WhatIsLeftOfAsync(copyVolumes.Select(Id).Contains);
        return (root, data, ofRunning, ofStopped, copy, copyVolumes, console, [.. left.Select(Id)], inUse);
    }

    private static async Task<(
        IReadOnlyDictionary<string, VolumeSnapshot> OnExisting, JsonObject Existing, IReadOnlyDictionary<string, VolumeSnapshot> OnSnapshot,
        JsonObject OfSnapshot, string Console, Image Local,
        ApiAnswer Rebuild, ApiAnswer Rescue)> LiveOthersAsync(
            VolumeOwner owner, Image source, string flavor)
    {
        var existing = await owner.VolumeSteps.CreateFromImageAsync(Names.Unique("existing"), source.Id);
        var snapshot = await owner.VolumeSteps.SnapshotAsync(Id(existing), Names.Unique("by-hand"));
        var boots = await Task.WhenAll(
            owner.Steps.BootWithAsync(Names.Unique("on-existing"), flavor, null, BlockDevices.OfVolume(Id(existing))),
            owner.Steps.BootWithAsync(Names.Unique("on-snapshot"), flavor, null, BlockDevices.OfSnapshot(snapshot)),
            owner.Steps.BootWithAsync(Names.Unique("on-disk"), flavor, source.Id, BlockDevices.Local(source.Id), BlockDevices.Blank()));

        var console = await owner.Steps.WaitForConsoleAsync(boots[1].Id);
        var taken = await Task.WhenAll(boots.Take(2).Select(server => VolumeSnapshots.TakeInEveryStateAsync(owner, server.Id)));
        var (onExisting, onSnapshot) = (taken[0], taken[1]);
        var ofSnapshot = (await owner.VolumeSteps.ShowAllOfAsync(boots[1])).Single();
        var local = (await owner.Steps.SnapshotAsync(boots[2].Id, Names.Unique("of-disk"), [])).Image;

        // The last that is done to these servers, because what must be refused is done where it is not.
        var rebuild = await owner.User.Compute.RebuildAsync(boots[0].Id, local.Id);
        var image = onExisting["SHUTOFF"].Image ?? throw new UnexpectedAnswerException($"no image: {onExisting["SHUTOFF"].Answer}");
        return (onExisting, existing, onSnapshot, ofSnapshot, console, local, rebuild, await owner.User.Compute.RescueAsync(boots[2].Id, image.Id));
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

    private static string Id(JsonObject thing) => thing["id"]!.GetValue<string>();
}
