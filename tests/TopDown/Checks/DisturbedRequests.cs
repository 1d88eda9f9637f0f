using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Glance does not answer Nova's API as it should: what passes is not noticed, what stays is told as it is, and nothing is half done.</summary>
[Requires("image-faults")]
[Configuration("image-faults")]
public sealed class DisturbedRequests : StackTest
{
    private static readonly JsonObject Unavailable = new() { ["kind"] = "answer", ["status"] = 503 };

    [Test]
    [Check("F10", "nova conf/glance.py num_retries: a request that Glance could not serve is repeated")]
    public async Task Image_is_shown_when_Glance_is_unavailable_for_one_request()
    {
        var image = await Steps.UploadImageAsync(UniqueName(), [1]);

        var (answer, told) = await Faults.WhileAsync("GET", ImageFaults.Of(image.Id), Unavailable, 1, () => Compute.ProxyAsync("GET", $"/{image.Id}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(200));
            Assert.That(told, Is.EqualTo(new int?[] { 503 }));
        }
    }

    [Test]
    [Check("F10", "nova conf/glance.py num_retries: one request and one more")]
    public async Task Image_is_asked_for_as_often_as_the_configuration_says()
    {
        var image = await Steps.UploadImageAsync(UniqueName(), [1]);

        var (answer, told) = await Faults.WhileAsync("GET", ImageFaults.Of(image.Id), Unavailable, null, () => Compute.ProxyAsync("GET", $"/{image.Id}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.InRange(500, 503));
            Assert.That(told, Is.EqualTo(new int?[] { 503, 503 }));
        }
    }

    [Test]
    [Requires("boot")]
    [Check("F10", "nova compute/api.py: without its image no server is made")]
    public async Task No_server_is_made_while_Glance_is_unavailable()
    {
        var flavor = await UseAsync(Session.Shared.Flavor);
        var image = await Steps.UploadImageAsync(UniqueName(), [1]);
        var name = UniqueName();
        OwnServers(name);

        var (answer, _) = await Faults.WhileAsync("GET", ImageFaults.Of(image.Id), Unavailable, null, () => Compute.CreateServerAsync(name, image.Id, flavor));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.InRange(500, 503));
            Assert.That((await Compute.ListServersAsync(name)).Expect(200).Member<JsonArray>("servers"), Is.Empty);
        }
    }

    [TestCase("")]
    [TestCase("/detail")]
    [Check("F10", "nova conf/glance.py num_retries: a list, too")]
    public async Task Images_are_listed_when_Glance_is_unavailable_for_one_request(string path)
    {
        var name = UniqueName();
        var image = await Steps.CreateImageAsync(name);

        var (answer, told) = await Faults.WhileAsync("GET", "/v2/images", Unavailable, 1, () => Compute.ProxyAsync("GET", $"{path}?name={name}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Expect(200).Member<JsonArray>("images").Select(item => item!["id"]!.GetValue<string>()), Is.EqualTo(new[] { image.Id }));
            Assert.That(told, Is.EqualTo(new int?[] { 503 }));
        }
    }

    [Test]
    [Check("F10", "nova image/glance.py: a connection that is reset is repeated as well")]
    public async Task Image_is_shown_when_a_connection_is_reset_once()
    {
        var image = await Steps.UploadImageAsync(UniqueName(), [1]);
        JsonObject reset = new() { ["kind"] = "reset", ["after"] = 10 };

        var (answer, told) = await Faults.WhileAsync("GET", ImageFaults.Of(image.Id), reset, 1, () => Compute.ProxyAsync("GET", $"/{image.Id}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(200));
            Assert.That(told, Is.EqualTo(new int?[] { 200 }));
        }
    }
}
