using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Downloads from Glance: of a part of the data, of an image without data, with headers that ask for more than a file can do.</summary>
[Requires("api-checks", "disk-files")]
public sealed class ImageDataRanges : StackTest
{
    [TestCase("bytes=0-4", 0, 4)]
    [TestCase("bytes=1000-", 1000, 4095)]
    [TestCase("bytes=2047-2048", 2047, 2048)]
    [TestCase("bytes=-7", 4089, 4095)]
    [TestCase("bytes=-9999", 0, 4095)]
    [TestCase("bytes=4000-9999", 4000, 4095)]
    [TestCase("bytes=4095-4095", 4095, 4095)]
    [TestCase("bytes=0-", 0, 4095)]
    [Check("J6", "glance LP 1677391: a range is the bytes from its first to its last, and says so; RFC 7233")]
    public async Task Range_is_the_bytes_that_were_asked_for(string range, int from, int to) => await AssertPartAsync("Range", range, from, to);

    [TestCase("bytes 0-4/*", 0, 4)]
    [TestCase("bytes 1000-1999/4096", 1000, 1999)]
    [TestCase("bytes 4000-4095/*", 4000, 4095)]
    [Check("J6", "glance api/v2/image_data.py: Content-Range in a request, as older clients ask for a part")]
    public async Task Range_in_the_older_form_is_the_bytes_that_were_asked_for(string range, int from, int to) =>
        await AssertPartAsync("Content-Range", range, from, to);

    [TestCase("Range", "bytes=4096-", 416)]
    [TestCase("Range", "bytes=4096-5000", 416)]
    [TestCase("Range", "bytes=5-2", 416)]
    [TestCase("Range", "bytes=", 416)]
    [TestCase("Range", "items=0-1", 416)]
    [TestCase("Range", "bytes=0-1,3-4", 400)]
    [TestCase("Content-Range", "bytes 4096-4099/*", 416)]
    [TestCase("Content-Range", "bytes 4000-4096/*", 416)]
    [TestCase("Content-Range", "bytes 5-2/*", 416)]
    [TestCase("Content-Range", "items 0-4/*", 416)]
    [Check("J6", "glance common/wsgi.py get_range_from_request: a range that is not in the data is refused, and so are several")]
    public async Task Range_that_is_not_there_is_refused(string header, string range, int status)
    {
        var stored = await UseAsync(Session.Shared.Data);

        Assert.That(await Images.DownloadAsync(stored.Image.Id, (header, range)), Answers.With(status));
    }

    [TestCase("If-None-Match", "*")]
    [TestCase("If-Match", "\"other\"")]
    [TestCase("If-Modified-Since", "Fri, 01 Jan 2038 00:00:00 GMT")]
    [TestCase("If-Unmodified-Since", "Mon, 01 Jan 2001 00:00:00 GMT")]
    [Check("J6", "glance api/v2/image_data.py: downloads have no conditions, whoever asks with one has the data")]
    public async Task Download_with_a_condition_is_the_whole_data(string header, string value)
    {
        var stored = await UseAsync(Session.Shared.Data);

        var answer = await Images.DownloadAsync(stored.Image.Id, (header, value));

        AssertWhole(answer, stored);
    }

    [Test]
    [Check("J6", "glance api-ref: Content-MD5 is the checksum of the whole data, also with a part of it; there is no HEAD")]
    public async Task Checksum_is_that_of_the_whole_data()
    {
        var stored = await UseAsync(Session.Shared.Data);
        var checksum = Checksums.OfData(stored.Bytes);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stored.Image["checksum"], Is.EqualTo(checksum));
            Assert.That((await Images.DownloadAsync(stored.Image.Id)).Header("Content-MD5"), Is.EqualTo(checksum));
            Assert.That((await Images.DownloadAsync(stored.Image.Id, ("Range", "bytes=1-2"))).Header("Content-MD5"), Is.EqualTo(checksum));
            Assert.That(await Images.DownloadAsync(stored.Image.Id, ("Accept", "*/*"), "HEAD"), Answers.With(405));
        }
    }

    [Test]
    [Check("J6", "glance api/v2/image_data.py: an image without data is 204, an empty one 200 without a byte, and has no range")]
    public async Task Image_without_data_and_empty_image_are_told_apart()
    {
        var queued = await Steps.CreateImageAsync(UniqueName());
        var empty = await Steps.UploadImageAsync(UniqueName(), []);
        var whole = await Images.DownloadAsync(empty.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Images.DownloadAsync(queued.Id), Answers.With(204));
            Assert.That(whole, Answers.With(200));
            Assert.That(whole.Body, Is.Empty);
            Assert.That(whole.Header("Content-MD5"), Is.EqualTo(Checksums.OfData([])));
            Assert.That(await Images.DownloadAsync(empty.Id, ("Range", "bytes=0-")), Answers.With(416));
        }
    }

    [Test]
    [KnownDefect(
        "J6",
        "glance common/wsgi.py get_range_from_request compares with the size of an image that has none",
        "a download with a range of an image without data ends as 500")]
    [Check("J6", "glance api/v2/image_data.py: an image without data is 204")]
    public async Task Range_of_an_image_without_data_is_no_error_of_the_service()
    {
        var queued = await Steps.CreateImageAsync(UniqueName());

        var answer = await Images.DownloadAsync(queued.Id, ("Range", "bytes=0-4"));

        Observe(answer.Status, live: Is.EqualTo(500), right: Is.EqualTo(204).Or.EqualTo(416));
    }

    [Test]
    [KnownDefect(
        "J6",
        "glance common/wsgi.py get_range_from_request compares with bounds that a Content-Range need not have",
        "a download with 'Content-Range: bytes */4096' ends as 500")]
    [Check("J6", "glance common/wsgi.py get_range_from_request: what is no range is refused")]
    public async Task Range_in_the_older_form_without_bounds_is_no_error_of_the_service()
    {
        var stored = await UseAsync(Session.Shared.Data);

        var answer = await Images.DownloadAsync(stored.Image.Id, ("Content-Range", "bytes */4096"));

        Observe(answer.Status, live: Is.EqualTo(500), right: Is.EqualTo(416).Or.EqualTo(400));
    }

    [Test]
    [KnownDefect(
        "J6",
        "glance api/v2/image_data.py download takes the end of a range before the first byte of an empty image for one",
        "the last bytes of an empty image are 'bytes 0--1/0'")]
    [Check("J6", "RFC 7233: no part of nothing can be told")]
    public async Task Last_bytes_of_an_empty_image_are_none()
    {
        var empty = await Steps.UploadImageAsync(UniqueName(), []);

        var answer = await Images.DownloadAsync(empty.Id, ("Range", "bytes=-4"));

        Observe(
            $"{answer.Status} {answer.Header("Content-Range")}".Trim(),
            live: Is.EqualTo("206 bytes 0--1/0"),
            right: Is.EqualTo("200").Or.StartsWith("416"));
    }

    [Test]
    [Check("J6", "glance_store filesystem: an image that is deleted during a download is read to its end, and gone afterwards")]
    public async Task Image_deleted_during_its_download_is_read_to_its_end()
    {
        var data = new byte[8 << 20];
        data[^1] = 7;
        var image = await Steps.UploadImageAsync(UniqueName(), data);

        var answer = await Images.DownloadAsync(image.Id, async () => (await Images.DeleteAsync(image.Id)).Expect(204));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Body.AsSpan().SequenceEqual(data), $"{answer.Body.Length} of {data.Length} bytes came, or others");
            Assert.That(await Images.DownloadAsync(image.Id), Answers.With(404));
        }
    }

    private async Task AssertPartAsync(string header, string range, int from, int to)
    {
        var stored = await UseAsync(Session.Shared.Data);

        var answer = await Images.DownloadAsync(stored.Image.Id, (header, range));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(206));
            Assert.That(answer.Header("Content-Range"), Is.EqualTo($"bytes {from}-{to}/{stored.Bytes.Length}"));
            Assert.That(answer.Header("Content-Length"), Is.EqualTo($"{to - from + 1}"));
            Assert.That(answer.Body, Is.EqualTo(stored.Bytes[from..(to + 1)]));
        }
    }

    private static void AssertWhole(ApiAnswer answer, StoredData stored)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(200));
            Assert.That(answer.Header("Content-Range"), Is.Null);
            Assert.That(answer.Body, Is.EqualTo(stored.Bytes));
        }
    }
}
