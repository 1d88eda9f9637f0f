using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Data on its way into the cluster through Glance: of unknown length, broken off, a second time, and in parts on its way out.</summary>
public sealed class RbdUploads : StackTest
{
    private const int MiB = 1 << 20;

    [Test]
    [Requires("locations")]
    [Check("K17", "glance_store rbd _resize_on_write (LP 1792710, 1916482): an image of unknown length grows with its data, and ends with it")]
    public async Task Data_of_unknown_length_is_stored_whole()
    {
        // Glance writes 8 MiB at a time and grows the image by more each time: shorter than one, more than one, and then again less, each with an end of its own.
        foreach (var size in new[] { (17 * MiB) + 123, (9 * MiB) + 1, 5 })
        {
            var data = Data(size);
            await AssertStoredAsync(data, WireBody.Chunked([.. data.Chunk(MiB)]));
        }
    }

    [Test]
    [Requires("locations")]
    [Check("K17", "glance_store rbd add: an image of known length has that length from the beginning")]
    public Task Data_of_known_length_is_stored_whole()
    {
        var data = Data((9 * MiB) + 1);
        return AssertStoredAsync(data, new WireBody($"Content-Length: {data.Length}", stream => stream.WriteAsync(data).AsTask()));
    }

    [Test]
    [Requires("locations")]
    [Check("K17", "glance api/v2/image_data.py _unstage, _restore: what comes of an upload that breaks off is removed, and the image can be uploaded again")]
    public async Task Upload_that_breaks_off_leaves_nothing_and_can_be_repeated()
    {
        var begun = Data(9 * MiB);
        foreach (var body in new WireBody[]
        {
            new($"Content-Length: {12 * MiB}", stream => stream.WriteAsync(begun).AsTask(), HangsUp: true),
            new("Transfer-Encoding: chunked", stream => stream.WriteAsync(WireBody.Chunk(begun)).AsTask(), HangsUp: true),
        })
        {
            var image = await Steps.CreateImageAsync(UniqueName(), Raw());

            await Images.UploadAsync(image.Id, body);

            var after = await Eventually.ReachAsync(
                $"image {image.Id} is not being saved",
                Eventually.Deadline,
                () => Images.GetAsync(image.Id),
                state => state.Status != "saving",
                _ => null,
                state => state.Status);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(after.Status, Is.EqualTo("queued"));
                Assert.That(await Rbd.ListAsync("images"), Does.Not.Contain(image.Id));
            }

            (await Images.UploadAsync(image.Id, [1, 2, 3])).Expect(204);
            Assert.That((await Images.DownloadAsync(image.Id)).Expect(200).Body, Is.EqualTo(new byte[] { 1, 2, 3 }));
        }
    }

    [Test]
    [Requires("locations")]
    [Check("K17", "glance domain: data of an active image is not replaced, 409, and what is in the cluster stays")]
    public async Task Second_upload_is_refused_and_changes_nothing()
    {
        var image = await Steps.UploadImageAsync(UniqueName(), Data(3 * MiB), Raw());

        var second = await Images.UploadAsync(image.Id, [1, 2, 3]);

        var after = await Images.GetAsync(image.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second, Answers.With(409));
            Assert.That((after.Status, after.Size, after["checksum"]), Is.EqualTo((image.Status, image.Size, image["checksum"])));
            Assert.That((await Rbd.GetImageAsync("images", image.Id)).Size, Is.EqualTo(3 * MiB));
        }
    }

    [Test]
    [Requires("locations")]
    [Check("K17", "glance_store rbd get: the store reads no parts, and Glance says so (400), or that there is no such part (416), and never the wrong bytes")]
    public async Task Part_of_an_image_is_refused_or_right()
    {
        var data = Data(1000);
        var image = await Steps.UploadImageAsync(UniqueName(), data, Raw());

        using (Assert.EnterMultipleScope())
        {
            foreach (var (range, first, last) in new[] { ("bytes=0-9", 0, 10), ("bytes=10-19", 10, 20), ("bytes=990-", 990, 1000), ("bytes=-5", 995, 1000) })
            {
                var part = await Images.DownloadAsync(image.Id, ("Range", range));
                Assert.That(part.Status, Is.EqualTo(400).Or.EqualTo(206), range);
                Assert.That(part.Status == 400 || part.Body.AsSpan().SequenceEqual(data.AsSpan(first..last)), range);
            }

            Assert.That(await Images.DownloadAsync(image.Id, ("Range", "bytes=2000-")), Answers.With(416));
        }
    }

    private async Task AssertStoredAsync(byte[] data, WireBody body)
    {
        var image = await Steps.CreateImageAsync(UniqueName(), Raw());

        Assert.That(await Images.UploadAsync(image.Id, body), Answers.With(204));

        var stored = await Steps.WaitUntilImageIsActiveAsync(image.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stored.Size, Is.EqualTo(data.Length));
            Assert.That(stored["checksum"], Is.EqualTo(Checksums.OfData(data)));
            Assert.That(stored["os_hash_algo"], Is.EqualTo("sha512"));
            Assert.That(stored["os_hash_value"], Is.EqualTo(Convert.ToHexStringLower(SHA512.HashData(data))));
            Assert.That((await Rbd.GetImageAsync("images", image.Id)).Size, Is.EqualTo(data.Length), "what lies in the cluster");
            Assert.That((await Images.DownloadAsync(image.Id)).Expect(200).Body.AsSpan().SequenceEqual(data), "the bytes that come back");
        }
    }

    private static JsonObject Raw() => new() { ["disk_format"] = "raw" };

    /// <summary>Bytes of which none is at the place of another.</summary>
    private static byte[] Data(int size)
    {
        var data = new byte[size];
        new Random(size).NextBytes(data);
        return data;
    }
}
