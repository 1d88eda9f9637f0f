using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Harness;

/// <content>What is done to a server that is there.</content>
internal sealed partial class Operations
{
    /// <summary>
    /// How long something of which nothing is under way may be seen in another state than the one that is waited for: far longer than Nova takes between two writes of
    /// one step, and far shorter than <see cref="Eventually.Deadline"/>, which a change that breaks many tests would take many times.
    /// </summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);

    /// <summary>Makes a snapshot and waits until it has ended, however it did.</summary>
    /// <returns>The image, or null where Nova removed it again; and the server.</returns>
    public async Task<(Image? Image, Server Server)> TrySnapshotAsync(string server, string name)
    {
        owned.Images(name);
        var id = ImageOf((await compute.CreateImageAsync(server, name, [])).Expect(202));
        var idle = await WaitUntilServerIsAsync(server, "idle", state => state.TaskState is null);
        var answer = (await images.ShowAsync(id)).Expect(200, 404);
        return (answer.Status == 200 ? Image.Of(answer.Json) : null, idle);
    }

    /// <summary>Makes a backup and waits until it is active and the host has done all that belongs to it.</summary>
    public async Task<Image> BackUpAsync(string server, string name, int rotation)
    {
        owned.Images(name);
        var request = (await compute.CreateBackupAsync(server, name, rotation)).Expect(202);

        // The server is idle before older backups are rotated out; only its list of actions tells when that is done.
        await WaitUntilActionHasEndedAsync(server, request);
        return await WaitUntilImageIsActiveAsync(ImageOf(request), AtRest<Image>(_ => true));
    }

    /// <summary>Waits until all parts of Nova have done what a request asked of a server; only an administrator is told of them.</summary>
    /// <returns>Each part's result, for example <c>Success</c>.</returns>
    public async Task<IReadOnlyList<string>> WaitUntilActionHasEndedAsync(string server, ApiAnswer request)
    {
        var id = request.Header("X-Compute-Request-Id") ?? throw new UnexpectedAnswerException($"no request id: {request}");
        var action = await Eventually.ReachAsync(
            $"what {id} asks of server {server} has ended",
            Eventually.Deadline,
            () => compute.ServerActionAsync(server, id),
            answer => Events(answer) is { Length: > 0 } events && events.All(item => item["finish_time"] is not null),
            _ => null,
            answer => string.Join(", ", Events(answer).Select(item => $"{item["event"]} {item["result"]?.ToString() ?? "goes on"}")),
            time);
        return [.. Events(action).Select(item => item["result"]!.GetValue<string>())];
    }

    /// <summary>Gives a server another flavor and waits until Nova asks whether that is right.</summary>
    public async Task<Server> ResizeAsync(string server, string flavor)
    {
        (await compute.ResizeAsync(server, flavor)).Expect(202);
        return await WaitUntilServerHasBecomeAsync(server, "VERIFY_RESIZE and idle", state => state is { Status: "VERIFY_RESIZE", TaskState: null });
    }

    /// <summary>Asks for a rebuild that Nova takes on and cannot do, and waits until it has given up.</summary>
    public async Task<Server> RebuildInVainAsync(string server, string image)
    {
        (await compute.RebuildAsync(server, image)).Expect(202);
        return await WaitUntilServerHasBecomeAsync(server, "in ERROR with a fault", state => state is { Status: "ERROR", TaskState: null, Fault: not null });
    }

    /// <summary>Asks for a server that Nova takes on and cannot build, and waits until it has given up.</summary>
    public async Task<Server> BootInVainAsync(string name, string image, string flavor)
    {
        var id = IdOf(await AskForServerAsync(name, image, flavor));
        return await WaitUntilServerHasBecomeAsync(id, "in ERROR and idle", state => state is { Status: "ERROR", TaskState: null });
    }

    /// <summary>Asks for a server and waits until Nova is done with it, however that ended.</summary>
    public async Task<Server> TryBootAsync(string name, string image, string flavor)
    {
        var id = IdOf(await AskForServerAsync(name, image, flavor));
        return await WaitUntilServerIsAsync(id, "ACTIVE or in ERROR, and idle", state => state is { Status: "ACTIVE" or "ERROR", TaskState: null });
    }

    /// <summary>Rebuilds a server and waits until it is ACTIVE again.</summary>
    public async Task<Server> RebuildAsync(string server, string image)
    {
        (await compute.RebuildAsync(server, image)).Expect(202);
        return await WaitUntilServerIsActiveAsync(server);
    }

    /// <summary>An action without arguments, and a wait for the state that it leads to.</summary>
    public async Task<Server> ActAsync(string server, string action, string status)
    {
        (await compute.ActAsync(server, action)).Expect(200, 202);
        return await WaitUntilServerHasBecomeAsync(server, $"{status} and idle", state => state.Status == status && state.TaskState is null);
    }

    /// <summary>What Nova calls the image of a shelved server.</summary>
    public static string ShelvedName(string server) => $"{server}-shelved";

    /// <summary>Shelves a server and waits until it has left its host.</summary>
    /// <remarks>
    /// It is SHELVED_OFFLOADED and idle a moment before (nova compute/manager.py _shelve_offload_instance): who deletes it then has it deleted by the host, in another
    /// way than one that has none.
    /// </remarks>
    /// <param name="id">The server.</param>
    /// <param name="name">Its name.</param>
    /// <param name="admin">An administrator, who alone is told when a host is done.</param>
    /// <returns>The server, and the images that this made.</returns>
    /// <exception cref="UnexpectedAnswerException">It was not shelved.</exception>
    public async Task<(Server Server, IReadOnlyList<Image> Images)> ShelveAsync(string id, string name, Operations admin)
    {
        var shelved = await TryShelvingAsync("shelve", id, name, admin);
        return shelved.Server.Status == "SHELVED_OFFLOADED"
            ? shelved
            : throw new UnexpectedAnswerException($"server {id} was shelved and is {shelved.Server.Status} now: {shelved.Server.Fault}");
    }

    /// <summary>Shelves or unshelves a server and waits until Nova is done with that, however it ended.</summary>
    /// <param name="action"><c>shelve</c> or <c>unshelve</c>.</param>
    /// <param name="id">The server.</param>
    /// <param name="name">Its name.</param>
    /// <param name="admin">An administrator, who alone is told when a host is done.</param>
    /// <returns>The server, and the images of its shelving that there are then.</returns>
    public async Task<(Server Server, IReadOnlyList<Image> Images)> TryShelvingAsync(string action, string id, string name, Operations admin)
    {
        owned.Images(ShelvedName(name));
        await admin.WaitUntilActionHasEndedAsync(id, (await compute.ActAsync(id, action)).Expect(202));
        return (await WaitUntilServerIsAsync(id, "idle", server => server.TaskState is null), await ListImagesAsync(ShelvedName(name)));
    }

    /// <summary>Images of this name that the caller may see.</summary>
    public async Task<IReadOnlyList<Image>> ListImagesAsync(string name) =>
        [.. (await images.ListAsync($"visibility=all&name={name}")).Expect(200).Member<JsonArray>("images").OfType<JsonObject>().Select(Image.Of)];

    /// <summary>Deletes a server and waits until it is gone, so that it counts no more against a quota.</summary>
    public async Task DeleteServerAsync(string id)
    {
        (await compute.DeleteServerAsync(id)).Expect(204);
        await WaitUntilServerIsGoneAsync(id);
    }

    /// <summary>Waits until a server is in a state, which may be ERROR.</summary>
    public Task<Server> WaitUntilServerIsAsync(string id, string what, Func<Server, bool> reached) => WaitUntilServerIsAsync(id, what, reached, _ => null);

    /// <summary>
    /// The same for what Nova has taken on: it notes the task with the server before it answers, so a server without a task has been through all of it, and when it
    /// is in another state by then, it will stay there.
    /// </summary>
    public Task<Server> WaitUntilServerHasBecomeAsync(string id, string what, Func<Server, bool> reached) =>
        WaitUntilServerIsAsync(id, what, reached, AtRest<Server>(server => server is { TaskState: null, Status: not ("BUILD" or "ERROR") }));

    private Task<Server> WaitUntilServerIsAsync(string id, string what, Func<Server, bool> reached, Func<Server, string?> hopeless) => Eventually.ReachAsync(
        $"server {id} is {what}",
        Eventually.Deadline,
        () => compute.GetServerAsync(id),
        reached,
        server => server is { Status: "ERROR", TaskState: null, Fault: not null } ? $"it is in ERROR with fault {server.Fault ?? "none"}" : hopeless(server),
        server => server.ToString(),
        time);

    // Says that it will come to nothing when it has been seen at rest for long enough, without a look that it was not.
    private Func<T, string?> AtRest<T>(Func<T, bool> isAtRest)
    {
        var clock = time ?? TimeProvider.System;
        long? since = null;
        return state =>
        {
            since = isAtRest(state) ? since ?? clock.GetTimestamp() : null;
            return since is { } start && clock.GetElapsedTime(start) >= Rest ? "as nothing is under way" : null;
        };
    }

    /// <summary>The image that an answer of Nova's says it is making.</summary>
    /// <exception cref="UnexpectedAnswerException">The answer names none.</exception>
    public static string ImageOf(ApiAnswer answer) => answer.Header("Location")?.Split('/')[^1]
        ?? throw new UnexpectedAnswerException($"no Location of the new image in the answer: {answer}");

    /// <summary>Asks for a server as the caller describes it.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> AskForServerAsync(JsonObject server, string version)
    {
        owned.Servers(server["name"]!.GetValue<string>());
        return IdOf(await compute.CreateServerAsync(server, version));
    }

    private Task<ApiAnswer> AskForServerAsync(string name, string image, string flavor)
    {
        owned.Servers(name);
        return compute.CreateServerAsync(name, image, flavor);
    }

    private static string IdOf(ApiAnswer request) => request.Expect(202).Member<JsonObject>("server")["id"]!.GetValue<string>();

    private static JsonObject[] Events(ApiAnswer action) =>
        [.. (action.Expect(200).Member<JsonObject>("instanceAction")["events"] as JsonArray ?? []).OfType<JsonObject>()];
}
