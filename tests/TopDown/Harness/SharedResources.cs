using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Harness;

/// <summary>A booted server, with what it was made from.</summary>
/// <param name="Server">The server when it had become ACTIVE.</param>
/// <param name="Image">The image it was booted from.</param>
/// <param name="Flavor">Its flavor's id.</param>
/// <param name="Console">What its console said when the guest was up.</param>
/// <param name="Boots">How often the guest has booted, the boot of this server included, as the uploaded image says.</param>
/// <param name="Request">Nova's answer to the request for the server.</param>
internal sealed record BootedServer(Server Server, Image Image, string Flavor, string? Console, int Boots, ApiAnswer Request);

/// <summary>What is made once for all tests: a flavor, the guest as an image, a server booted from it, a snapshot of that server.</summary>
internal sealed class SharedResources
{
    private readonly Transcript _removal = new("removal of what was shared");
    private readonly CleanUp _owned;

    public SharedResources(StackSession session)
    {
        _owned = new CleanUp(session.Images(_removal), session.Compute(_removal));
        var boots = RandomNumberGenerator.GetInt32(1, 6);

        Flavor = new("flavor", transcript => Steps(session, transcript).CreateFlavorAsync(Names.Unique("flavor")));
        GuestImage = new("guest image", async transcript => await Steps(session, transcript).UploadImageAsync(
            Names.Unique("guest"), await Guest.LoadAsync(session.Stack.File("guest"), boots)));
        Server = new("server", async transcript =>
        {
            var steps = Steps(session, transcript);
            var image = await GuestImage.GetAsync();
            var flavor = await Flavor.GetAsync();
            var (server, request) = await steps.BootAsync(Names.Unique("server"), image.Id, flavor);
            var console = session.Stack.Capabilities.Contains("console") ? await steps.WaitForConsoleAsync(server.Id) : null;
            return new BootedServer(server, image, flavor, console, boots + 1, request);
        });
        Snapshot = new("snapshot", async transcript =>
        {
            var booted = await Server.GetAsync();
            return await Steps(session, transcript).SnapshotAsync(
                booted.Server.Id, Names.Unique("snapshot"), (JsonObject)SnapshotMetadata.DeepClone());
        });
    }

    /// <summary>The user's metadata that <see cref="Snapshot"/> is made with.</summary>
    public static JsonObject SnapshotMetadata { get; } = new()
    {
        ["CamelKey"] = "CamelValue",
        ["with_underscore"] = "with_underscore stays",
        ["with-dash"] = "with-dash stays",
        ["unicode"] = "grüße 日本",
        ["empty"] = "",

        // Names of arguments between Nova's own functions, of the driver's plug-in for one, of the client's wrapper for another.
        ["version"] = "1",
        ["controller"] = "images",
        ["method"] = "create",
    };

    public Shared<string> Flavor { get; }

    public Shared<Image> GuestImage { get; }

    /// <summary>Tests may look at it, and nothing else.</summary>
    public Shared<BootedServer> Server { get; }

    /// <summary>Tests may look at it and boot from it.</summary>
    public Shared<Snapshot> Snapshot { get; }

    /// <exception cref="AggregateException">Something could not be removed.</exception>
    public Task RemoveAsync() => _owned.RunAsync();

    private Operations Steps(StackSession session, Transcript transcript) =>
        new(session.Images(transcript), session.Compute(transcript), _owned);
}
