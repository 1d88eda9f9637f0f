using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>A server whose image's download was disturbed, and another one of the same image when it was not any more.</summary>
/// <param name="Told">What Glance, or the proxy for it, told the compute host each time it asked for the data; null where the connection broke first.</param>
/// <param name="First">The server, when Nova was done with it.</param>
/// <param name="Second">The other server, when Nova was done with it.</param>
/// <param name="Console">What the other one's guest said, or null where it did not come up.</param>
/// <param name="Deletion">What Glance said to the deletion of the image when both were gone.</param>
/// <param name="Boots">How often the guest has booted when it boots from the image's own data.</param>
internal sealed record DisturbedBoot(int?[] Told, Server First, Server Second, string? Console, ApiAnswer Deletion, int Boots)
{
    /// <summary>A project may have ten servers.</summary>
    private const int SideBySide = 5;

    /// <summary>What is done to the download, by a short name: the fault, and to how many requests; null is every one.</summary>
    public static IReadOnlyDictionary<string, (JsonObject Fault, int? Times)> Faults { get; } = new Dictionary<string, (JsonObject, int?)>
    {
        ["unavailable once"] = (Answer(503), 1),
        ["unavailable"] = (Answer(503), null),
        ["unauthorized"] = (Answer(401), null),
        ["gone"] = (Answer(404), null),
        ["stalled"] = (At("stall", "after", 5), 1),
        ["reset once"] = (At("reset", "after"), 1),
        ["reset"] = (At("reset", "after"), null),
        ["cut short"] = (At("cut", "after"), null),
        ["corrupt once"] = (At("flip", "at"), 1),
        ["corrupt"] = (At("flip", "at"), null),
    };

    private static JsonObject Answer(int status) => new() { ["kind"] = "answer", ["status"] = status };

    // In the guest's code, which its boot does not read: what Nova makes of it is to be seen, not what the guest does.
    private static JsonObject At(string kind, string place, int? seconds = null)
    {
        var fault = new JsonObject { ["kind"] = kind, [place] = 70_000 };
        if (seconds is { } some)
        {
            fault["seconds"] = some;
        }

        return fault;
    }

    /// <summary>All of them, some side by side.</summary>
    public static async Task<IReadOnlyDictionary<string, DisturbedBoot>> BootAllAsync(
        StackDescription stack, ImageFaults faults, ImageApi images, Operations steps, string flavor)
    {
        var all = new Dictionary<string, DisturbedBoot>();
        foreach (var some in Faults.Chunk(SideBySide))
        {
            var boots = await Task.WhenAll(some.Select(item => BootAsync(stack, faults, images, steps, flavor, item.Value.Fault, item.Value.Times)));
            foreach (var (item, boot) in some.Zip(boots))
            {
                all.Add(item.Key, boot);
            }
        }

        return all;
    }

    private static async Task<DisturbedBoot> BootAsync(
        StackDescription stack, ImageFaults faults, ImageApi images, Operations steps, string flavor, JsonObject fault, int? times)
    {
        const int Boots = 3;
        var image = await steps.UploadGuestAsync(Names.Unique("disturbed"), await Guest.LoadAsync(stack.File("guest"), Boots));
        var name = Names.Unique("disturbed");
        var (first, told) = await faults.WhileAsync("GET", ImageFaults.DataOf(image.Id), fault, times, () => steps.TryBootAsync(name, image.Id, flavor));
        await steps.DeleteServerAsync(first.Id);

        var second = await steps.TryBootAsync($"{name}-2", image.Id, flavor);
        var console = second.Status == "ACTIVE" ? await steps.WaitForConsoleAsync(second.Id) : null;
        await steps.DeleteServerAsync(second.Id);
        return new DisturbedBoot(told, first, second, console, await images.DeleteAsync(image.Id), Boots + 1);
    }
}
