using System.Security.Cryptography;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Uploads to Glance: however the data comes, the image has all of it or none, and never says otherwise.</summary>
[Requires("api-checks")]
public sealed class ImageDataUploads : StackTest
{
    private static readonly byte[] First = RandomNumberGenerator.GetBytes(70_000);
    private static readonly byte[] Second = RandomNumberGenerator.GetBytes(50_000);

    [Test]
    [Check("J7", "glance api/v2/image_data.py upload: data of unknown length, as clients that read from a pipe send it (chunked)")]
    public async Task Upload_in_chunks_of_unknown_number_is_the_data()
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        Assert.That(await Images.UploadAsync(image.Id, WireBody.Chunked(First, [1, 2, 3], Second)), Answers.With(204));

        await AssertHasAsync(image.Id, [.. First, 1, 2, 3, .. Second]);
    }

    [Test]
    [Check("J7", "glance api/v2/image_data.py upload: no byte is data, too")]
    public async Task Empty_uploads_make_empty_images()
    {
        var announced = await Steps.CreateImageAsync(UniqueName());
        var chunked = await Steps.CreateImageAsync(UniqueName());

        Assert.That(await Images.UploadAsync(announced.Id, []), Answers.With(204));
        Assert.That(await Images.UploadAsync(chunked.Id, WireBody.Chunked()), Answers.With(204));

        await AssertHasAsync(announced.Id, []);
        await AssertHasAsync(chunked.Id, []);
    }

    [Test]
    [Check("J7", "RFC 7230: a body ends where its length says, and what follows is no part of it")]
    public async Task Upload_ends_where_its_length_says()
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        Assert.That(await Images.UploadAsync(image.Id, new WireBody("Content-Length: 100", stream => Write(stream, First[..300]))), Answers.With(204));

        await AssertHasAsync(image.Id, First[..100]);
    }

    [TestCase("announced")]
    [TestCase("in chunks")]
    [Check("J7", "glance api/v2/image_data.py upload, _restore: data that does not come to its end leaves no active image, and may be sent again (LP 2110185)")]
    public async Task Upload_that_is_cut_off_leaves_an_image_that_can_be_uploaded_again(string way)
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        await Images.UploadAsync(image.Id, Cut(image.Id, way == "announced"));
        await WaitUntilNotSavingAsync(image.Id);
        var cut = await Images.GetAsync(image.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cut.Status, Is.EqualTo("queued"));
            Assert.That(cut.Size, Is.Null);
            Assert.That(cut["checksum"], Is.Null);
            Assert.That(await Images.DownloadAsync(image.Id), Answers.With(204));
            Assert.That(await Images.UploadAsync(image.Id, Second), Answers.With(204));
        }

        await AssertHasAsync(image.Id, Second);
    }

    [Test]
    [Check("J7", "glance api/v2/image_data.py upload: chunks that are none are the client's error, and leave no active image")]
    public async Task Upload_of_chunks_that_are_none_is_refused()
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        var answer = await Images.UploadAsync(image.Id, new WireBody("Transfer-Encoding: chunked", stream => Write(stream, "zz\r\n"u8.ToArray())));

        Assert.That(answer, Answers.With(400));
        Assert.That((await Images.GetAsync(image.Id)).Status, Is.EqualTo("queued"));
    }

    [TestCase("text/plain")]
    [TestCase("application/json")]
    [TestCase("multipart/form-data; boundary=x")]
    [Check("J7", "glance api/v2/image_data.py RequestDeserializer: data is application/octet-stream")]
    public async Task Upload_of_another_type_is_refused(string type)
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        Assert.That(await Images.UploadAsync(image.Id, First, type), Answers.With(415));
        Assert.That((await Images.GetAsync(image.Id)).Status, Is.EqualTo("queued"));
    }

    [Test]
    [Check("J7", "glance domain ImageStatus: data never changes, neither of an active image nor of a deactivated one")]
    public async Task Image_with_data_takes_no_other()
    {
        var image = await Steps.UploadImageAsync(UniqueName(), First);

        var whileActive = await Images.UploadAsync(image.Id, Second);
        (await Images.DeactivateAsync(image.Id)).Expect(204);
        var whileDeactivated = await Images.UploadAsync(image.Id, Second);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(whileActive, Answers.With(409));
            Assert.That(whileDeactivated, Answers.With(409));
            Assert.That((await Images.GetAsync(image.Id)).Status, Is.EqualTo("deactivated"));
            Assert.That((await Images.DownloadAsync(image.Id)).Body, Is.EqualTo(First));
        }

        Assert.That(await Images.UploadAsync("00000000-0000-4000-8000-000000000000", First), Answers.With(404));
    }

    [Test]
    [Check("J7", "glance domain ImageStatus: of two uploads at once the second is refused, and the data is the first's, whole")]
    public async Task Second_upload_at_the_same_time_is_refused()
    {
        var image = await Steps.CreateImageAsync(UniqueName());
        ApiAnswer? second = null;
        Image? meanwhile = null;

        var first = await Images.UploadAsync(image.Id, Interrupted(image.Id, async () =>
        {
            meanwhile = await Images.GetAsync(image.Id);
            second = await Images.UploadAsync(image.Id, Second);
        }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(second, Answers.With(409));
            Assert.That(first, Answers.With(204));
            Assert.That(meanwhile!.Size, Is.Null);
        }

        await AssertHasAsync(image.Id, First);
    }

    [Test]
    [Check("J7", "glance api/v2/image_data.py upload: an image that is deleted during its upload is gone (410), and stays so")]
    public async Task Image_deleted_during_its_upload_is_gone()
    {
        var image = await Steps.CreateImageAsync(UniqueName());
        ApiAnswer? deletion = null;

        var upload = await Images.UploadAsync(image.Id, Interrupted(image.Id, async () => deletion = await Images.DeleteAsync(image.Id)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(deletion, Answers.With(204));
            Assert.That(upload, Answers.With(410));
            Assert.That(await Images.ShowAsync(image.Id), Answers.With(404));
            Assert.That(await Images.DownloadAsync(image.Id), Answers.With(404));
        }
    }

    [Test]
    [KnownDefect(
        "J7",
        "glance api/v2/image_data.py upload saves the image as it was when the upload began, and db/sqlalchemy/api.py _set_properties_for_image drops the rest",
        "a property that is set while an image is uploaded is gone when the upload ends")]
    [Check("J7", "glance api/v2/images.py: what is set during an upload, as Nova and its users do, is there when it is done")]
    public async Task Property_that_is_set_during_an_upload_is_kept()
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["before"] = "1" });

        var upload = await Images.UploadAsync(image.Id, Interrupted(image.Id, async () => (await Images.SetAsync(image.Id, "meanwhile", "2")).Expect(200)));
        var done = await Images.GetAsync(image.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(upload, Answers.With(204));
            Assert.That(done["before"], Is.EqualTo("1"));
        }

        await AssertHasAsync(image.Id, First);
        Observe(done["meanwhile"], live: Is.Null, right: Is.EqualTo("2"));
    }

    private static Task Write(Stream stream, byte[] data) => stream.WriteAsync(data).AsTask();

    /// <summary>Half of the data; then something else happens, and the rest follows.</summary>
    private WireBody Interrupted(string image, Func<Task> meanwhile) => new($"Content-Length: {First.Length}", async stream =>
    {
        await Write(stream, First[..30_000]);
        await WaitUntilSavingAsync(image);
        await meanwhile();
        await Write(stream, First[30_000..]);
    });

    /// <summary>Half of the data, and the end of the connection.</summary>
    private WireBody Cut(string image, bool announced) => new(
        announced ? $"Content-Length: {First.Length}" : "Transfer-Encoding: chunked",
        async stream =>
        {
            await Write(stream, announced ? First[..30_000] : WireBody.Chunk(First[..30_000]));
            await WaitUntilSavingAsync(image);
        },
        HangsUp: true);

    private Task<Image> WaitUntilSavingAsync(string id) => WaitAsync(id, "saving", status => status == "saving");

    private Task<Image> WaitUntilNotSavingAsync(string id) => WaitAsync(id, "not saving", status => status != "saving");

    private Task<Image> WaitAsync(string id, string what, Func<string, bool> reached) => Eventually.ReachAsync(
        $"image {id} is {what}", Eventually.Deadline, () => Images.GetAsync(id), image => reached(image.Status), _ => null, image => image.Status);

    /// <summary>The image is active, says what its data is, and gives it.</summary>
    private async Task AssertHasAsync(string id, byte[] data)
    {
        var image = await Images.GetAsync(id);
        var download = await Images.DownloadAsync(id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(image.Status, Is.EqualTo("active"));
            Assert.That(image.Size, Is.EqualTo(data.Length));
            Assert.That(image["checksum"], Is.EqualTo(Checksums.OfData(data)));
            Assert.That(image["os_hash_algo"], Is.EqualTo("sha512"));
            Assert.That(image["os_hash_value"], Is.EqualTo(Convert.ToHexStringLower(SHA512.HashData(data))));
            Assert.That(download, Answers.With(200));
            Assert.That(download.Body.AsSpan().SequenceEqual(data), $"{download.Body.Length} of {data.Length} bytes came, or others");
        }
    }
}
