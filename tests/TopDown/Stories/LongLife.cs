using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>
/// What one server left in Glance in its long life: its image goes away if it can, it is snapshot while paused, rebuilt with another image,
/// backed up three times, shelved and unshelved, and asked to be rebuilt with an image that no host takes.
/// </summary>
/// <param name="First">The image that it was booted from; deleted soon after where the server's disk does not depend on it.</param>
/// <param name="Name">The name, of many scripts, that the paused server's snapshot was to have.</param>
/// <param name="Paused">The server after that snapshot.</param>
/// <param name="WhilePaused">That snapshot, or null where Nova gave it up.</param>
/// <param name="Second">The image that it was rebuilt with.</param>
/// <param name="Rebuilt">The server after that.</param>
/// <param name="Console">What the guest said after that.</param>
/// <param name="Backups">Three backups of which one was to be kept, when the last was done; the first was protected, so null means rotated.</param>
/// <param name="Shelved">The images that shelving it made.</param>
/// <param name="Unshelved">The server after unshelving.</param>
/// <param name="ConsoleAfterUnshelving">What the guest said then.</param>
/// <param name="LeftOfShelved">What was left of the images that shelving made then.</param>
/// <param name="Refused">The server after the rebuild that no host takes.</param>
internal sealed record LongLife(
    Image First, string Name, Server Paused, Image? WhilePaused, Image Second, Server Rebuilt, string? Console,
    IReadOnlyList<Image?> Backups, IReadOnlyList<Image> Shelved, Server Unshelved, string? ConsoleAfterUnshelving,
    IReadOnlyList<Image> LeftOfShelved, Server Refused)
{
    /// <summary>The counter of the second image's guest.</summary>
    public const int Boots = 7;

    /// <summary>Where a signature is not verified these are properties like others, but Glance refuses an upload that has them.</summary>
    private static readonly Dictionary<string, string> Signature = new()
    {
        ["img_signature"] = "c2lnbmF0dXJl",
        ["img_signature_hash_method"] = "SHA-256",
        ["img_signature_key_type"] = "RSA-PSS",
        ["img_signature_certificate_uuid"] = "6a3fd0a2-2c0b-4d6e-8f7a-333333333333",
    };

    public static async Task<LongLife> LiveAsync(StackDescription stack, ImageApi images, Operations steps, string flavor)
    {
        var first = await UploadAsync(stack, steps, 2, new() { ["of_first"] = "1" });
        foreach (var (property, value) in Signature)
        {
            // Not when the image is made: Glance would verify the data while it comes in.
            (await images.SetAsync(first.Id, property, value)).Expect(200);
        }

        var serverName = Names.Unique("long-life");
        var (server, _) = await steps.BootAsync(serverName, first.Id, flavor);
        if (stack.Capabilities.Contains("disk-files"))
        {
            (await images.DeleteAsync(first.Id)).Expect(204);
        }

        await steps.ActAsync(server.Id, "pause", "PAUSED");
        var name = $"{Names.Unique("paused")} größe 日本";
        var (whilePaused, paused) = await steps.TrySnapshotAsync(server.Id, name);
        await steps.ActAsync(server.Id, "unpause", "ACTIVE");

        var second = await UploadAsync(stack, steps, Boots - 1, new() { ["of_second"] = "1" });
        var rebuilt = await steps.RebuildAsync(server.Id, second.Id);
        var console = stack.Capabilities.Contains("console") ? await steps.WaitForConsoleAsync(server.Id) : null;

        var backups = await BackUpAsync(images, steps, server.Id);

        var (_, shelved) = await steps.ShelveAsync(server.Id, serverName, steps);
        var unshelved = await steps.ActAsync(server.Id, "unshelve", "ACTIVE");
        var later = stack.Capabilities.Contains("console") ? await steps.WaitForConsoleAsync(server.Id) : null;
        var left = await steps.ListImagesAsync(Operations.ShelvedName(serverName));

        var refused = await RefuseRebuildAsync(stack, steps, server.Id);
        await steps.DeleteServerAsync(server.Id);
        return new LongLife(
            first, name, paused, whilePaused, second, rebuilt, console, backups, shelved, unshelved, later, left, refused);
    }

    private static async Task<IReadOnlyList<Image?>> BackUpAsync(ImageApi images, Operations steps, string server)
    {
        var made = new List<Image> { await steps.BackUpAsync(server, Names.Unique("backup-1"), rotation: 1) };
        (await images.SetAsync(made[0].Id, "protected", true)).Expect(200);
        try
        {
            made.Add(await steps.BackUpAsync(server, Names.Unique("backup-2"), rotation: 1));
            made.Add(await steps.BackUpAsync(server, Names.Unique("backup-3"), rotation: 1));
        }
        finally
        {
            (await images.SetAsync(made[0].Id, "protected", false)).Expect(200);
        }

        var left = new List<Image?>();
        foreach (var backup in made)
        {
            var answer = (await images.ShowAsync(backup.Id)).Expect(200, 404);
            left.Add(answer.Status == 200 ? Image.Of(answer.Json) : null);
        }

        return left;
    }

    private static async Task<Server> RefuseRebuildAsync(StackDescription stack, Operations steps, string server)
    {
        var other = await UploadAsync(stack, steps, 1, new() { ["img_hv_type"] = "xen", ["hw_architecture"] = "s390x" });
        return await steps.RebuildInVainAsync(server, other.Id);
    }

    private static async Task<Image> UploadAsync(StackDescription stack, Operations steps, int boots, JsonObject properties) =>
        await steps.UploadGuestAsync(Names.Unique("long-life"), await Guest.LoadAsync(stack.File("guest"), boots), properties);
}
