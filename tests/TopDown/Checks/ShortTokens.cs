using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Work that takes longer than the token lives with which it was asked for.</summary>
[Requires("short-tokens", "boot", "snapshot", "console")]
[Configuration("short-tokens")]
public sealed class ShortTokens : StackTest
{
    /// <summary>Longer than a token of this stack lives.</summary>
    private const int Seconds = 70;

    private static readonly string AnyImage = ImageFaults.Of("[^/]+");

    [Test]
    [Check("A10", "nova 6211009e55 send_service_user_token: Nova vouches for a user whose token's time is over before an image is downloaded, or uploaded")]
    public async Task Image_is_downloaded_and_uploaded_after_the_token_has_expired()
    {
        const int Boots = 2;
        var flavor = await UseAsync(Session.Shared.Flavor);
        var owner = await MeetNeighbourAsync();
        var image = await owner.Steps.UploadGuestAsync(UniqueName(), await Guest.LoadAsync(Session.Stack.File("guest"), Boots));

        // The service's token is as old then; its client takes the 401 for that, and comes again with a new one.
        var (server, download) = await HoldAsync("GET", ImageFaults.DataOf(image.Id), async () => (await owner.Steps.BootAsync(UniqueName(), image.Id, flavor)).Server);
        var console = await owner.Steps.WaitForConsoleAsync(server.Id);

        // What the driver says of the image before it uploads.
        var (snapshot, metadata) = await HoldAsync("PATCH", AnyImage, () => owner.Steps.SnapshotAsync(server.Id, UniqueName(), []));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(download, Is.Not.Empty, "the download was held back");
            Assert.That(Guest.Boots(console), Is.EqualTo(Boots + 1), console);
            Assert.That(metadata, Is.Not.Empty, "the upload was held back");
            Assert.That(snapshot.Image.Size, Is.Positive);
        }
    }

    [Test]
    [KnownDefect(
        "A10",
        "keystoneauth1 session.py request sends a request again that was refused with 401, and glanceclient's body is an iterator that has come to its end",
        "a snapshot is active and empty when both tokens expire while its data is on its way: Nova's client sends the data again, of which there is none left")]
    [Check("A10", "nova 6211009e55 send_service_user_token: a snapshot is whole, or there is none")]
    public async Task Snapshot_whose_tokens_expire_on_the_way_is_whole_or_none()
    {
        var owner = await MeetNeighbourAsync();
        var image = await owner.Steps.UploadGuestAsync(UniqueName(), await Guest.LoadAsync(Session.Stack.File("guest"), 1));
        var (server, _) = await owner.Steps.BootAsync(UniqueName(), image.Id, await UseAsync(Session.Shared.Flavor));

        var ((snapshot, _), upload) = await HoldAsync("PUT", ImageFaults.Data, () => owner.Steps.TrySnapshotAsync(server.Id, UniqueName()));

        Assert.That(upload, Is.Not.Empty, "the upload was held back");
        Observe(snapshot?.Size, live: Is.Zero, right: Is.Null.Or.Positive);
    }

    [Test]
    [Check("A10", "keystone [token] expiration: the same token alone is refused by then, so that somebody must have vouched for it")]
    public async Task Token_has_expired_by_then()
    {
        var images = ImagesOf(await (await UseAsync(Session.Shared.Neighbour)).KeepAsync());

        (await images.ListAsync("limit=1")).Expect(200);
        await Eventually.ReachAsync(
            "a token of this stack is refused",
            Eventually.Deadline,
            () => images.ListAsync("limit=1"),
            answer => answer.Status == 401,
            answer => answer.Status == 200 ? null : answer.ToString(),
            answer => answer.Status == 200 ? "it is taken" : answer.ToString());
    }

    /// <summary>Holds a request back until the token that it came with has expired.</summary>
    private Task<(T Result, int?[] Told)> HoldAsync<T>(string method, string path, Func<Task<T>> act) =>
        Faults.WhileAsync(method, path, new JsonObject { ["kind"] = "hold", ["seconds"] = Seconds }, 1, act);
}
