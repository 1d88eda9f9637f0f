using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>A server that was shelved, and its image then.</summary>
/// <param name="Server">The server.</param>
/// <param name="Images">The images of its shelving.</param>
internal sealed record ShelvedServer(Server Server, IReadOnlyList<Image> Images);

/// <summary>
/// A server in a deployment where shelved servers stay on their hosts until somebody says otherwise: it is shelved and unshelved there, shelved
/// and sent away, unshelved in vain because nobody may read its image, unshelved, and deleted when it is shelved once more.
/// </summary>
/// <param name="Image">The image that it was booted from.</param>
/// <param name="Stayed">Shelved for the first time.</param>
/// <param name="Back">Unshelved, with what was left of the images.</param>
/// <param name="BackConsole">What its guest said then.</param>
/// <param name="Away">Shelved again, and sent away from its host.</param>
/// <param name="InVain">Unshelved in vain.</param>
/// <param name="Unshelved">Unshelved from its image.</param>
/// <param name="UnshelvedConsole">What its guest said then.</param>
/// <param name="LastShelved">Shelved once more.</param>
/// <param name="Left">The images of its shelvings when it was deleted.</param>
/// <param name="Deletion">What Glance said then to the deletion of the image that it was booted from.</param>
internal sealed record LateOffload(
    Image Image, ShelvedServer Stayed, ShelvedServer Back, string BackConsole, ShelvedServer Away, ShelvedServer InVain, ShelvedServer Unshelved,
    string UnshelvedConsole, ShelvedServer LastShelved, IReadOnlyList<Image> Left, ApiAnswer Deletion)
{
    /// <summary>How often the guest has booted when the server is there.</summary>
    public const int Boots = 3;

    public static async Task<LateOffload> LiveAsync(StackSession session, Transcript transcript, CleanUp owned, Operations admin, string flavor)
    {
        var name = Names.Unique("late-offload");
        owned.Images(Operations.ShelvedName(name));
        var owner = session.Meet(await session.MakeTenantAsync(name, transcript, owned), transcript, owned);
        var image = await owner.Steps.UploadGuestAsync(name, await Guest.LoadAsync(session.Stack.File("guest"), Boots - 1));
        var id = (await owner.Steps.BootAsync(name, image.Id, flavor)).Server.Id;
        await owner.Steps.WaitForConsoleAsync(id);
        async Task<ShelvedServer> ActAsync(Operations who, string action, string status) =>
            new(await who.ActAsync(id, action, status), await owner.Steps.ListImagesAsync(Operations.ShelvedName(name)));

        var stayed = await ActAsync(owner.Steps, "shelve", "SHELVED");
        var back = await ActAsync(owner.Steps, "unshelve", "ACTIVE");
        var backConsole = await owner.Steps.WaitForBootAsync(id, Boots + 1);

        await ActAsync(owner.Steps, "shelve", "SHELVED");
        var away = await ActAsync(admin, "shelveOffload", "SHELVED_OFFLOADED");
        var inVain = await UnshelveInVainAsync(session.Images(transcript));
        var unshelved = await ActAsync(owner.Steps, "unshelve", "ACTIVE");
        var unshelvedConsole = await owner.Steps.WaitForBootAsync(id, Boots + 2);

        var last = await ActAsync(owner.Steps, "shelve", "SHELVED");
        await owner.Steps.DeleteServerAsync(id);
        return new LateOffload(
            image, stayed, back, backConsole, away, inVain, unshelved, unshelvedConsole, last,
            await owner.Steps.ListImagesAsync(Operations.ShelvedName(name)), await owner.Images.DeleteAsync(image.Id));

        // The data of a deactivated image are for administrators, and the server's owner is none.
        async Task<ShelvedServer> UnshelveInVainAsync(ImageApi images)
        {
            foreach (var shelved in away.Images)
            {
                (await images.DeactivateAsync(shelved.Id)).Expect(204);
            }

            var (server, left) = await owner.Steps.TryShelvingAsync("unshelve", id, name, admin);
            foreach (var shelved in away.Images)
            {
                (await images.ReactivateAsync(shelved.Id)).Expect(204);
            }

            return new ShelvedServer(server, left);
        }
    }
}
