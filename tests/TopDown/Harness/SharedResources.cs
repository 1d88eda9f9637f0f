using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Harness;

/// <summary>A booted server, with what it was made from.</summary>
/// <param name="Server">The server when it had become ACTIVE.</param>
/// <param name="Image">The image it was booted from.</param>
/// <param name="Flavor">Its flavor's id.</param>
/// <param name="Console">What its console said when the guest was up.</param>
/// <param name="Boots">How often the guest has booted, the boot of this server included, as the uploaded image says.</param>
/// <param name="Request">Nova's answer to the request for the server.</param>
internal sealed record BootedServer(Server Server, Image Image, string Flavor, string? Console, int Boots, ApiAnswer Request);

/// <summary>What is made once for all tests: a flavor, the guest as an image, a server booted from it, a snapshot of that
/// server, a second user.</summary>
internal sealed class SharedResources
{
    private readonly Transcript _removal = new("removal of what was shared");
    private readonly CleanUp _owned;

    public SharedResources(StackSession session)
    {
        _owned = session.CleanUp(_removal);
        var boots = RandomNumberGenerator.GetInt32(1, 6);

        Flavor = new("flavor", transcript => Steps(session, transcript).CreateFlavorAsync(Names.Unique("flavor"), session.Stack.GuestMemory, session.Stack.GuestDisk));
        Neighbour = new("neighbour", transcript =>
        {
            var name = Names.Unique("neighbour");
            _owned.Tenant(name);
            return session.Identity(transcript).CreateTenantAsync(name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        });
        Parts = new("kernel and ramdisk", async transcript => await BootableImages.UploadPartsAsync(session.Stack, new Operations(
            session.Images(transcript), session.Compute(transcript), _owned, BootableImages.Whole(session.Stack.GuestFormat))));
        GuestImage = new("guest image", async transcript => await Steps(session, transcript).UploadGuestAsync(
            Names.Unique("guest"), await Guest.LoadAsync(session.Stack.File("guest"), boots)));
        Server = new("server", async transcript =>
        {
            var steps = Steps(session, transcript);
            var image = await GuestImage.GetAsync();
            var flavor = await Flavor.GetAsync();
            var (server, request) = await steps.BootAsync(Names.Unique("server"), image.Id, flavor);
            var console = session.Stack.Capabilities.Contains("console") ? await steps.WaitForConsoleAsync(server.Id) : null;
            return new BootedServer(server, image, flavor, console, boots + 1, request);
        });
        Snapshot = new("snapshot", async transcript =>
        {
            var booted = await Server.GetAsync();
            return await Steps(session, transcript).SnapshotAsync(
                booted.Server.Id, Names.Unique("snapshot"), (JsonObject)SnapshotMetadata.DeepClone());
        });
        LongLife = new("long life", async transcript => await Stories.LongLife.LiveAsync(
            session.Stack, session.Images(transcript), Steps(session, transcript), await Flavor.GetAsync()));
        VhdLife = new("life of a VHD", async transcript => await Stories.DiskLife.LiveAsync(
            session.Stack, session.Images(transcript), Steps(session, transcript), await Flavor.GetAsync(), "guest", "vhd", []));
        VhdxLife = new("life of a VHDX", async transcript => await Stories.DiskLife.LiveAsync(
            session.Stack, session.Images(transcript), Steps(session, transcript), await Flavor.GetAsync(), "guest-generation-2", "vhdx", GenerationTwo));
        XenLife = new("life of a paravirtual guest", async transcript => await Stories.DiskLife.LiveAsync(
            session.Stack, session.Images(transcript), Steps(session, transcript), await Flavor.GetAsync(), "guest", "ami", []));
        LentServer = new("lent server", async transcript =>
        {
            var owner = session.Meet(await Neighbour.GetAsync(), transcript, _owned);
            return await Stories.LentServer.LendAsync(
                session.Stack, session.Images(transcript), _owned, Steps(session, transcript), owner, await Flavor.GetAsync());
        });
        FailedSnapshots = new("failed snapshots", async transcript => await Stories.FailedSnapshots.FailAsync(
            session.Stack, session.Images(transcript), session.Compute(transcript), _owned, Steps(session, transcript),
            await GuestImage.GetAsync(), await Flavor.GetAsync()));
        VolumeBacked = new("volume-backed servers", async transcript => await Stories.VolumeBacked.LiveAsync(
            session, transcript, _owned, await Flavor.GetAsync()));
    }

    /// <summary>The user's metadata that <see cref="Snapshot"/> is made with.</summary>
    public static JsonObject SnapshotMetadata { get; } = new()
    {
        ["CamelKey"] = "CamelValue",
        ["with_underscore"] = "with_underscore stays",
        ["with-dash"] = "with-dash stays",
        ["unicode"] = "grüße 日本",
        ["empty"] = "",

        // Names of arguments between Nova's own functions, of the driver's plug-in for one, of the client's wrapper for another.
        ["version"] = "1",
        ["controller"] = "images",
        ["method"] = "create",
    };

    /// <summary>Properties of an image whose machines are of Hyper-V's second generation.</summary>
    public static JsonObject GenerationTwo { get; } = new() { ["hw_machine_type"] = "hyperv-gen2", ["os_type"] = "linux", ["os_secure_boot"] = "required" };

    /// <summary>Just big enough for the guest.</summary>
    public Shared<string> Flavor { get; }

    /// <summary>An ordinary member of another project.</summary>
    public Shared<Login> Neighbour { get; }

    /// <summary>What a disk's image says of its kernel and ramdisk, which are in Glance then; for stacks whose guests come in three parts.</summary>
    public Shared<JsonObject> Parts { get; }

    public Shared<Image> GuestImage { get; }

    /// <summary>Tests may look at it, and nothing else.</summary>
    public Shared<BootedServer> Server { get; }

    /// <summary>Tests may look at it and boot from it.</summary>
    public Shared<Snapshot> Snapshot { get; }

    /// <summary>What a server left that was paused, rebuilt and backed up.</summary>
    public Shared<Stories.LongLife> LongLife { get; }

    /// <summary>What a VHD went through from Glance to the hypervisor and back.</summary>
    public Shared<Stories.DiskLife> VhdLife { get; }

    /// <summary>The same for a VHDX, with secure boot.</summary>
    public Shared<Stories.DiskLife> VhdxLife { get; }

    /// <summary>What a disk with a kernel beside it went through from Glance to Xen and back.</summary>
    public Shared<Stories.DiskLife> XenLife { get; }

    /// <summary>What a server left that an administrator snapshot and shelved.</summary>
    public Shared<Stories.LentServer> LentServer { get; }

    /// <summary>What a server left whose snapshots came to nothing.</summary>
    public Shared<Stories.FailedSnapshots> FailedSnapshots { get; }

    /// <summary>What servers left whose disks are volumes.</summary>
    public Shared<Stories.VolumeBacked> VolumeBacked { get; }

    /// <exception cref="AggregateException">Something could not be removed.</exception>
    public Task RemoveAsync() => _owned.RunAsync();

    private Operations Steps(StackSession session, Transcript transcript) =>
        new(session.Images(transcript), session.Compute(transcript), _owned, session.Bootable);
}
