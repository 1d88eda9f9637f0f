using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Stories;

/// <summary>A server that is gone.</summary>
/// <param name="Before">The server when it was deleted, or a little before.</param>
/// <param name="Taken">What it took from hosts then.</param>
/// <param name="Images">The images of its shelving that are left; every other one of its project is among those of the story.</param>
internal sealed record DeletedServer(Server Before, JsonObject Taken, IReadOnlyList<Image> Images);

/// <summary>A shelving whose image was deleted while it was being made.</summary>
/// <param name="Server">The server when it was idle again.</param>
/// <param name="Images">The images of the shelving that are left.</param>
internal sealed record FailedShelving(Server Server, IReadOnlyList<Image> Images);

/// <summary>
/// Servers of a project of their own, side by side, each brought into one state and deleted in it. When the story ends, what they
/// took from their hosts has been given back, which was waited for.
/// </summary>
/// <param name="Of">The servers by their state.</param>
/// <param name="Shelving">A shelving that failed, of the server that was shelved afterwards; null where no server was to be shelved.</param>
/// <param name="Images">The project's images besides the servers' own and those of their shelving.</param>
/// <param name="Used">What the project is said to use of its quotas.</param>
/// <param name="Taken">What the project takes from hosts.</param>
/// <param name="Deletion">What Glance said to the deletion of the servers' image.</param>
internal sealed record DeletedServers(
    IReadOnlyDictionary<string, DeletedServer> Of, FailedShelving? Shelving, IReadOnlyList<Image> Images, JsonObject Used, JsonObject Taken,
    ApiAnswer Deletion)
{
    public const string Shelved = "shelved";
    public const string ShelvedForAdministrator = "shelved, for an administrator";
    public const string WhileShelving = "being shelved";
    public const string Suspended = "suspended";
    public const string Paused = "paused";
    public const string Stopped = "stopped";
    public const string Rescued = "rescued";
    public const string Resized = "resized, and not yet confirmed";
    public const string Building = "being built";
    public const string Rebuilding = "being rebuilt";

    public static async Task<DeletedServers> LiveAsync(
        StackSession session, Transcript transcript, CleanUp owned, Operations admin, string flavor, params string[] states)
    {
        var name = Names.Unique("deleted");
        var owner = session.Meet(await session.MakeTenantAsync(name, transcript, owned), transcript, owned);
        var image = await owner.Steps.UploadGuestAsync(name, await Guest.LoadAsync(session.Stack.File("guest"), 1));

        FailedShelving? failed = null;
        var gone = await Task.WhenAll(states.Select(async (state, number) =>
        {
            var server = $"{name}-{number}";
            owned.Images(Operations.ShelvedName(server));
            var id = await BeginAsync(owned, owner, server, image.Id, flavor, state);
            if (state == Shelved)
            {
                failed = await FailShelvingAsync(admin, owner, id, server);
            }

            var before = state == Resized
                ? await owner.Steps.ResizeAsync(id, await admin.CreateFlavorAsync(server, 2 * session.Stack.GuestMemory, session.Stack.GuestDisk))
                : await BringAsync(admin, owner.Steps, owner.Compute, id, server, image.Id, state);
            var placement = session.Placement(transcript);
            var taken = await placement.AllocationsAsync(id);
            (await (state == ShelvedForAdministrator ? session.Compute(transcript) : owner.Compute).DeleteServerAsync(id)).Expect(204);
            await owner.Steps.WaitUntilServerIsGoneAsync(id);
            await WaitUntilGivenBackAsync(placement, id);
            return (state, Server: new DeletedServer(before, taken, await admin.ListImagesAsync(Operations.ShelvedName(server))));
        }));

        var used = (await owner.Compute.LimitsAsync()).Expect(200).Member<JsonObject>("limits")["absolute"]!.AsObject();
        var others = Pages.Images((await session.Images(transcript).ListAsync($"visibility=all&owner={owner.ProjectId}")).Expect(200)).Select(Image.Of)
            .Where(other => other.Id != image.Id && gone.All(server => server.Server.Images.All(left => left.Id != other.Id)));
        return new DeletedServers(
            gone.ToDictionary(server => server.state, server => server.Server), failed, [.. others], used,
            await session.Placement(transcript).UsagesAsync(owner.ProjectId), await owner.Images.DeleteAsync(image.Id));
    }

    private static async Task<string> BeginAsync(CleanUp owned, Neighbour owner, string name, string image, string flavor, string state)
    {
        if (state != Building)
        {
            return (await owner.Steps.BootAsync(name, image, flavor)).Server.Id;
        }

        owned.Servers(name);
        var id = (await owner.Compute.CreateServerAsync(name, image, flavor)).Expect(202).Member<JsonObject>("server")["id"]!.GetValue<string>();

        // Before a host has it, a deleted server may come back in ERROR.
        await owner.Steps.WaitUntilServerIsAsync(id, "with its host", server => server.TaskState == "spawning" || server.Status != "BUILD");
        return id;
    }

    private static async Task<Server> BringAsync(Operations admin, Operations steps, ComputeApi compute, string id, string name, string image, string state)
    {
        switch (state)
        {
            case Shelved or ShelvedForAdministrator:
                await steps.ShelveAsync(id, name, admin);
                break;
            case WhileShelving:
                (await compute.ActAsync(id, "shelve")).Expect(202);
                await steps.WaitUntilServerIsAsync(id, "being shelved by its host", server => server.TaskState != "shelving");
                break;
            case Suspended:
                return await steps.ActAsync(id, "suspend", "SUSPENDED");
            case Paused:
                return await steps.ActAsync(id, "pause", "PAUSED");
            case Stopped:
                return await steps.ActAsync(id, "os-stop", "SHUTOFF");
            case Rescued:
                return await steps.ActAsync(id, "rescue", "RESCUE");
            case Rebuilding:
                (await compute.RebuildAsync(id, image)).Expect(202);
                break;
            case Building:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(state), state, "no state that a server is deleted in");
        }

        return await compute.GetServerAsync(id);
    }

    private static async Task<FailedShelving> FailShelvingAsync(Operations admin, Neighbour owner, string id, string name)
    {
        // When Nova has answered, the image is there and queued; the host has to end the guest before it makes the data.
        (await owner.Compute.ActAsync(id, "shelve")).Expect(202);
        foreach (var image in await admin.ListImagesAsync(Operations.ShelvedName(name)))
        {
            (await owner.Images.DeleteAsync(image.Id)).Expect(204);
        }

        var idle = await owner.Steps.WaitUntilServerIsAsync(id, "idle", server => server.TaskState is null);
        return new FailedShelving(idle, await admin.ListImagesAsync(Operations.ShelvedName(name)));
    }

    private static Task<JsonObject> WaitUntilGivenBackAsync(PlacementApi placement, string server) => Eventually.ReachAsync(
        $"what server {server} took is given back",
        Eventually.Deadline,
        () => placement.AllocationsAsync(server),
        allocations => allocations.Count == 0,
        _ => null,
        allocations => allocations.ToJsonString());
}
