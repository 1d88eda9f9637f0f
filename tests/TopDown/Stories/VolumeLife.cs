using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>
/// A server on a volume that was there before it is rebuilt, shelved and unshelved, rescued, and rebuilt with another image, and is asked for images
/// meanwhile. It is deleted, and the volume stays.
/// </summary>
/// <param name="OtherImage">Nova's answer to a rebuild with another image, in a microversion that has none for volumes.</param>
/// <param name="SameImage">The server after a rebuild with the image that its volume is made from.</param>
/// <param name="SameConsole">What its guest said then.</param>
/// <param name="Shelved">The server when it was shelved.</param>
/// <param name="ShelvedImages">Images that shelving made.</param>
/// <param name="SnapshotShelved">Nova's answer to <c>createImage</c> then.</param>
/// <param name="Unshelved">The server after that.</param>
/// <param name="UnshelvedConsole">What its guest said.</param>
/// <param name="RescueTooEarly">Nova's answer to a rescue, in a microversion that has none for volumes.</param>
/// <param name="RescueUnfit">Nova's answer to a rescue with an image that does not say how its disk is attached.</param>
/// <param name="Rescued">The server when it was rescued.</param>
/// <param name="RescuedConsole">What the guest of the other image said.</param>
/// <param name="SnapshotRescued">Nova's answer to <c>createImage</c> then.</param>
/// <param name="Unrescued">The server after that.</param>
/// <param name="UnrescuedConsole">What its own guest said.</param>
/// <param name="Disks">Disks that the host has for the server then: none, but for what a rescue left.</param>
/// <param name="Other">The other image.</param>
/// <param name="RebuiltConsole">What the guest said when the server was rebuilt with the other image after all, in a microversion that writes over its volume.</param>
/// <param name="Volume">The volume when the server was deleted.</param>
internal sealed record VolumeLife(
    ApiAnswer OtherImage, Server SameImage, string SameConsole, Server Shelved, IReadOnlyList<Image> ShelvedImages, ApiAnswer SnapshotShelved,
    Server Unshelved, string UnshelvedConsole, ApiAnswer RescueTooEarly, ApiAnswer RescueUnfit, Server Rescued, string RescuedConsole,
    ApiAnswer SnapshotRescued, Server Unrescued, string UnrescuedConsole, IReadOnlyList<string> Disks, Image Other,
    string RebuiltConsole, JsonObject Volume)
{
    /// <summary>What the guest's counter stands at in the image.</summary>
    public const int Boots = 1;

    /// <summary>What the counter of the image that the server is rescued with stands at.</summary>
    public const int RescueBoots = 6;

    public static async Task<VolumeLife> LiveAsync(StackSession session, Transcript transcript, CleanUp owned, Operations admin, string flavor)
    {
        var owner = await VolumeOwner.MeetAsync(session, transcript, owned, "volume-life");
        var (compute, steps, path) = (owner.User.Compute, owner.Steps, session.Stack.File("guest"));
        var image = await steps.UploadGuestAsync(Names.Unique("own"), await Guest.LoadAsync(path, Boots));
        var other = await steps.UploadGuestAsync(Names.Unique("other"), await Guest.LoadAsync(path, RescueBoots));
        var rescue = await steps.UploadGuestAsync(
            Names.Unique("rescue"), await Guest.LoadAsync(path, RescueBoots), new() { ["hw_rescue_device"] = "disk", ["hw_rescue_bus"] = "virtio" });
        owner.OwnVolumes();
        var volume = (await owner.VolumeSteps.CreateFromImageAsync(Names.Unique("own"), image.Id))["id"]!.GetValue<string>();
        var name = Names.Unique("volume-life");
        var server = (await steps.BootWithAsync(name, flavor, null, BlockDevices.OfVolume(volume))).Id;
        await steps.WaitForConsoleAsync(server);

        var otherImage = await compute.RebuildAsync(server, other.Id);
        await steps.WaitUntilServerIsActiveAsync(server);
        var same = await steps.RebuildAsync(server, image.Id);
        var sameConsole = await steps.WaitForBootAsync(server, Boots + 2);

        var (shelved, shelvedImages) = await steps.ShelveAsync(server, name, admin);
        var snapshotShelved = await SnapshotAsync(owner, server);
        var unshelved = await steps.ActAsync(server, "unshelve", "ACTIVE");
        var unshelvedConsole = await steps.WaitForBootAsync(server, Boots + 3);

        var tooEarly = await compute.RescueAsync(server, rescue.Id);
        var unfit = await compute.RescueAsync(server, other.Id, ComputeApi.RescueOfVolumes);
        var rescued = await steps.RescueAsync(server, rescue.Id, ComputeApi.RescueOfVolumes);
        var rescuedConsole = await steps.WaitForBootAsync(server, RescueBoots + 1);
        var snapshotRescued = await SnapshotAsync(owner, server);
        var unrescued = await steps.ActAsync(server, "unrescue", "ACTIVE");
        var unrescuedConsole = await steps.WaitForBootAsync(server, Boots + 4);
        var disks = (await owner.Rbd.ListAsync("vms")).Where(disk => disk.StartsWith(server, StringComparison.Ordinal)).ToArray();

        (await compute.RebuildAsync(server, other.Id, ComputeApi.RebuildOfVolumes)).Expect(202);
        await steps.WaitUntilServerIsActiveAsync(server);
        var rebuiltConsole = await steps.WaitForBootAsync(server, RescueBoots + 1);

        await steps.DeleteServerAsync(server);
        return new VolumeLife(
            otherImage, same, sameConsole, shelved, shelvedImages, snapshotShelved, unshelved, unshelvedConsole, tooEarly, unfit, rescued, rescuedConsole,
            snapshotRescued, unrescued, unrescuedConsole, disks, other, rebuiltConsole, await owner.VolumeSteps.WaitUntilItIsAsync(volume, "available"));
    }

    private static Task<ApiAnswer> SnapshotAsync(VolumeOwner owner, string server)
    {
        var name = Names.Unique("in-vain");
        owner.Owned.Images(name);
        return owner.User.Compute.CreateImageAsync(server, name, []);
    }
}
