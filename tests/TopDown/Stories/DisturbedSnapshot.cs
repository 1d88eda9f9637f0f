using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>A snapshot of a server whose upload was disturbed.</summary>
/// <param name="Told">What Glance, or the proxy for it, told the compute host each time it sent the data; null where the connection broke first.</param>
/// <param name="Image">The image when Nova was done, or null where it had removed it.</param>
/// <param name="Server">The server then.</param>
internal sealed record DisturbedSnapshot(int?[] Told, Image? Image, Server Server)
{
    private const int InTheMiddle = 70_000;

    /// <summary>What is done to each upload, by a short name.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Faults { get; } = new Dictionary<string, JsonObject>
    {
        ["too large, in the middle"] = new() { ["kind"] = "answer", ["status"] = 413, ["after"] = InTheMiddle },
        ["unavailable"] = new() { ["kind"] = "answer", ["status"] = 503 },
        ["unauthorized, in the middle"] = new() { ["kind"] = "answer", ["status"] = 401, ["after"] = InTheMiddle },
        ["broken off"] = new() { ["kind"] = "refuse", ["after"] = InTheMiddle },
    };

    /// <summary>One after the other, of one server, and one that is not disturbed at the end.</summary>
    public static async Task<(IReadOnlyDictionary<string, DisturbedSnapshot> Disturbed, Image Last)> SnapshotAllAsync(
        ImageFaults faults, Operations steps, Image guest, string flavor)
    {
        var (server, _) = await steps.BootAsync(Names.Unique("disturbed"), guest.Id, flavor);
        var all = new Dictionary<string, DisturbedSnapshot>();
        foreach (var (name, fault) in Faults)
        {
            // Before there is an image, so that the upload cannot come first; nobody else uploads by this way.
            var ((left, idle), told) = await faults.WhileAsync("PUT", ImageFaults.Data, fault, null, () => steps.TrySnapshotAsync(server.Id, Names.Unique("disturbed")));
            all.Add(name, new DisturbedSnapshot(told, left, idle));
        }

        var last = await steps.SnapshotAsync(server.Id, Names.Unique("undisturbed"), []);
        await steps.DeleteServerAsync(server.Id);
        return (all, last.Image);
    }
}
