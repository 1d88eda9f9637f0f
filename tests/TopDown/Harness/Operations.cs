using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Harness;

/// <summary>The steps that many tests take on their way. Each registers what it makes, and each wait has a deadline. What is done
/// to a server that is already there is in the other half.</summary>
/// <param name="images">Glance.</param>
/// <param name="compute">Nova.</param>
/// <param name="owned">Where what is made is registered.</param>
/// <param name="bootable">What images are, unless a test gives something else.</param>
/// <param name="time">The clock; null is the system's.</param>
internal sealed partial class Operations(ImageApi images, ComputeApi compute, CleanUp owned, BootableImages bootable, TimeProvider? time = null)
{
    /// <summary>Makes an image without data, status <c>queued</c>.</summary>
    /// <param name="name">A unique name.</param>
    /// <param name="attributes">Attributes and properties besides the name; formats are the guest's and bare unless given.</param>
    public async Task<Image> CreateImageAsync(string name, JsonObject? attributes = null)
    {
        owned.Images(name);
        var body = new JsonObject { ["name"] = name, ["disk_format"] = bootable.DiskFormat, ["container_format"] = "bare" };
        foreach (var (key, value) in attributes ?? [])
        {
            body[key] = value?.DeepClone();
        }

        return Image.Of((await images.CreateAsync(body)).Expect(201).Json);
    }

    /// <summary>Makes an image with data, status <c>active</c>.</summary>
    public async Task<Image> UploadImageAsync(string name, byte[] data, JsonObject? attributes = null)
    {
        var image = await CreateImageAsync(name, attributes);
        (await images.UploadAsync(image.Id, data)).Expect(204);
        return await WaitUntilImageIsActiveAsync(image.Id);
    }

    /// <summary>Makes an image that a server boots from, status <c>active</c>.</summary>
    /// <param name="name">A unique name.</param>
    /// <param name="disk">The disk's bytes, see <see cref="Guest.LoadAsync"/>.</param>
    /// <param name="attributes">Attributes and properties besides the name and what the stack's images need to boot; they win.</param>
    public async Task<Image> UploadGuestAsync(string name, byte[] disk, JsonObject? attributes = null)
    {
        var all = (await bootable.AttributesAsync()).DeepClone().AsObject();
        foreach (var (key, value) in attributes ?? [])
        {
            all[key] = value?.DeepClone();
        }

        return await UploadImageAsync(name, disk, all);
    }

    /// <summary>Makes a flavor.</summary>
    /// <param name="id">A unique id.</param>
    /// <param name="memory">Memory in MiB.</param>
    /// <param name="disk">Disk in GiB; 0 is one as big as the image.</param>
    /// <param name="processors">How many processors its servers see.</param>
    public async Task<string> CreateFlavorAsync(string id, int memory, int disk, int processors = 1)
    {
        owned.Flavor(id);
        (await compute.CreateFlavorAsync(id, memory, disk, processors)).Expect(200);
        return id;
    }

    /// <summary>Boots a server without networks and waits until it is ACTIVE.</summary>
    /// <returns>The server, and Nova's answer to the request for it.</returns>
    public async Task<(Server Server, ApiAnswer Request)> BootAsync(string name, string image, string flavor)
    {
        var request = await AskForServerAsync(name, image, flavor);
        return (await WaitUntilServerIsActiveAsync(IdOf(request)), request);
    }

    /// <summary>Makes a snapshot of a server and waits until the server is idle again and the image active.</summary>
    public async Task<Snapshot> SnapshotAsync(string server, string name, JsonObject metadata)
    {
        owned.Images(name);
        var request = (await compute.CreateImageAsync(server, name, metadata)).Expect(202);
        var idle = await WaitUntilServerIsActiveAsync(server);
        return new Snapshot(await WaitUntilImageIsActiveAsync(ImageOf(request), AtRest<Image>(_ => true)), idle, request);
    }

    /// <summary>Waits until the guest has written its counter back, which is the last thing it does.</summary>
    /// <returns>What the console says.</returns>
    public Task<string> WaitForConsoleAsync(string server) =>
        WaitForConsoleAsync(server, $"shows {Guest.Synced}", output => output.Contains(Guest.Synced, StringComparison.Ordinal));

    /// <summary>The same for a server whose console still shows earlier boots.</summary>
    /// <param name="server">The server.</param>
    /// <param name="boots">How often the guest will have booted.</param>
    public Task<string> WaitForBootAsync(string server, int boots) =>
        WaitForConsoleAsync(server, $"shows boot {boots}", output => Guest.Boots(output) == boots && Guest.IsSynced(output));

    private Task<string> WaitForConsoleAsync(string server, string what, Func<string, bool> shows) => Eventually.ReachAsync(
        $"console of server {server} {what}",
        Eventually.Deadline,
        async () => (await compute.ConsoleAsync(server)).Expect(200).Json["output"]?.GetValue<string>() ?? string.Empty,
        shows,
        output => output.Contains("GATE-GUEST-DISK-ERROR", StringComparison.Ordinal) ? "the guest cannot use its disk" : null,
        output => output.Length == 0 ? "an empty console" : $"'{output}'",
        time);

    public Task<Server> WaitUntilServerIsActiveAsync(string id) => Eventually.ReachAsync(
        $"server {id} is ACTIVE and idle",
        Eventually.Deadline,
        () => compute.GetServerAsync(id),
        server => server is { Status: "ACTIVE", TaskState: null },
        server => server.Status == "ERROR" ? $"it is in ERROR with fault {server.Fault ?? "none"}" : null,
        server => server.ToString(),
        time);

    /// <summary>Waits until a deleted server is gone.</summary>
    public Task WaitUntilServerIsGoneAsync(string id) => CleanUp.WaitUntilGoneAsync(compute, id, time);

    public Task<Image> WaitUntilImageIsActiveAsync(string id) => WaitUntilImageIsActiveAsync(id, _ => null);

    private Task<Image> WaitUntilImageIsActiveAsync(string id, Func<Image, string?> hopeless) => Eventually.ReachAsync(
        $"image {id} is active",
        Eventually.Deadline,
        () => images.GetAsync(id),
        image => image.Status == "active",
        image => image.Status is "killed" or "deleted" or "pending_delete" or "deactivated" ? $"it is {image.Status}" : hopeless(image),
        image => image.Status,
        time);
}

/// <summary>A finished snapshot.</summary>
/// <param name="Image">The image, as Glance has it.</param>
/// <param name="Server">The server after its snapshot.</param>
/// <param name="Request">Nova's answer to <c>createImage</c>.</param>
internal sealed record Snapshot(Image Image, Server Server, ApiAnswer Request);
