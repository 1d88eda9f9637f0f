using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Harness;

/// <summary>Steps with volumes. What they make belongs to a project whose volumes are registered for removal as a whole.</summary>
internal sealed class VolumeSteps(VolumeApi volumes, TimeProvider? time = null)
{
    /// <summary>Makes a volume of 1 GiB from an image and waits until it can be used.</summary>
    public async Task<JsonObject> CreateFromImageAsync(string name, string image)
    {
        var request = (await volumes.CreateAsync(new JsonObject { ["name"] = name, ["size"] = 1, ["imageRef"] = image })).Expect(202);
        return await WaitUntilItIsAsync(request.Member<JsonObject>("volume")["id"]!.GetValue<string>(), "available");
    }

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

    /// <summary>The only volume of a server.</summary>
    public static string VolumeOf(Server server) =>
        (server.Raw["os-extended-volumes:volumes_attached"] as JsonArray ?? []) is [JsonObject only]
            ? only["id"]!.GetValue<string>()
            : throw new UnexpectedAnswerException($"server {server.Id} does not have one volume: {server.Raw.ToJsonString()}");

    private static string Status(JsonObject volume) => volume["status"]!.GetValue<string>();
}
