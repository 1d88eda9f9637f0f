using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>A server that was deleted in some state, and what there still was of it then.</summary>
/// <param name="State">The server before its deletion.</param>
/// <param name="Deletion">Nova's answer.</param>
/// <param name="Images">Images that belonged to it: that it was shelved into, or was being snapshot into, as Glance has them.</param>
/// <param name="Allocations">What it has of hosts, as Placement has it.</param>
/// <param name="Left">Images of the cluster that have its id or that of such an image in their names.</param>
/// <param name="Volumes">Volumes that were to go with it, as Cinder has them.</param>
internal sealed record DeletedDisk(
    Server State, ApiAnswer Deletion, IReadOnlyList<Image> Images, JsonObject Allocations, IReadOnlyList<string> Left, IReadOnlyList<JsonObject> Volumes);

/// <summary>
/// An ordinary user has servers of one image in every state, deletes them all, and then the image. A server that is rescued tells its story before that.
/// </summary>
/// <param name="Servers">The servers, by the state that they were deleted in.</param>
/// <param name="InstancesUsed">What Nova said at the end that the project has of servers.</param>
/// <param name="SourceDeletion">What Glance said to the deletion of the image.</param>
/// <param name="SourceLeft">What the cluster had of the image then.</param>
/// <param name="Rescue">What the rescued server had to tell.</param>
internal sealed record DeletedDisks(
    IReadOnlyDictionary<string, DeletedDisk> Servers, int InstancesUsed, ApiAnswer SourceDeletion, IReadOnlyList<string> SourceLeft, Rescue Rescue)
{
    /// <summary>What the guest's counter stands at in the image.</summary>
    public const int Boots = 1;

    private static readonly (string State, Func<Scene, string, string, Task> ReachAsync)[] States =
    [
        ("shelved", async (scene, server, name) =>
        {
            if ((await scene.Steps.ShelveAsync(server, name, scene.AdminSteps)).Images is not [_])
            {
                throw new UnexpectedAnswerException($"server {server} was not shelved into one image");
            }
        }),
        ("error", async (scene, server, _) => (await scene.Admin.DeclareErrorAsync(server)).Expect(202)),
        ("active", (_, _, _) => Task.CompletedTask),
        ("paused", (scene, server, _) => scene.Steps.ActAsync(server, "pause", "PAUSED")),
        ("suspended", (scene, server, _) => scene.Steps.ActAsync(server, "suspend", "SUSPENDED")),
        ("stopped", (scene, server, _) => scene.Steps.ActAsync(server, "os-stop", "SHUTOFF")),
        ("resized", async (scene, server, _) => await scene.Steps.ResizeAsync(server, scene.LargerFlavor)),
        ("snapshot", async (scene, server, _) =>
        {
            // Before the host has begun with it, a deletion leaves its image queued for ever: see the server that is lent.
            (await scene.Compute.CreateImageAsync(server, SnapshotName(server), [])).Expect(202);
            await scene.Steps.WaitUntilServerIsAsync(server, "being snapshot", state => state.TaskState != "image_snapshot_pending");
        }),
    ];

    public static async Task<DeletedDisks> DeleteAsync(StackSession session, Transcript transcript, CleanUp owned, Operations admin, string flavor)
    {
        var owner = await VolumeOwner.MeetAsync(session, transcript, owned, "deleted");
        var guest = await Guest.LoadAsync(session.Stack.File("guest"), Boots);
        var source = await owner.Steps.UploadGuestAsync(Names.Unique("source"), guest);
        owner.OwnVolumes();
        var larger = await admin.CreateFlavorAsync(Names.Unique("larger"), 2 * session.Stack.GuestMemory, session.Stack.GuestDisk);
        var scene = new Scene(owner, admin, session.Compute(transcript), session.Placement(transcript), source.Id, flavor, larger);

        var rescueTask = Rescue.LiveAsync(owner, session.Stack, source.Id, flavor);
        var ends = (await Task.WhenAll(
            [.. States.Select(state => DeleteInAsync(scene, state.State, state.ReachAsync)), DeleteShelvedOnVolumeAsync(scene)])).ToDictionary(end => end.State, end => end.Deleted);
        var rescue = await rescueTask;
        ends["rescued"] = await EndAsync(scene, rescue.ServerId, []);

        var used = await owner.InstancesUsedAsync();
        var deletion = await owner.User.Images.DeleteAsync(source.Id);
        return new DeletedDisks(ends, used, deletion, [.. (await owner.Rbd.ListAsync("images")).Where(image => image == source.Id)], rescue);
    }

    private static async Task<(string State, DeletedDisk Deleted)> DeleteInAsync(Scene scene, string state, Func<Scene, string, string, Task> reachAsync)
    {
        var name = Names.Unique(state);
        var (server, _) = await scene.Steps.BootAsync(name, scene.Image, scene.Flavor);
        scene.Owner.Owned.Images(SnapshotName(server.Id));
        await reachAsync(scene, server.Id, name);
        return (state, await EndAsync(scene, server.Id, [SnapshotName(server.Id), Operations.ShelvedName(name)]));
    }

    private static async Task<(string State, DeletedDisk Deleted)> DeleteShelvedOnVolumeAsync(Scene scene)
    {
        var name = Names.Unique("shelved-on-volume");
        var server = await scene.Steps.BootWithAsync(name, scene.Flavor, null, BlockDevices.OfImage(scene.Image), BlockDevices.Blank());
        await scene.Steps.ShelveAsync(server.Id, name, scene.AdminSteps);
        return ("shelved on a volume", await EndAsync(scene, server.Id, [Operations.ShelvedName(name)]));
    }

    private static async Task<DeletedDisk> EndAsync(Scene scene, string server, IReadOnlyList<string> imageNames)
    {
        var state = await scene.Compute.GetServerAsync(server);
        var before = (await Task.WhenAll(imageNames.Select(scene.Steps.ListImagesAsync))).SelectMany(images => images).ToArray();
        var deletion = await scene.Compute.DeleteServerAsync(server);
        await scene.Steps.WaitUntilServerIsGoneAsync(server);

        // What its snapshot became is another check's matter (G2), if it is only not stuck; a finished one is the user's, and he removes it.
        var images = await EndOfImagesAsync(scene, before);
        foreach (var snapshot in images.Where(image => image.Name == SnapshotName(server) && image.Status == "active"))
        {
            (await scene.Owner.User.Images.DeleteAsync(snapshot.Id)).Expect(204);
        }

        var volumes = await scene.Owner.WhatIsLeftOfAsync(VolumeSteps.VolumesOf(state).ContainsKey);
        var allocations = await scene.Placement.AllocationsAsync(server);
        string[] ids = [server, .. before.Select(image => image.Id)];
        var left = (await Task.WhenAll(new[] { "vms", "images" }.Select(scene.Owner.Rbd.ListAsync))).SelectMany(pool => pool)
            .Where(name => ids.Any(id => name.Contains(id, StringComparison.Ordinal)));
        return new DeletedDisk(
            state, deletion, [.. images.Where(image => image.Name != SnapshotName(server) || image.Status != "active")], allocations, [.. left], volumes);
    }

    private static async Task<Image[]> EndOfImagesAsync(Scene scene, IReadOnlyList<Image> images) => await Eventually.ReachAsync(
        $"images {string.Join(", ", images.Select(image => image.Id))} are not being made or deleted",
        Eventually.Deadline,
        async () => (await Task.WhenAll(images.Select(image => scene.Owner.User.Images.ShowAsync(image.Id))))
            .Where(answer => answer.Status != 404).Select(answer => Image.Of(answer.Expect(200).Json)).ToArray(),
        left => left.All(image => image.Status is not ("queued" or "saving" or "deleted")),
        _ => null,
        left => string.Join(", ", left.Select(image => image.Status)));

    private static string SnapshotName(string server) => $"{server}-last";

    /// <summary>Who acts, and on what.</summary>
    private sealed record Scene(VolumeOwner Owner, Operations AdminSteps, ComputeApi Admin, PlacementApi Placement, string Image, string Flavor, string LargerFlavor)
    {
        public Operations Steps => Owner.Steps;

        public ComputeApi Compute => Owner.User.Compute;
    }
}
