using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>Snapshots of one server that could not come to anything: their images were deleted at once, or the guest cannot be made quiet.</summary>
/// <param name="DeletedImage">What Glance told, at the end, of an image that was deleted while it was being made.</param>
/// <param name="AfterDeletion">The server after that.</param>
/// <param name="Disowned">Nova's answer to <c>createImage</c> with another project's name as metadata <c>owner</c>.</param>
/// <param name="Owner">Who owned that image, or null where Nova refused to make one.</param>
/// <param name="Required">What became of a snapshot whose guest must be quiet and has no agent: null where Nova gave it up.</param>
/// <param name="AfterRefusal">The server after that.</param>
internal sealed record FailedSnapshots(
    ApiAnswer DeletedImage, Server AfterDeletion, ApiAnswer Disowned, string? Owner, Image? Required, Server AfterRefusal)
{
    /// <summary>The name of a project that is not the server's.</summary>
    public const string Stranger = "someone-else";

    public static async Task<FailedSnapshots> FailAsync(
        StackDescription stack, ImageApi images, ComputeApi compute, CleanUp owned, Operations steps, Image guest, string flavor)
    {
        var (server, _) = await steps.BootAsync(Names.Unique("failing"), guest.Id, flavor);

        // When Nova has answered, the image is there and queued; its data is not there yet.
        var name = Names.Unique("deleted-meanwhile");
        owned.Images(name);
        var deleted = Operations.ImageOf((await compute.CreateImageAsync(server.Id, name, [])).Expect(202));
        (await images.DeleteAsync(deleted)).Expect(204);
        var afterDeletion = await steps.WaitUntilServerIsActiveAsync(server.Id);

        var (disowned, owner) = await DisownAsync(images, compute, owned, server.Id);
        await steps.WaitUntilServerIsActiveAsync(server.Id);

        var quiet = await steps.UploadGuestAsync(
            Names.Unique("quiet"), await Guest.LoadAsync(stack.File("guest"), 1), new() { ["os_require_quiesce"] = "yes" });
        await steps.RebuildAsync(server.Id, quiet.Id);
        var (required, afterRefusal) = await steps.TrySnapshotAsync(server.Id, Names.Unique("refused"));

        await steps.DeleteServerAsync(server.Id);
        return new FailedSnapshots(await images.ShowAsync(deleted), afterDeletion, disowned, owner, required, afterRefusal);
    }

    private static async Task<(ApiAnswer Answer, string? Owner)> DisownAsync(ImageApi images, ComputeApi compute, CleanUp owned, string server)
    {
        var name = Names.Unique("disowned");
        owned.Images(name);
        var answer = await compute.CreateImageAsync(server, name, new() { ["owner"] = Stranger });
        if (answer.Status != 202)
        {
            return (answer, null);
        }

        var image = await images.GetAsync(Operations.ImageOf(answer));
        (await images.DeleteAsync(image.Id)).Expect(204);
        return (answer, image["owner"]);
    }
}
