using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Harness;

/// <summary>Steps with volumes. What they make belongs to a project whose volumes are registered for removal as a whole.</summary>
internal sealed class VolumeSteps(VolumeApi volumes, TimeProvider? time = null)
{
    /// <summary>Makes a volume of 1 GiB from an image and waits until it can be used.</summary>
    public async Task<JsonObject> CreateFromImageAsync(string name, string image) => await WaitUntilItIsAsync(await AskForAsync(name, image), "available");

    public async Task<JsonObject> ShowAsync(string id) => (await volumes.ShowAsync(id)).Expect(200).Member<JsonObject>("volume");

    /// <summary>Waits for a volume's status.</summary>
    public Task<JsonObject> WaitUntilItIsAsync(string id, string wanted) => Eventually.ReachAsync(
        $"volume {id} is {wanted}",
        Eventually.Deadline,
        () => ShowAsync(id),
        volume => Status(volume) == wanted,
        volume => Status(volume).StartsWith("error", StringComparison.Ordinal) ? $"it is {Status(volume)}" : null,
        Status,
        time);

    /// <summary>Asks for a volume of 1 GiB from an image that it should not be made of, and waits until Cinder has made it or given up.</summary>
    public async Task<JsonObject> TryToCreateFromImageAsync(string name, string image)
    {
        var id = await AskForAsync(name, image);
        return await Eventually.ReachAsync(
            $"volume {id} is made, or in error",
            Eventually.Deadline,
            () => ShowAsync(id),
            volume => Status(volume) is "error" or "available",
            _ => null,
            Status,
            time);
    }

    /// <summary>Makes a snapshot of a volume and waits until it can be used.</summary>
    public async Task<string> SnapshotAsync(string volume, string name) => (await WaitUntilSnapshotIsAsync(
        (await volumes.CreateSnapshotAsync(volume, name)).Expect(202).Member<JsonObject>("snapshot")["id"]!.GetValue<string>()))["id"]!.GetValue<string>();

    /// <summary>Waits until a snapshot can be used.</summary>
    public Task<JsonObject> WaitUntilSnapshotIsAsync(string id) => Eventually.ReachAsync(
        $"snapshot {id} of a volume is available",
        Eventually.Deadline,
        async () => (await volumes.ShowSnapshotAsync(id)).Expect(200).Member<JsonObject>("snapshot"),
        snapshot => Status(snapshot) == "available",
        snapshot => Status(snapshot).StartsWith("error", StringComparison.Ordinal) ? $"it is {Status(snapshot)}" : null,
        Status,
        time);

    /// <summary>The volumes of a server, by their ids, and whether each goes with it.</summary>
    public static IReadOnlyDictionary<string, bool> VolumesOf(Server server) =>
        (server.Raw["os-extended-volumes:volumes_attached"] as JsonArray ?? []).ToDictionary(
            volume => volume!["id"]!.GetValue<string>(), volume => volume!["delete_on_termination"]!.GetValue<bool>());

    /// <summary>The volumes of a server, as Cinder has them.</summary>
    public Task<JsonObject[]> ShowAllOfAsync(Server server) => Task.WhenAll(VolumesOf(server).Keys.Select(ShowAsync));

    /// <summary>The only volume of a server.</summary>
    public static string VolumeOf(Server server) =>
        (server.Raw["os-extended-volumes:volumes_attached"] as JsonArray ?? []) is [JsonObject only]
            ? only["id"]!.GetValue<string>()
            : throw new UnexpectedAnswerException($"server {server.Id} does not have one volume: {server.Raw.ToJsonString()}");

    private async Task<string> AskForAsync(string name, string image) =>
        (await volumes.CreateAsync(new JsonObject { ["name"] = name, ["size"] = 1, ["imageRef"] = image })).Expect(202).Member<JsonObject>("volume")["id"]!.GetValue<string>();

    private static string Status(JsonObject volume) => volume["status"]!.GetValue<string>();
}
