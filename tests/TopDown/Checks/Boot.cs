using System.Text.Json.Nodes;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>A server booted from an image, looked at from outside.</summary>
public sealed class Boot : StackTest
{
    [Test]
    [Requires("boot")]
    [Check("F1", "nova virt image download through v2: the server is ACTIVE and says which image it has")]
    public async Task Server_booted_from_an_image_is_ACTIVE_and_names_the_image()
    {
        var booted = await UseAsync(Session.Shared.Server);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(booted.Server.Status, Is.EqualTo("ACTIVE"));
            Assert.That(booted.Server.ImageId, Is.EqualTo(booted.Image.Id));
            Assert.That(booted.Server.Raw["OS-EXT-STS:power_state"]?.GetValue<int>(), Is.EqualTo(1));
        }
    }

    [Test]
    [Requires("boot", "console")]
    [Check("F1", "bytes on the hypervisor equal the bytes uploaded: the guest prints a number that was written into this upload")]
    public async Task Guest_runs_the_uploaded_bytes()
    {
        var booted = await UseAsync(Session.Shared.Server);

        Assert.That(Guest.Boots(booted.Console!), Is.EqualTo(booted.Boots), booted.Console);
    }

    [Test]
    [Requires("boot", "boot-sector")]
    [Check("B5", "nova 3f8076acdc (LP 1592808): without kernel and ramdisk a server has empty ones")]
    public async Task Server_of_an_image_without_kernel_has_none()
    {
        var booted = await UseAsync(Session.Shared.Server);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(booted.Server.Raw["OS-EXT-SRV-ATTR:kernel_id"]?.GetValue<string>(), Is.Empty);
            Assert.That(booted.Server.Raw["OS-EXT-SRV-ATTR:ramdisk_id"]?.GetValue<string>(), Is.Empty);
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("A11", "nova 9189d9be88: a request can be followed by its id; the part that shows outside is the server's action list")]
    public async Task Action_list_names_the_requests_that_the_client_made()
    {
        var booted = await UseAsync(Session.Shared.Server);
        var snapshot = await UseAsync(Session.Shared.Snapshot);

        var actions = (await Compute.ServerActionsAsync(booted.Server.Id)).Expect(200).Member<JsonArray>("instanceActions")
            .ToDictionary(action => action!["action"]!.GetValue<string>(), action => action!["request_id"]!.GetValue<string>());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(actions.GetValueOrDefault("create"), Is.Not.Null.And.EqualTo(booted.Request.Header("X-Compute-Request-Id")));
            Assert.That(actions.GetValueOrDefault("createImage"), Is.Not.Null.And.EqualTo(snapshot.Request.Header("X-Compute-Request-Id")));
        }
    }
}
