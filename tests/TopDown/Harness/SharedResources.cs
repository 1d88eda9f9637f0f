using System.Collections.Concurrent;
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
    private readonly CleanUp _foundation;

    // What none of the others needs to be removed.
    private readonly ConcurrentBag<CleanUp> _stories = [];

    public SharedResources(StackSession session)
    {
        _foundation = session.CleanUp(new Transcript("removal of what was shared"));
        var boots = RandomNumberGenerator.GetInt32(1, 6);

        Flavor = new("flavor", transcript => Steps(session, transcript, _foundation).CreateFlavorAsync(Names.Unique("flavor"), session.Stack.GuestMemory, session.Stack.GuestDisk));
        Neighbour = new("neighbour", transcript => session.MakeTenantAsync(Names.Unique("neighbour"), transcript, _foundation));
        Parts = new("kernel and ramdisk", async transcript => await BootableImages.UploadPartsAsync(session.Stack, new Operations(
            session.Images(transcript), session.Compute(transcript), _foundation, BootableImages.Whole(session.Stack.GuestFormat))));
        GuestImage = new("guest image", async transcript => await Steps(session, transcript, _foundation).UploadGuestAsync(
            Names.Unique("guest"), await Guest.LoadAsync(session.Stack.File("guest"), boots)));
        Data = new("data", async transcript =>
        {
            var bytes = RandomNumberGenerator.GetBytes(StoredData.Length);
            return new StoredData(await Steps(session, transcript, _foundation).UploadImageAsync(Names.Unique("data"), bytes), bytes);
        });
        Listed = new("listed images", async transcript => await ListedImages.MakeAsync(Steps(session, transcript, _foundation)));
        Server = Story("server", async (_, steps, _) =>
        {
            var image = await GuestImage.GetAsync();
            var flavor = await Flavor.GetAsync();
            var (server, request) = await steps.BootAsync(Names.Unique("server"), image.Id, flavor);
            var console = session.Stack.Capabilities.Contains("console") ? await steps.WaitForConsoleAsync(server.Id) : null;
            return new BootedServer(server, image, flavor, console, boots + 1, request);
        });
        Snapshot = Story("snapshot", async (_, steps, _) => await steps.SnapshotAsync(
            (await Server.GetAsync()).Server.Id, Names.Unique("snapshot"), (JsonObject)SnapshotMetadata.DeepClone()));
        LongLife = Story("long life", async (transcript, steps, _) => await Stories.LongLife.LiveAsync(
            session.Stack, session.Images(transcript), steps, await Flavor.GetAsync()));
        VhdLife = Story("life of a VHD", async (transcript, steps, _) => await Stories.DiskLife.LiveAsync(
            session.Stack, session.Images(transcript), steps, await Flavor.GetAsync(), "guest", "vhd", []));
        VhdxLife = Story("life of a VHDX", async (transcript, steps, _) => await Stories.DiskLife.LiveAsync(
            session.Stack, session.Images(transcript), steps, await Flavor.GetAsync(), "guest-generation-2", "vhdx", GenerationTwo));
        XenLife = Story("life of a paravirtual guest", async (transcript, steps, _) => await Stories.DiskLife.LiveAsync(
            session.Stack, session.Images(transcript), steps, await Flavor.GetAsync(), "guest", "ami", []));
        RawLife = Story("life of a disk without a format", async (transcript, steps, _) => await Stories.DiskLife.LiveAsync(
            session.Stack, session.Images(transcript), steps, await Flavor.GetAsync(), "guest", "raw", []));
        DisguisedDisks = Story("disks that their guests disguise", async (transcript, steps, _) => await Stories.DisguisedDisks.LiveAsync(
            session.Stack, session.Images(transcript), steps, await Flavor.GetAsync()));
        LateOffload = Story("shelved servers that stay", async (transcript, steps, owned) => await Stories.LateOffload.LiveAsync(
            session, transcript, owned, steps, await Flavor.GetAsync()));
        LentServer = Story("lent server", async (transcript, steps, owned) => await Stories.LentServer.LendAsync(
            session.Stack, session.Images(transcript), owned, steps,
            session.Meet(await Neighbour.GetAsync(), transcript, owned), await Flavor.GetAsync()));
        FailedSnapshots = Story("failed snapshots", async (transcript, steps, owned) => await Stories.FailedSnapshots.FailAsync(
            session.Stack, session.Images(transcript), session.Compute(transcript), owned, steps,
            await GuestImage.GetAsync(), await Flavor.GetAsync()));
        VolumeBacked = Told("volume-backed servers", Stories.VolumeBacked.LiveAsync);
        DisturbedBoots = Story("servers whose images' downloads are disturbed", async (transcript, steps, _) => await Stories.DisturbedBoot.BootAllAsync(
            session.Stack, session.Faults(transcript), session.Images(transcript), steps, await Flavor.GetAsync()));
        DisturbedSnapshots = Story("snapshots whose upload is disturbed", async (transcript, steps, _) => await Stories.DisturbedSnapshot.SnapshotAllAsync(
            session.Faults(transcript), steps, await GuestImage.GetAsync(), await Flavor.GetAsync()));

        DeletedServers = Story("deleted servers", async (transcript, steps, owned) => await Stories.DeletedServers.LiveAsync(
            session, transcript, owned, steps, await Flavor.GetAsync(), Stories.DeletedServers.Shelved));
        MoreDeletedServers = Story("more deleted servers", async (transcript, steps, owned) => await Stories.DeletedServers.LiveAsync(
            session, transcript, owned, steps, await Flavor.GetAsync(),
            Stories.DeletedServers.Paused, Stories.DeletedServers.Suspended, Stories.DeletedServers.Stopped, Stories.DeletedServers.Rescued,
            Stories.DeletedServers.Resized,
            Stories.DeletedServers.Building, Stories.DeletedServers.Rebuilding, Stories.DeletedServers.WhileShelving,
            Stories.DeletedServers.ShelvedForAdministrator));
        UnsafeImages = Story("unsafe images", async (transcript, _, owned) => await Stories.UnsafeImages.RefuseAsync(
            session, transcript, owned, await Flavor.GetAsync(), UnsafeDisks.All));
        UnsafeRebuilds = Story("unsafe rebuilds", async (transcript, _, owned) => await Stories.UnsafeRebuilds.RefuseAsync(
            session, transcript, owned, await Flavor.GetAsync(), UnsafeDisks.Kinds));
        MoreUnsafeRebuilds = Story("more unsafe rebuilds", async (transcript, _, owned) => await Stories.UnsafeRebuilds.RefuseAsync(
            session, transcript, owned, await Flavor.GetAsync(), UnsafeDisks.Forms));
        VolumeSnapshots = Told("snapshots of servers on volumes", Stories.VolumeSnapshots.LiveAsync);
        DisownedClone = Story("clone that Glance does not take", async (transcript, steps, owned) => await Stories.DisownedClone.LiveAsync(
            session, transcript, owned, steps, await Flavor.GetAsync()));
        VolumeOrigins = Told("servers on volumes of every origin", Stories.VolumeOrigins.LiveAsync);
        VolumeLife = Story("life of a server on a volume", async (transcript, steps, owned) => await Stories.VolumeLife.LiveAsync(
            session, transcript, owned, steps, await Flavor.GetAsync()));
        VolumeRefusals = Told("volumes that no server is booted from", Stories.VolumeRefusals.AskAsync);
        UnsafeVolumes = Told("images that no volume is made of", Stories.UnsafeVolumes.AskAsync);
        CloneFormat = Told("clones that hold nothing fast", Stories.CloneFormat.LiveAsync);
        DeletedDisks = Story("servers whose disks are deleted", async (transcript, steps, owned) => await Stories.DeletedDisks.DeleteAsync(
            session, transcript, owned, steps, await Flavor.GetAsync()));

        Shared<T> Told<T>(string name, Func<StackSession, Transcript, CleanUp, string, Task<T>> live) =>
            Story(name, async (transcript, _, owned) => await live(session, transcript, owned, await Flavor.GetAsync()));

        Shared<T> Story<T>(string name, Func<Transcript, Operations, CleanUp, Task<T>> live) => new(name, transcript =>
        {
            var owned = session.CleanUp(new Transcript($"removal of shared {name}"));
            _stories.Add(owned);
            return live(transcript, Steps(session, transcript, owned), owned);
        });
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

    /// <summary>Images that lists are made of; tests read them, and nothing else.</summary>
    public Shared<ListedImages> Listed { get; }

    /// <summary>An image whose bytes are known; tests read it, and nothing else.</summary>
    public Shared<StoredData> Data { get; }

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

    /// <summary>What a disk that is a file without a format went through from Glance to the hypervisor and back.</summary>
    public Shared<Stories.DiskLife> RawLife { get; }

    /// <summary>What came of a disk that its guest made look like another.</summary>
    public Shared<Stories.DisguisedDisks> DisguisedDisks { get; }

    /// <summary>What became of a server that was shelved and stayed on its host.</summary>
    public Shared<Stories.LateOffload> LateOffload { get; }

    /// <summary>What a server left that an administrator snapshot and shelved.</summary>
    public Shared<Stories.LentServer> LentServer { get; }

    /// <summary>What a server left whose snapshots came to nothing.</summary>
    public Shared<Stories.FailedSnapshots> FailedSnapshots { get; }

    /// <summary>What servers left that were deleted when they were shelved.</summary>
    public Shared<Stories.DeletedServers> DeletedServers { get; }

    /// <summary>What servers left that were deleted in other states, or in the middle of something.</summary>
    public Shared<Stories.DeletedServers> MoreDeletedServers { get; }

    /// <summary>What became of servers from every unsafe disk.</summary>
    public Shared<Stories.UnsafeImages> UnsafeImages { get; }

    /// <summary>What became of a server that was to be rebuilt with an unsafe disk of each kind.</summary>
    public Shared<Stories.UnsafeRebuilds> UnsafeRebuilds { get; }

    /// <summary>The same for every other form.</summary>
    public Shared<Stories.UnsafeRebuilds> MoreUnsafeRebuilds { get; }

    /// <summary>What servers left whose disks are volumes.</summary>
    public Shared<Stories.VolumeBacked> VolumeBacked { get; }

    /// <summary>What became of servers whose images' downloads were disturbed, by the name of what was done.</summary>
    public Shared<IReadOnlyDictionary<string, Stories.DisturbedBoot>> DisturbedBoots { get; }

    /// <summary>What became of snapshots whose upload was disturbed, by the name of what was done, and of the one after them.</summary>
    public Shared<(IReadOnlyDictionary<string, Stories.DisturbedSnapshot> Disturbed, Image Last)> DisturbedSnapshots { get; }

    /// <summary>Images that were made of a server on volumes, and those that quotas refused.</summary>
    public Shared<Stories.VolumeSnapshots> VolumeSnapshots { get; }

    /// <summary>Images that were made of servers on volumes of every origin, and what became of them.</summary>
    public Shared<Stories.VolumeOrigins> VolumeOrigins { get; }

    /// <summary>What a snapshot left whose image was given away while it was made.</summary>
    public Shared<Stories.DisownedClone> DisownedClone { get; }

    /// <summary>What a server on a volume went through.</summary>
    public Shared<Stories.VolumeLife> VolumeLife { get; }

    /// <summary>Servers on volumes that were refused.</summary>
    public Shared<Stories.VolumeRefusals> VolumeRefusals { get; }

    /// <summary>Volumes of images that were refused for what is in them.</summary>
    public Shared<Stories.UnsafeVolumes> UnsafeVolumes { get; }

    /// <summary>What went on without what it was a clone of.</summary>
    public Shared<Stories.CloneFormat> CloneFormat { get; }

    /// <summary>What servers left in the cluster that were deleted in every state.</summary>
    public Shared<Stories.DeletedDisks> DeletedDisks { get; }

    /// <exception cref="AggregateException">Something could not be removed.</exception>
    public Task RemoveAsync() => CleanUp.RunAsync(_stories, [_foundation]);

    private static Operations Steps(StackSession session, Transcript transcript, CleanUp owned) =>
        new(session.Images(transcript), session.Compute(transcript), owned, session.Bootable);
}
