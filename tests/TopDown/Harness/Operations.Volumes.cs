using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Harness;

/// <content>What is done to servers whose disks are named one by one.</content>
internal sealed partial class Operations
{
    /// <summary>Asks for a server with these disks, as <see cref="BlockDevices"/> describes them; what comes of it is the caller's to see.</summary>
    /// <param name="name">A unique name.</param>
    /// <param name="flavor">The flavor's id.</param>
    /// <param name="image">The image that the server is of, or null for one of volumes alone.</param>
    /// <param name="devices">The disks.</param>
    public Task<ApiAnswer> AskForServerAsync(string name, string flavor, string? image, params JsonObject[] devices)
    {
        owned.Servers(name);
        var server = new JsonObject { ["name"] = name, ["flavorRef"] = flavor };
        if (image is not null)
        {
            server["imageRef"] = image;
        }

        if (devices.Length > 0)
        {
            server["block_device_mapping_v2"] = new JsonArray([.. devices]);
        }

        return compute.CreateServerAsync(server, ComputeApi.TaggedDevices);
    }

    /// <summary>Boots a server with these disks and waits until it is ACTIVE.</summary>
    public async Task<Server> BootWithAsync(string name, string flavor, string? image, params JsonObject[] devices) =>
        await WaitUntilServerIsActiveAsync(IdOf(await AskForServerAsync(name, flavor, image, devices)));

    /// <summary>Asks for a server that Nova takes on and cannot build, and waits until it has given up.</summary>
    public async Task<Server> BootInVainWithAsync(string name, string flavor, params JsonObject[] devices) => await WaitUntilServerHasBecomeAsync(
        IdOf(await AskForServerAsync(name, flavor, null, devices)), "in ERROR and idle", state => state is { Status: "ERROR", TaskState: null });

    /// <summary>Boots a server from an image beside its disk, and waits until it runs there.</summary>
    public async Task<Server> RescueAsync(string server, string image, string version = ComputeApi.WithoutNetworks)
    {
        (await compute.RescueAsync(server, image, version)).Expect(200);
        return await WaitUntilServerHasBecomeAsync(server, "RESCUE and idle", state => state is { Status: "RESCUE", TaskState: null });
    }
}
