using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>A volume that must not be made of an image, and what became of it.</summary>
/// <param name="Volume">The volume, as Cinder had it.</param>
/// <param name="Left">What the cluster had of it when it was deleted.</param>
/// <param name="ImageDeletion">What Glance said then to the deletion of the image.</param>
internal sealed record RefusedVolume(JsonObject Volume, IReadOnlyList<string> Left, ApiAnswer ImageDeletion);

/// <summary>An ordinary user makes volumes of images whose content is not what it is said to be, or leads to a file of Cinder's own host; and of one that is all right.</summary>
/// <param name="Refused">The volumes that could not be made, by what was wrong.</param>
/// <param name="Server">A server that was to be booted from such an image.</param>
/// <param name="VolumesLeft">Volumes of the project when all that was deleted.</param>
/// <param name="Unpacked">A volume made of an image that has to be unpacked.</param>
/// <param name="UnpackedConsole">What the guest on it said.</param>
internal sealed record UnsafeVolumes(
    IReadOnlyDictionary<string, RefusedVolume> Refused, Server Server, IReadOnlyList<JsonObject> VolumesLeft, JsonObject Unpacked, string UnpackedConsole)
{
    /// <summary>A file that every host has.</summary>
    private const string HostFile = "/etc/passwd";

    private const string HostExtent = "RW 2048 FLAT \"/etc/passwd\" 0";
    private const string Flat = "monolithicFlat";
    private const int Small = 1 << 20;

    /// <summary>What the guest's counter stands at in the image.</summary>
    public const int Boots = 4;

    private static readonly byte[] OnBackingFile = Qcow2.Empty(Small, HostFile);
    private static readonly byte[] WithDataFile = Qcow2.EmptyOfVersion3(Small, Qcow2.ExternalDataFile, HostFile);
    private static readonly byte[] OnFlatExtent = Vmdk.Descriptor(Flat, HostExtent);

    private static readonly (string What, string Format, byte[] Data)[] Images =
    [
        ("backing file", "qcow2", OnBackingFile),
        ("data file", "qcow2", WithDataFile),
        ("flat extent", "vmdk", OnFlatExtent),
        ("flat extent in a whole file", "vmdk", Vmdk.Sparse(0, Flat, HostExtent)),
        ("flat extent said to be qcow2", "qcow2", OnFlatExtent),
        ("backing file said to be iso", "iso", OnBackingFile),
        ("data file said to be vmdk", "vmdk", WithDataFile),
        ("no disk at all", "qcow2", new byte[4096]),
    ];

    public static async Task<UnsafeVolumes> AskAsync(StackSession session, Transcript transcript, CleanUp owned, string flavor)
    {
        var owner = await VolumeOwner.MeetAsync(session, transcript, owned, "unsafe-volumes");
        var images = await Task.WhenAll(Images.Append(("server", "qcow2", WithDataFile)).Select(image =>
            owner.Steps.UploadImageAsync(Names.Unique("unsafe"), image.Item3, new() { ["disk_format"] = image.Item2 })));
        var disk = await Guest.LoadAsync(session.Stack.File("guest"), Boots);
        var whole = await owner.Steps.UploadImageAsync(Names.Unique("whole"), Qcow2.Of(disk), new() { ["disk_format"] = "qcow2" });
        owner.OwnVolumes();

        var booting = owner.Steps.BootInVainWithAsync(Names.Unique("unsafe"), flavor, BlockDevices.OfImage(images[^1].Id));
        var refused = await Task.WhenAll(Images.Zip(images).Select(async pair => (pair.First.What, await RefuseAsync(owner, pair.Second))));
        var server = await booting;
        await owner.Steps.DeleteServerAsync(server.Id);
        var left = await owner.ListVolumesAsync();

        var volume = await owner.VolumeSteps.CreateFromImageAsync(Names.Unique("unpacked"), whole.Id);
        var unpacked = await owner.Steps.BootWithAsync(Names.Unique("unpacked"), flavor, null, BlockDevices.OfVolume(volume["id"]!.GetValue<string>()));
        var console = await owner.Steps.WaitForConsoleAsync(unpacked.Id);
        await owner.Steps.DeleteServerAsync(unpacked.Id);
        return new UnsafeVolumes(refused.ToDictionary(one => one.What, one => one.Item2), server, left, volume, console);
    }

    private static async Task<RefusedVolume> RefuseAsync(VolumeOwner owner, Image image)
    {
        var volume = await owner.VolumeSteps.TryToCreateFromImageAsync(image.Name, image.Id);
        var id = volume["id"]!.GetValue<string>();
        await new VolumeCleanUp(owner.Volumes).RemoveVolumeAsync(id);
        var left = (await owner.Rbd.ListAsync("volumes")).Where(name => name.Contains(id, StringComparison.Ordinal)).ToArray();
        return new RefusedVolume(volume, left, await owner.User.Images.DeleteAsync(image.Id));
    }
}
