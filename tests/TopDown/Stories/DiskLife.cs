using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>
/// One format of disk from Glance to the hypervisor and back: a server boots from it, is snapshot while it runs and while it is stopped,
/// is started again, and another server boots from what it left and is rebuilt with the image of the first.
/// </summary>
/// <param name="Image">The image.</param>
/// <param name="Server">The server when it had booted.</param>
/// <param name="Console">What its guest said then.</param>
/// <param name="Running">The snapshot of the running server.</param>
/// <param name="RunningData">The bytes of that.</param>
/// <param name="Stopped">The snapshot of the stopped server, or null where Nova gave it up.</param>
/// <param name="AfterStopped">The server after that.</param>
/// <param name="Restarted">What its guest said when it was started again.</param>
/// <param name="Copy">A server booted from the stopped server's snapshot.</param>
/// <param name="CopyConsole">What its guest said.</param>
/// <param name="Rebuilt">That server when it had been rebuilt.</param>
/// <param name="RebuiltConsole">What its guest said then.</param>
internal sealed record DiskLife(
    Image Image, Server Server, string Console, Image Running, byte[] RunningData, Image? Stopped, Server AfterStopped, string Restarted,
    Server? Copy, string? CopyConsole, Server? Rebuilt, string? RebuiltConsole)
{
    /// <summary>How often the guest has booted when the server is there.</summary>
    public const int Boots = 4;

    /// <summary>The user's metadata of the running server's snapshot.</summary>
    public static JsonObject Metadata { get; } = new() { ["Given_By_User"] = "with its value" };

    public static async Task<DiskLife> LiveAsync(
        StackDescription stack, ImageApi images, Operations steps, string flavor, string file, string format, JsonObject properties)
    {
        var attributes = properties.DeepClone().AsObject();
        attributes["disk_format"] = format;
        var image = await steps.UploadGuestAsync(Names.Unique(format), await Guest.LoadAsync(stack.File(file), Boots - 1), attributes);
        var (server, _) = await steps.BootAsync(Names.Unique(format), image.Id, flavor);
        var console = await steps.WaitForConsoleAsync(server.Id);

        var running = (await steps.SnapshotAsync(server.Id, Names.Unique(format), Metadata.DeepClone().AsObject())).Image;
        var data = (await images.DownloadAsync(running.Id)).Expect(200).Body;

        await steps.ActAsync(server.Id, "os-stop", "SHUTOFF");
        var (stopped, afterStopped) = await steps.TrySnapshotAsync(server.Id, Names.Unique(format));
        await steps.ActAsync(server.Id, "os-start", "ACTIVE");
        var restarted = await steps.WaitForBootAsync(server.Id, Boots + 1);
        await steps.DeleteServerAsync(server.Id);

        var life = new DiskLife(image, server, console, running, data, stopped, afterStopped, restarted, null, null, null, null);
        return stopped is null ? life : await CopyAsync(steps, life, stopped, flavor);
    }

    private static async Task<DiskLife> CopyAsync(Operations steps, DiskLife life, Image snapshot, string flavor)
    {
        var (copy, _) = await steps.BootAsync(Names.Unique("copy"), snapshot.Id, flavor);
        var console = await steps.WaitForConsoleAsync(copy.Id);
        var rebuilt = await steps.RebuildAsync(copy.Id, life.Image.Id);
        var rebuiltConsole = await steps.WaitForBootAsync(copy.Id, Boots);
        await steps.DeleteServerAsync(copy.Id);
        return life with { Copy = copy, CopyConsole = console, Rebuilt = rebuilt, RebuiltConsole = rebuiltConsole };
    }
}
