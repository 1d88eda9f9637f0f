using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>
/// An administrator gives an image away to all and another project while it is being made: the host that reads it may clone for it, and may not say where the
/// clone lies.
/// </summary>
/// <param name="Image">The image afterwards.</param>
/// <param name="Results">What came of the request for each part of Nova.</param>
/// <param name="After">The server afterwards.</param>
/// <param name="Stored">Names of what the cluster has where images are.</param>
/// <param name="Disk">The server's disk in the cluster.</param>
internal sealed record DisownedClone(Image Image, IReadOnlyList<string> Results, Server After, IReadOnlyList<string> Stored, RbdImage Disk)
{
    public static async Task<DisownedClone> LiveAsync(StackSession session, Transcript transcript, CleanUp owned, Operations admin, string flavor)
    {
        var name = Names.Unique("disowned");
        var owner = session.Meet(await session.MakeTenantAsync(name, transcript, owned), transcript, owned);
        var guest = await owner.Steps.UploadGuestAsync(name, await Guest.LoadAsync(session.Stack.File("guest"), 1));
        var (server, _) = await owner.Steps.BootAsync(name, guest.Id, flavor);

        // When Nova has answered, the image is there; the host has to hear of it, to look at it, and to clone.
        var snapshot = $"{name}-snapshot";
        owned.Images(snapshot);
        var request = (await owner.Compute.CreateImageAsync(server.Id, snapshot, [])).Expect(202);
        var image = Operations.ImageOf(request);
        var images = session.Images(transcript);
        (await images.ExchangePropertiesAsync(image, [], new JsonObject { ["owner"] = session.ProjectId, ["visibility"] = "public" })).Expect(200);

        var after = await owner.Steps.WaitUntilServerIsActiveAsync(server.Id);
        var results = await admin.WaitUntilActionHasEndedAsync(server.Id, request);
        var rbd = session.Rbd(transcript);
        return new DisownedClone(
            await images.GetAsync(image), results, after, await rbd.ListAsync("images"), await rbd.GetImageAsync("vms", RbdObserver.DiskOf(server)));
    }
}
