using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Users who may store so much, a store that is soon full, and locations that are secret: each is told as what it is.</summary>
[Requires("guarded-images")]
[Configuration("guarded-images")]
public sealed class GuardedImages : StackTest
{
    private const int Mebibyte = 1 << 20;

    /// <summary>A user may store 24 MiB. With the guest's image, which is 1 MiB, this leaves less than the smallest snapshot.</summary>
    private const int NearlyAll = (23 * Mebibyte) - 65536;

    /// <summary>Less than a user may store, and more than half of the store, which holds 40 MiB.</summary>
    private const int MoreThanHalf = 21 * Mebibyte;

    [Test]
    [Requires("boot", "console")]
    [Check("F5", "glance ca8d909a6 (LP 1501672): who may not know where images lie may download them all the same")]
    public async Task User_who_may_not_know_locations_boots_and_downloads()
    {
        const int Boots = 4;
        var owner = await MeetNeighbourAsync();
        var data = await Guest.LoadAsync(Session.Stack.File("guest"), Boots);
        var image = await owner.Steps.UploadGuestAsync(UniqueName(), data);

        var (server, _) = await owner.Steps.BootAsync(UniqueName(), image.Id, await UseAsync(Session.Shared.Flavor));
        var console = await owner.Steps.WaitForConsoleAsync(server.Id);
        var download = await owner.Images.DownloadAsync(image.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guest.Boots(console), Is.EqualTo(Boots + 1), console);
            Assert.That(download, Answers.With(200));
            Assert.That(download.Body.AsSpan().SequenceEqual(data), "the downloaded bytes are the uploaded ones");
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("G4", "nova 024bf10d8a (LP 1613770), glance user_storage_quota: a snapshot that the user has no room for leaves no image, and an idle server")]
    public async Task Snapshot_over_the_users_quota_leaves_no_image()
    {
        var owner = await MeetNeighbourAsync();
        var image = await owner.Steps.UploadGuestAsync(UniqueName(), await Guest.LoadAsync(Session.Stack.File("guest"), 1));
        var (server, _) = await owner.Steps.BootAsync(UniqueName(), image.Id, await UseAsync(Session.Shared.Flavor));
        var big = await owner.Steps.UploadImageAsync(UniqueName(), new byte[NearlyAll]);

        var (snapshot, after) = await owner.Steps.TrySnapshotAsync(server.Id, UniqueName());
        (await owner.Images.DeleteAsync(big.Id)).Expect(204);
        var next = await owner.Steps.SnapshotAsync(server.Id, UniqueName(), []);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(snapshot, Is.Null);
            Assert.That(after.Status, Is.EqualTo("ACTIVE"));
            Assert.That(after.TaskState, Is.Null);
            Assert.That(next.Image.Status, Is.EqualTo("active"), "with room again");
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [KnownDefect(
        "J9",
        "nova compute/manager.py shelve_instance removes no image when the driver's upload fails, as snapshot_instance does",
        "a shelving that the user has no room for leaves an image without data")]
    [Check("J9", "nova compute/manager.py shelve_instance: a shelving that the user has no room for leaves no image, and a server that can be shelved")]
    public async Task Shelving_over_the_users_quota_leaves_no_image()
    {
        var owner = await MeetNeighbourAsync();
        var name = UniqueName();
        var image = await owner.Steps.UploadGuestAsync(UniqueName(), await Guest.LoadAsync(Session.Stack.File("guest"), 1));
        var (server, _) = await owner.Steps.BootAsync(name, image.Id, await UseAsync(Session.Shared.Flavor));
        var big = await owner.Steps.UploadImageAsync(UniqueName(), new byte[NearlyAll]);

        var (after, left) = await owner.Steps.TryShelvingAsync("shelve", server.Id, name, Steps);
        (await owner.Images.DeleteAsync(big.Id)).Expect(204);
        var (_, shelved) = await owner.Steps.ShelveAsync(server.Id, name, Steps);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Status, Is.EqualTo("ACTIVE").Or.EqualTo("SHUTOFF"));
            Assert.That(shelved.Where(made => left.All(old => old.Id != made.Id)).Select(made => made.Status), Is.EqualTo(new[] { "active" }), "with room again");
        }

        Observe(left.Select(made => made.Status), live: Is.EqualTo(new[] { "queued" }).Or.EqualTo(new[] { "saving" }), right: Is.Empty);
    }

    [Test]
    [Check("G4", "glance user_storage_quota: an upload over the quota is 413, and the image waits for another")]
    public async Task Upload_over_the_users_quota_is_413()
    {
        var owner = await MeetNeighbourAsync();
        var image = await owner.Steps.CreateImageAsync(UniqueName());

        var answer = await owner.Images.UploadAsync(image.Id, new byte[25 * Mebibyte]);
        var after = await owner.Images.GetAsync(image.Id);
        var again = await owner.Images.UploadAsync(image.Id, new byte[1]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(413));
            Assert.That(after.Status, Is.EqualTo("queued"));
            Assert.That(again, Answers.With(204));
        }
    }

    [Test]
    [Check("G4", "glance api/v2/image_data.py StorageFull: a store that is full is 413, and the image waits for another")]
    public async Task Upload_into_a_full_store_is_413()
    {
        var owner = await MeetNeighbourAsync();
        var mine = await Steps.UploadImageAsync(UniqueName(), new byte[MoreThanHalf]);
        var image = await owner.Steps.CreateImageAsync(UniqueName());

        var answer = await owner.Images.UploadAsync(image.Id, new byte[MoreThanHalf]);
        var after = await owner.Images.GetAsync(image.Id);
        (await Images.DeleteAsync(mine.Id)).Expect(204);
        var again = await owner.Images.UploadAsync(image.Id, new byte[1]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(413));
            Assert.That(after.Status, Is.EqualTo("queued"));
            Assert.That(again, Answers.With(204));
        }
    }
}
