using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;

namespace GlanceGate.TopDown.Harness;

/// <summary>Removes volumes and their snapshots, in the order in which they depend on each other, and waits until they are gone.</summary>
internal sealed class VolumeCleanUp(VolumeApi volumes, TimeProvider? time = null)
{
    /// <summary>Everything of one project.</summary>
    /// <exception cref="WaitFailedException">Something is still there.</exception>
    public async Task RemoveAsync(string project)
    {
        var all = Ids(await volumes.ListOfProjectAsync(project), "volumes");
        var snapshots = new Dictionary<string, string[]>();
        foreach (var volume in all)
        {
            snapshots[volume] = Ids(await volumes.ListSnapshotsAsync(volume), "snapshots");
        }

        // A snapshot stays while a volume is made of it, and a volume while it has snapshots: those without go first.
        foreach (var volume in all.OrderBy(volume => snapshots[volume].Length))
        {
            foreach (var snapshot in snapshots[volume])
            {
                await RemoveSnapshotAsync(snapshot);
            }

            await RemoveVolumeAsync(volume);
        }
    }

    public async Task RemoveVolumeAsync(string id)
    {
        (await volumes.DeleteAsync(id)).Expect(202, 404);
        await WaitUntilGoneAsync($"volume {id}", () => volumes.ShowAsync(id), "volume");
    }

    public async Task RemoveSnapshotAsync(string id)
    {
        (await volumes.DeleteSnapshotAsync(id)).Expect(202, 404);
        await WaitUntilGoneAsync($"snapshot {id} of a volume", () => volumes.ShowSnapshotAsync(id), "snapshot");
    }

    private Task<Connection.ApiAnswer> WaitUntilGoneAsync(string what, Func<Task<Connection.ApiAnswer>> show, string member) => Eventually.ReachAsync(
        $"{what} is gone",
        Eventually.Deadline,
        show,
        answer => answer.Status == 404,
        answer => Status(answer, member) is var status && status is "error_deleting" or "available" ? $"its deletion failed: it is {status}" : null,
        answer => Status(answer, member),
        time);

    private static string Status(Connection.ApiAnswer answer, string member) =>
        answer.Expect(200).Member<JsonObject>(member)["status"]!.GetValue<string>();

    private static string[] Ids(Connection.ApiAnswer list, string member) =>
        [.. list.Expect(200).Member<JsonArray>(member).Select(item => item!["id"]!.GetValue<string>())];
}
