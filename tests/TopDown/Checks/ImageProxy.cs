using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Nova's image proxy (microversions up to 2.35): one image, shown and deleted.</summary>
[Requires("image-proxy")]
public sealed class ImageProxy : StackTest
{
    private const string NoSuchImage = "00000000-0000-4000-8000-000000000000";

    [Test]
    [Check("C9", "nova _convert_to_v2: min_disk and min_ram are numbers in v2")]
    [Check("D1", "nova api/openstack/compute/views/images.py: active is ACTIVE at 100 percent")]
    public async Task Active_image_is_shown_with_the_attributes_that_Glance_has()
    {
        var image = await Steps.UploadImageAsync(UniqueName(), new byte[1234], new()
        {
            ["min_ram"] = 128,
            ["min_disk"] = 3,
            ["flat"] = "property",
        });

        var shown = ProxyImage.Of((await Compute.ProxyAsync("GET", $"/{image.Id}")).Expect(200));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown.Id, Is.EqualTo(image.Id));
            Assert.That(shown.Name, Is.EqualTo(image.Name));
            Assert.That(shown.Status, Is.EqualTo("ACTIVE"));
            Assert.That(shown.Progress, Is.EqualTo(100));
            Assert.That(shown.Size, Is.EqualTo(1234));
            Assert.That(shown.MinRam, Is.EqualTo(128));
            Assert.That(shown.MinDisk, Is.EqualTo(3));
            Assert.That(shown.Raw["created"]?.GetValue<string>(), Is.EqualTo(image["created_at"]));
            Assert.That(shown.Metadata["flat"]?.GetValue<string>(), Is.EqualTo("property"));
            Assert.That(shown.Metadata.Select(item => item.Key).Intersect(image.Raw.Select(item => item.Key)), Is.EqualTo(new[] { "flat" }), "none of Glance's own attributes is metadata");
        }
    }

    [Test]
    [Check("C4", "nova cc7f0bc038 (LP 1487742), 7a16c754fb (LP 1606707): v2 says null for the size of an image without data")]
    [Check("D1", "nova api/openstack/compute/views/images.py: queued is SAVING at 25 percent")]
    public async Task Queued_image_is_shown_as_SAVING_with_size_0()
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        var shown = ProxyImage.Of((await Compute.ProxyAsync("GET", $"/{image.Id}")).Expect(200));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown.Status, Is.EqualTo("SAVING"));
            Assert.That(shown.Progress, Is.EqualTo(25));
            Assert.That(shown.Size, Is.Zero);
        }
    }

    [Test]
    [Check("D1", "nova api/openstack/compute/views/images.py: a status that v1 did not have is UNKNOWN")]
    public async Task Deactivated_image_is_shown_as_UNKNOWN()
    {
        var image = await Steps.UploadImageAsync(UniqueName(), [1]);
        (await Images.DeactivateAsync(image.Id)).Expect(204);

        var shown = ProxyImage.Of((await Compute.ProxyAsync("GET", $"/{image.Id}")).Expect(200));

        Assert.That(shown.Status, Is.EqualTo("UNKNOWN"));
    }

    [Test]
    [Check("F7", "nova ed2aa220aa: where the data lies is never told through the compute API")]
    public async Task Location_of_the_data_is_not_shown()
    {
        var name = UniqueName();
        var image = await Steps.UploadImageAsync(name, [1, 2, 3]);

        var show = await Compute.ProxyAsync("GET", $"/{image.Id}");
        var detail = await Compute.ProxyAsync("GET", $"/detail?name={name}");
        var metadata = await Compute.ProxyAsync("GET", $"/{image.Id}/metadata");

        using (Assert.EnterMultipleScope())
        {
            foreach (var answer in new[] { show, detail, metadata })
            {
                Assert.That(answer, Answers.With(200));
                Assert.That(answer.Text, Does.Not.Contain("direct_url").And.Not.Contain("locations").And.Not.Contain("file://"));
            }
        }
    }

    [Test]
    [Check("E1", "nova api/openstack/compute/images.py: delete is passed on to Glance")]
    public async Task Image_deleted_through_the_proxy_is_gone_from_Glance()
    {
        var image = await Steps.UploadImageAsync(UniqueName(), [1]);

        var answer = await Compute.ProxyAsync("DELETE", $"/{image.Id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(204));
            Assert.That(await Images.ShowAsync(image.Id), Answers.With(404));
        }
    }

    [Test]
    [Check("E1", "nova image/glance.py: v1 could show a deleted image, through v2 it is 404")]
    public async Task Deleted_image_is_404_in_every_way()
    {
        var name = UniqueName();
        var image = await Steps.UploadImageAsync(name, [1]);
        (await Images.DeleteAsync(image.Id)).Expect(204);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Compute.ProxyAsync("GET", $"/{image.Id}"), Answers.With(404));
            Assert.That(await Compute.ProxyAsync("DELETE", $"/{image.Id}"), Answers.With(404));
            Assert.That(await Compute.ProxyAsync("GET", $"/{image.Id}/metadata"), Answers.With(404));
            Assert.That((await Compute.ProxyAsync("GET", $"?name={name}")).Expect(200).Member<JsonArray>("images"), Is.Empty);
        }
    }

    [Test]
    [Check("E1", "nova api/openstack/compute/images.py: ImageNotFound is 404")]
    public async Task Unknown_image_is_404()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Compute.ProxyAsync("GET", $"/{NoSuchImage}"), Answers.With(404));
            Assert.That(await Compute.ProxyAsync("DELETE", $"/{NoSuchImage}"), Answers.With(404));
            Assert.That(await Compute.ProxyAsync("GET", $"/{NoSuchImage}/metadata"), Answers.With(404));
        }
    }

    [Test]
    [Check("E2", "nova api/openstack/compute/images.py: an image that Glance will not delete is 403, not 500")]
    public async Task Protected_image_is_not_deleted_and_the_answer_is_403()
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["protected"] = true });
        try
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(await Compute.ProxyAsync("DELETE", $"/{image.Id}"), Answers.With(403));
                Assert.That(await Images.ShowAsync(image.Id), Answers.With(200));
            }
        }
        finally
        {
            (await Images.SetAsync(image.Id, "protected", false)).Expect(200);
        }
    }

    [Test]
    [Check("D", "nova microversions 2.36 and 2.39: the proxy ends with 2.35, the metadata proxy with 2.38")]
    public async Task Proxy_ends_with_its_last_microversions()
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["a"] = "b" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Compute.ProxyAsync("GET", $"/{image.Id}", version: "2.35"), Answers.With(200));
            Assert.That(await Compute.ProxyAsync("GET", "", version: "2.36"), Answers.With(404));
            Assert.That(await Compute.ProxyAsync("GET", "/detail", version: "2.36"), Answers.With(404));
            Assert.That(await Compute.ProxyAsync("GET", $"/{image.Id}", version: "2.36"), Answers.With(404));
            Assert.That(await Compute.ProxyAsync("DELETE", $"/{image.Id}", version: "2.36"), Answers.With(404));
            Assert.That(await Compute.ProxyAsync("GET", $"/{image.Id}/metadata", version: "2.38"), Answers.With(200));
            Assert.That(await Compute.ProxyAsync("GET", $"/{image.Id}/metadata", version: "2.39"), Answers.With(404));
            Assert.That(await Images.ShowAsync(image.Id), Answers.With(200), "the refused deletion took place");
        }
    }
}
