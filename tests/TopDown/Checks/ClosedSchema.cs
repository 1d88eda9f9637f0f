using System.Text.Json.Nodes;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>A Glance whose operator says which properties images have, and of which type: what Nova writes must be among them.</summary>
[Requires("closed-schema")]
[Configuration("closed-schema")]
public sealed class ClosedSchema : StackTest
{
    [Test]
    [Check("B6", "glance allow_additional_image_properties: a property that is not in the schema is refused, as what is asked for is not possible")]
    public async Task Property_that_is_not_in_the_schema_is_refused()
    {
        var name = UniqueName();
        OwnImages(name);

        var answer = await Images.CreateAsync(new JsonObject { ["name"] = name, ["disk_format"] = "raw", ["container_format"] = "bare", ["unheard_of"] = "x" });

        Assert.That(answer.Status, Is.EqualTo(400).Or.EqualTo(403), answer.ToString());
    }

    [Test]
    [Requires("boot", "snapshot", "console")]
    [Check("B6", "nova 2f2b0e954d (LP 1596602): a server without kernel and ramdisk is snapshot without them, or its image would be refused")]
    public async Task Snapshot_of_a_server_has_what_the_schema_knows()
    {
        var booted = await UseAsync(Session.Shared.Server);

        var snapshot = await Steps.SnapshotAsync(booted.Server.Id, UniqueName(), []);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guest.Boots(booted.Console!), Is.EqualTo(booted.Boots), booted.Console);
            Assert.That(snapshot.Image["image_type"], Is.EqualTo("snapshot"));
            Assert.That(snapshot.Image["instance_uuid"], Is.EqualTo(booted.Server.Id));
            Assert.That(snapshot.Image["base_image_ref"], Is.EqualTo(booted.Image.Id));
            Assert.That(snapshot.Image.Raw["kernel_id"], Is.Null);
            Assert.That(snapshot.Image.Raw["ramdisk_id"], Is.Null);
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [KnownDefect(
        "B6",
        "nova api/openstack/compute/servers.py _action_create_image expects no TypeError, which is what glanceclient's schema raises",
        "createImage with metadata that the operator's schema does not know is an internal error (500)")]
    [Check("B6", "nova api/openstack/compute/servers.py createImage: metadata that Glance refuses is the client's mistake, and no image is left")]
    public async Task Snapshot_with_metadata_that_is_not_in_the_schema_is_refused()
    {
        var booted = await UseAsync(Session.Shared.Server);
        var name = UniqueName();
        OwnImages(name);

        var answer = await Compute.CreateImageAsync(booted.Server.Id, name, new() { ["unheard_of"] = "x" });

        using (Assert.EnterMultipleScope())
        {
            Observe(answer.Status, live: Is.EqualTo(500), right: Is.InRange(400, 499));
            Assert.That(await Steps.ListImagesAsync(name), Is.Empty);
            Assert.That((await Compute.GetServerAsync(booted.Server.Id)).TaskState, Is.Null);
        }
    }

    [TestCase("\"five\"")]
    [TestCase("true")]
    [Check("B20", "glance bd16ab256 (LP 1856578): a value that is not of the declared type is the client's error, and none of Glance's")]
    public async Task Value_that_is_no_number_where_one_is_declared_is_refused(string value)
    {
        Assert.That(await TryCreateAsync(value), Answers.With(400));
    }

    [Test]
    [Check("B20", "glance bd16ab256 (LP 1856578): a property that is declared with another type than text is no internal error, whether it is taken or not")]
    public async Task Number_where_one_is_declared_is_no_internal_error()
    {
        var answer = (await TryCreateAsync("5")).Expect(201, 400);

        if (answer.Status == 201)
        {
            Assert.That(await Images.ShowAsync(answer.Json["id"]!.GetValue<string>()), Answers.With(200));
        }
    }

    private async Task<Connection.ApiAnswer> TryCreateAsync(string number)
    {
        var name = UniqueName();
        OwnImages(name);
        return await Images.CreateAsync(
            new JsonObject { ["name"] = name, ["disk_format"] = "raw", ["container_format"] = "bare", ["gate_number"] = JsonNode.Parse(number) });
    }
}
