using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Harness;

/// <summary>
/// What a test will have made. A thing is registered by its name before it is asked for, so that one whose creation failed half
/// way, or was never answered, is removed as well. Removal is in reverse order, goes on after a failure, and waits until servers
/// are gone. Safe for parallel registrations.
/// </summary>
internal sealed class CleanUp(ImageApi images, ComputeApi compute, IdentityAdmin? identity = null, TimeProvider? time = null)
{
    private readonly ConcurrentStack<(string What, Func<Task> Remove)> _steps = new();

    /// <summary>Removal of volumes; null where the stack has none.</summary>
    public VolumeCleanUp? Volumes { get; init; }

    /// <summary>Registers every volume of a project, and every snapshot of one. Images that they are clones of must be registered before.</summary>
    public void VolumesOf(string project) => _steps.Push(($"volumes of project {project}", () => Volumes!.RemoveAsync(project)));

    /// <summary>Registers every image of this name, of any owner and visibility, snapshots included.</summary>
    public void Images(string name) => _steps.Push(($"images '{name}'", () => RemoveImagesAsync($"visibility=all&name={Uri.EscapeDataString(name)}")));

    /// <summary>Registers images that are hidden from lists.</summary>
    public void HiddenImages(string name) => _steps.Push((
        $"hidden images '{name}'", () => RemoveImagesAsync($"visibility=all&os_hidden=true&name={Uri.EscapeDataString(name)}")));

    /// <summary>Registers every server of this name.</summary>
    public void Servers(string name) => _steps.Push(($"servers '{name}'", () => RemoveServersAsync(name)));

    public void Flavor(string id) =>
        _steps.Push(($"flavor '{id}'", async () => (await compute.DeleteFlavorAsync(id)).Expect(202, 404)));

    /// <summary>Registers the project and the user of this name; what they own must be registered after them.</summary>
    public void Tenant(string name) => _steps.Push(($"user and project '{name}'", () => RemoveTenantAsync(name)));

    /// <exception cref="AggregateException">Something could not be removed; each inner exception says what.</exception>
    public Task RunAsync() => RunAsync([this]);

    /// <summary>Runs several, and goes on after failures.</summary>
    /// <param name="ranks">Those of one rank are run side by side, a rank after the one before it.</param>
    /// <exception cref="AggregateException">Something could not be removed; each inner exception says what.</exception>
    public static async Task RunAsync(params IReadOnlyCollection<CleanUp>[] ranks)
    {
        var failures = new List<Exception>();
        foreach (var rank in ranks)
        {
            failures.AddRange((await Task.WhenAll(rank.Select(one => one.RemoveAllAsync()))).SelectMany(some => some));
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }

    private async Task<IReadOnlyList<Exception>> RemoveAllAsync()
    {
        var failures = new List<Exception>();
        while (_steps.TryPop(out var step))
        {
            try
            {
                await step.Remove();
            }
            catch (Exception e) when (e is UnexpectedAnswerException or NoAnswerException or WaitFailedException)
            {
                failures.Add(new InvalidOperationException($"could not remove {step.What}: {e.Message}", e));
            }
        }

        return failures;
    }

    private async Task RemoveTenantAsync(string name)
    {
        await identity!.RemoveAsync("users", name);
        await identity.RemoveAsync("projects", name);
    }

    private async Task RemoveImagesAsync(string query)
    {
        var asked = new HashSet<string>();
        while (true)
        {
            var list = await images.ListAsync($"limit=100&{query}");
            var page = list.Expect(200).Member<JsonArray>("images").OfType<JsonObject>().Select(Image.Of).ToArray();
            if (page.Length == 0)
            {
                return;
            }

            foreach (var image in page)
            {
                if (!asked.Add(image.Id))
                {
                    throw new UnexpectedAnswerException($"image {image.Id} is still listed after its deletion: {list}");
                }

                (await images.DeleteAsync(image.Id)).Expect(204, 404);
            }
        }
    }

    private async Task RemoveServersAsync(string name)
    {
        var list = (await compute.ListServersAsync(name)).Expect(200).Member<JsonArray>("servers");
        foreach (var server in list.OfType<JsonObject>())
        {
            (await compute.DeleteServerAsync(server["id"]!.GetValue<string>())).Expect(204, 404);
        }

        foreach (var server in list.OfType<JsonObject>())
        {
            await WaitUntilGoneAsync(compute, server["id"]!.GetValue<string>(), time);
        }
    }

    /// <exception cref="WaitFailedException">The server is still there, or its deletion failed.</exception>
    internal static Task WaitUntilGoneAsync(ComputeApi compute, string id, TimeProvider? time = null) => Eventually.ReachAsync(
        $"server {id} is gone",
        Eventually.Deadline,
        () => compute.ShowServerAsync(id),
        answer => answer.Status == 404,
        // One that failed earlier keeps ERROR while it is being deleted; only without a task has the deletion failed.
        answer => Server.Of(answer.Expect(200)) is { Status: "ERROR", TaskState: null } server
            ? $"its deletion failed: {server}"
            : null,
        answer => Server.Of(answer).ToString(),
        time);
}
