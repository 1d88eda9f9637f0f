using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>
/// An ordinary user asks for servers on volumes that Nova refuses at once, because of what a volume says of the image that it is made from, because of what the
/// image says, or because the disks make no sense; and for servers that a quota of Cinder's, or a flavor without a disk, decides about.
/// </summary>
/// <param name="OfVolume">Nova's answers, by what the volume said of its image.</param>
/// <param name="OfImage">Nova's answers, by what the image said that a volume was to be made of.</param>
/// <param name="NotBootable">Nova's answer for a volume that cannot be booted from.</param>
/// <param name="TooSmall">Cinder's answer to a volume smaller than its image's <c>min_disk</c>.</param>
/// <param name="Senseless">Nova's answers, by what was wrong with the disks.</param>
/// <param name="ServersLeft">Servers that these requests made.</param>
/// <param name="VolumeAfterwards">The volume when it had been refused so often.</param>
/// <param name="OverQuota">The server whose second volume the quota of volumes refused.</param>
/// <param name="SnapshotOfFailed">Nova's answer to <c>createImage</c> of it.</param>
/// <param name="LeftOverQuota">Volumes that were there when it was deleted, besides the one that was there before.</param>
/// <param name="ImageWithoutDisk">Nova's answer to a server of an image with a flavor without a disk.</param>
/// <param name="VolumeWithoutDisk">A server on a volume with such a flavor.</param>
internal sealed record VolumeRefusals(
    IReadOnlyDictionary<string, ApiAnswer> OfVolume, IReadOnlyDictionary<string, ApiAnswer> OfImage, ApiAnswer NotBootable, ApiAnswer TooSmall,
    IReadOnlyDictionary<string, ApiAnswer> Senseless, IReadOnlyList<string> ServersLeft, JsonObject VolumeAfterwards, Server OverQuota,
    ApiAnswer SnapshotOfFailed, IReadOnlyList<string> LeftOverQuota, ApiAnswer ImageWithoutDisk, Server VolumeWithoutDisk)
{
    /// <summary>More than any flavor here has, in MiB.</summary>
    public const int Memory = 99999;

    private const string Unknown = "6a3fd0a2-2c0b-4d6e-8f7a-555555555555";

    /// <summary>One property of each type that Nova knows (nova objects/image_meta.py), with a value that it does not take; and the attribute that it compares.</summary>
    private static readonly (string Name, string Value)[] Metadata =
    [
        ("hw_disk_bus", "nonsense"),
        ("hw_cpu_cores", "two"),
        ("img_hv_requested_version", ">"),
        ("hw_video_model", "nonsense"),
        ("img_config_drive", "maybe"),
        ("hw_architecture", "abacus"),
        ("hw_rescue_device", "nonsense"),
        ("img_hv_type", "nonsense"),
        ("hw_vm_mode", "nonsense"),
        ("hw_cpu_policy", "nonsense"),
        ("os_secure_boot", "nonsense"),
        ("min_ram", "99999"),
    ];

    public static async Task<VolumeRefusals> AskAsync(StackSession session, Transcript transcript, CleanUp owned, string flavor)
    {
        var owner = await VolumeOwner.MeetAsync(session, transcript, owned, "volume-refusals");
        var guest = await Guest.LoadAsync(session.Stack.File("guest"), 1);
        var image = await owner.Steps.UploadGuestAsync(Names.Unique("source"), guest);
        var images = await Task.WhenAll(new JsonObject[]
        {
            new() { ["min_disk"] = 2 },
            new() { ["min_ram"] = Memory },
            new() { ["hw_disk_bus"] = "nonsense" },
        }.Select(attributes => owner.Steps.UploadGuestAsync(Names.Unique(attributes.Single().Key), guest, attributes)));
        owner.OwnVolumes();
        var volume = await owner.VolumeSteps.CreateFromImageAsync(Names.Unique("refused"), image.Id);
        var id = volume["id"]!.GetValue<string>();
        var names = new List<string>();
        var quota = ExceedAsync(owner, image.Id, flavor);

        var ofVolume = new Dictionary<string, ApiAnswer>();
        foreach (var (property, value) in Metadata)
        {
            (await owner.Volumes.SetImageMetadataAsync(id, new() { [property] = value })).Expect(200);
            ofVolume[property] = await AskAsync(BlockDevices.OfVolume(id));
            (await owner.Volumes.UnsetImageMetadataAsync(id, property)).Expect(200);
        }

        (await owner.Volumes.SetBootableAsync(id, false)).Expect(200);
        var notBootable = await AskAsync(BlockDevices.OfVolume(id));
        (await owner.Volumes.SetBootableAsync(id, true)).Expect(200);
        var ofImage = new Dictionary<string, ApiAnswer>();
        foreach (var (name, with) in new[] { "min_disk", "min_ram", "hw_disk_bus" }.Zip(images))
        {
            ofImage[name] = await AskAsync(BlockDevices.OfImage(with.Id));
        }

        var tooSmall = await owner.Volumes.CreateAsync(new() { ["name"] = Names.Unique("small"), ["size"] = 1, ["imageRef"] = images[0].Id });
        var (unsized, second) = (BlockDevices.OfImage(image.Id), BlockDevices.OfImage(image.Id));
        unsized.Remove("volume_size");
        second["boot_index"] = 1;
        var senseless = new Dictionary<string, ApiAnswer>
        {
            ["unknown image"] = await AskAsync(BlockDevices.OfImage(Unknown)),
            ["unknown volume"] = await AskAsync(BlockDevices.OfVolume(Unknown)),
            ["unknown snapshot"] = await AskAsync(BlockDevices.OfSnapshot(Unknown)),
            ["volume of an image without a size"] = await AskAsync(unsized),
            ["nothing to boot from first"] = await AskAsync(second),
            ["two to boot from first"] = await AskAsync(BlockDevices.OfImage(image.Id), BlockDevices.OfVolume(id)),
        };

        var left = (await Task.WhenAll(names.Select(session.Compute(transcript).ListServersAsync)))
            .SelectMany(list => list.Expect(200).Member<JsonArray>("servers")).Select(server => server!.ToJsonString()).ToArray();
        var (overQuota, snapshot, leftOverQuota, withoutDisk, onVolume) = await quota;
        return new VolumeRefusals(
            ofVolume, ofImage, notBootable, tooSmall, senseless, left, await owner.VolumeSteps.ShowAsync(id), overQuota, snapshot,
            [.. leftOverQuota.Where(one => one != id)], withoutDisk, onVolume);

        Task<ApiAnswer> AskAsync(params JsonObject[] devices)
        {
            names.Add(Names.Unique("refused"));
            return owner.Steps.AskForServerAsync(names[^1], flavor, null, devices);
        }

        async Task<(Server, ApiAnswer, IReadOnlyList<string>, ApiAnswer, Server)> ExceedAsync(VolumeOwner user, string source, string withDisk)
        {
            var diskless = Names.Unique("diskless");
            user.Owned.Flavor(diskless);
            (await session.Compute(transcript).CreateFlavorAsync(diskless, session.Stack.GuestMemory, 0)).Expect(200);
            var ofImageAlone = await user.Steps.AskForServerAsync(Names.Unique("diskless"), diskless, source);
            var onVolume = await user.Steps.BootWithAsync(Names.Unique("diskless"), diskless, null, BlockDevices.OfImage(source));
            await user.Steps.DeleteServerAsync(onVolume.Id);

            await user.LimitAsync(new() { ["volumes"] = (await user.WhatIsLeftOfAsync(_ => true)).Count + 1 });
            var server = await user.Steps.BootInVainWithAsync(Names.Unique("quota"), withDisk, BlockDevices.OfImage(source), BlockDevices.Blank());
            var snapshotName = Names.Unique("in-vain");
            user.Owned.Images(snapshotName);
            var snapshot = await user.User.Compute.CreateImageAsync(server.Id, snapshotName, []);
            await user.Steps.DeleteServerAsync(server.Id);
            var left = await user.WhatIsLeftOfAsync(_ => true);
            return (server, snapshot, [.. left.Select(volume => volume["id"]!.GetValue<string>())], ofImageAlone, onVolume);
        }
    }
}
