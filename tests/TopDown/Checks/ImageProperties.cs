using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Properties of images that say how a server's machine is to be: what Nova cannot do is refused by its API, and no server remains.</summary>
[Requires("api-checks")]
public sealed class ImageProperties : StackTest
{
    private const string ConfigDrive = "img_config_drive";

    /// <summary>A wish that Nova looks at last, and refuses: all that comes before it was taken.</summary>
    private static readonly (string Property, string Value, string Reason) LastWish = ("hw_mem_page_size", "large", "Page size large forbidden");

    /// <summary>The image that gets one property after another.</summary>
    private Clients.Image _image = null!;
    private string[] _set = [];

    private static IEnumerable<string> Restricted =>
        [.. ImagePropertyTypes.Choices, .. ImagePropertyTypes.Numbers, .. ImagePropertyTypes.Forms, .. ImagePropertyTypes.FormerNames];

    [Test]
    [Check("J4", "nova LP 1558866: a property's value that is none of the known ones is the client's error, and named")]
    public async Task Value_of_a_property_that_Nova_does_not_know_is_refused()
    {
        var server = await TryToBootAsync(await UseAsync(Session.Shared.Flavor));

        using (Assert.EnterMultipleScope())
        {
            foreach (var property in Restricted)
            {
                AssertRefused(await server(new() { [property] = ImagePropertyTypes.Wrong }), property);
            }

            Assert.That(await LeftAsync(), Is.Empty);
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("J4", "nova compute/api.py rebuild: the same holds for the image of a rebuild, and the server stays what it is")]
    public async Task Value_that_Nova_does_not_know_is_refused_for_a_rebuild() =>
        await AssertRebuildRefusedAsync(["hw_disk_bus", "hw_cpu_max_cores", "img_hv_requested_version", "architecture"]);

    [Test]
    [Requires("boot", "snapshot", "long-form")]
    [Configuration("long-form")]
    [Check("J4", "nova compute/api.py rebuild: the same holds for the image of a rebuild, and the server stays what it is")]
    public async Task Every_value_that_Nova_does_not_know_is_refused_for_a_rebuild() => await AssertRebuildRefusedAsync(Restricted.Except([ConfigDrive]));

    [Test]
    [Requires("boot", "snapshot")]
    [KnownDefect(
        "J4",
        "nova api/openstack/compute/servers.py _action_rebuild has no InvalidImageConfigDrive, which compute/api.py raises for a boot as for a rebuild",
        "a rebuild with an image whose img_config_drive is none of the known values ends as 500")]
    [Check("J4", "nova compute/api.py rebuild: the same holds for the image of a rebuild")]
    public async Task Config_drive_that_Nova_does_not_know_is_refused_for_a_rebuild()
    {
        var booted = await BootedAsync();
        await SetAsync(new() { [ConfigDrive] = ImagePropertyTypes.Wrong });

        var answer = await Compute.RebuildAsync(booted.Server.Id, _image.Id);

        Observe(answer.Status, live: Is.EqualTo(500), right: Is.EqualTo(400));
    }

    [Test]
    [Check("J4", "nova objects/fields.py FlexibleBoolean: a flag is taken, whatever it says")]
    public async Task Flag_with_any_value_is_taken()
    {
        var server = await TryToBootAsync(await UseAsync(Session.Shared.Flavor));
        var wishes = new JsonObject { [LastWish.Property] = LastWish.Value };
        foreach (var flag in ImagePropertyTypes.Flags)
        {
            wishes[flag] = ImagePropertyTypes.Wrong;
        }

        Assert.That((await server(wishes)).Text, Does.Contain(LastWish.Reason));
    }

    [TestCase("os_type=LINUX hw_scsi_model=lsiLogicSAS hw_vif_model=VirtualE1000 hw_vm_mode=HV hw_architecture=amd64 hypervisor_type=KVM")]
    [TestCase("vmware_adaptertype=paraVirtual vm_mode=pv img_config_drive=mandatory img_hv_requested_version=>=1.0,!=2.5 hw_cpu_max_cores=7"
        + " img_signature_certificate_uuid=no-uuid trait:CUSTOM_ANY=required")]
    [Check("J4", "nova objects/fields.py coerce, canonicalize: other spellings that were in use are taken")]
    public async Task Values_in_other_spellings_are_taken(string values)
    {
        var server = await TryToBootAsync(await UseAsync(Session.Shared.Flavor));
        var wishes = Wishes(values);
        wishes[LastWish.Property] = LastWish.Value;

        Assert.That((await server(wishes)).Text, Does.Contain(LastWish.Reason));
    }

    [Test]
    [KnownDefect(
        "J5",
        "nova objects/image_meta.py _set_numa_cpus: parse_cpu_spec raises Invalid, where compute/api.py _get_image_meta_obj expects ValueError",
        "an image whose hw_numa_cpus.0 is no list of processors ends a request for a server as 500")]
    [Check("J5", "nova api/openstack/compute/servers.py: wishes that cannot be are the client's error")]
    public async Task List_of_processors_that_is_none_is_refused()
    {
        var server = await TryToBootAsync(await UseAsync(Session.Shared.Flavor));

        var answer = await server(new() { ["hw_numa_cpus.0"] = ImagePropertyTypes.Wrong });

        Observe(answer.Status, live: Is.EqualTo(500), right: Is.EqualTo(400));
    }

    [Test]
    [Check("J5", "nova virt/hardware.py: wishes of an image that cannot be are the client's error")]
    public async Task Wishes_that_cannot_be_are_refused()
    {
        var server = await TryToBootAsync(await UseAsync(Session.Shared.Flavor));

        await AssertRefusedAsync(
            server,
            ("hw_numa_nodes=0", 400, "must be a number greater than 0"),
            ("hw_numa_nodes=2", 400, "cannot be evenly distributed"),
            ("hw_numa_nodes=1 hw_numa_cpus.0=0", 400, "must be provided for all NUMA nodes"),
            ("hw_numa_nodes=1 hw_numa_cpus.0=0 hw_numa_mem.0=32", 400, "32 MB of memory assigned"),
            ("hw_numa_nodes=1 hw_numa_cpus.0=5 hw_numa_mem.0=64", 400, "CPU number 5 is larger than max"),
            ("hw_numa_nodes=2 hw_numa_cpus.0=0 hw_numa_mem.0=32 hw_numa_cpus.1=0 hw_numa_mem.1=32", 400, "CPU number 0 is assigned to two nodes"),
            ("hw_mem_page_size=large", 400, "Page size large forbidden"),
            ("hw_cpu_thread_policy=isolate", 400, "Cannot set cpu thread pinning policy"),
            ("hw_cpu_policy=mixed", 400, "when using 'mixed' CPU policy"),
            ("hw_cpu_max_sockets=1 hw_cpu_sockets=2", 400, "exceeds the limits of the flavor or image"),
            ("hw_mem_encryption=true", 400, "doesn't have 'hw_firmware_type' property set to 'uefi'"),
            ("hw_mem_encryption=true hw_firmware_type=uefi hw_machine_type=pc", 400, "q35 type is required"),
            ("hw_locked_memory=true", 403, "locked_memory value in image or flavor is forbidden"),
            ("cinder_encryption_key_id=00000000-0000-4000-8000-000000000000", 400, "Direct booting of an image uploaded from an encrypted volume"));
    }

    [Test]
    [Requires("long-form")]
    [Configuration("long-form")]
    [Check("J5", "nova virt/hardware.py: an image may not wish what its flavor denies")]
    public async Task Wishes_against_the_flavor_are_refused()
    {
        var flavor = await MakeFlavorAsync(new()
        {
            ["hw:cpu_max_sockets"] = "1",
            ["hw:cpu_policy"] = "shared",
            ["hw:pmu"] = "false",
            ["hw:vif_multiqueue_enabled"] = "false",
            ["hw:serial_port_count"] = "1",
            ["hw:mem_page_size"] = "small",
            ["hw:mem_encryption"] = "false",
            ["hw:numa_nodes"] = "1",
            ["hw:pci_numa_affinity_policy"] = "required",
        });
        var server = await TryToBootAsync(flavor);

        await AssertRefusedAsync(
            server,
            ("hw_cpu_max_sockets=2", 400, "exceeds the limits of the flavor"),
            ("hw_cpu_sockets=2", 400, "exceeds the limits of the flavor or image"),
            ("hw_cpu_policy=dedicated", 400, "not permitted to override CPU pinning policy"),
            ("hw_pmu=true", 400, "hw:pmu extra spec explicitly set to False"),
            ("hw_vif_multiqueue_enabled=true", 400, "hw:vif_multiqueue_enabled extra spec explicitly set to False"),
            ("hw_serial_port_count=2", 400, "number of serial ports"),
            ("hw_mem_page_size=large", 400, "Page size large forbidden against 'small'"),
            ("hw_mem_encryption=true", 400, "hw:mem_encryption extra spec explicitly set to false"),
            ("hw_numa_nodes=1", 400, "not permitted to override NUMA configuration"),
            ("hw_pci_numa_affinity_policy=preferred", 403, "not permitted to override the 'hw:pci_numa_affinity_policy'"));
    }

    [Test]
    [Requires("long-form")]
    [Configuration("long-form")]
    [Check("J5", "nova virt/hardware.py: an image may not wish what its flavor denies")]
    public async Task Wishes_against_pinned_processors_are_refused()
    {
        var flavor = await MakeFlavorAsync(new()
        {
            ["hw:cpu_policy"] = "dedicated",
            ["hw:cpu_thread_policy"] = "isolate",
            ["hw:numa_nodes"] = "1",
            ["hw:numa_cpus.0"] = "0-1",
            ["hw:numa_mem.0"] = "64",
            ["hw:mem_page_size"] = "any",
        });
        var server = await TryToBootAsync(flavor);

        await AssertRefusedAsync(
            server,
            ("hw_cpu_thread_policy=require", 400, "not permitted to override CPU thread pinning policy"),
            ("hw_numa_cpus.0=0", 400, "not permitted to override NUMA configuration"),
            ("hw_numa_mem.0=64", 400, "not permitted to override NUMA configuration"),
            ("hw_mem_page_size=gate-wrong", 400, "Invalid memory page size 'gate-wrong'"),
            ("trait:HW_CPU_HYPERTHREADING=required", 400, "in combination with the 'hw:cpu_thread_policy'"));
    }

    [Test]
    [KnownDefect(
        "J5",
        "nova api/openstack/compute/servers.py INVALID_FLAVOR_IMAGE_EXCEPTIONS has no FlavorImageLockedMemoryConflict",
        "an image with hw_locked_memory against its flavor's hw:locked_memory ends a request for a server as 500")]
    [Check("J5", "nova virt/hardware.py: an image may not wish what its flavor denies")]
    public async Task Locked_memory_against_the_flavor_is_refused()
    {
        var server = await TryToBootAsync(await MakeFlavorAsync(new() { ["hw:locked_memory"] = "false" }));

        var answer = await server(new() { ["hw_locked_memory"] = "true" });

        Observe(answer.Status, live: Is.EqualTo(500), right: Is.EqualTo(400).Or.EqualTo(403));
    }

    /// <summary>Properties and values, written as <c>hw_numa_nodes=2 hw_cpu_policy=shared</c>.</summary>
    private static JsonObject Wishes(string text) => new(
        text.Split(' ').Select(wish => wish.Split('=', 2)).Select(wish => KeyValuePair.Create(wish[0], (JsonNode?)wish[1])));

    private static void AssertRefused(ApiAnswer answer, string property)
    {
        Assert.That(answer, Answers.With(400), property);
        Assert.That(answer.Text, Does.Contain("Invalid image metadata"), property);
        Assert.That(answer.Text, Does.Contain(ImagePropertyTypes.Wrong).Or.Contain($"in field {property}"), property);
    }

    private static async Task AssertRefusedAsync(
        Func<JsonObject, Task<ApiAnswer>> server, params (string Wishes, int Status, string Reason)[] cases)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (wishes, status, reason) in cases)
            {
                var answer = await server(Wishes(wishes));
                Assert.That(answer, Answers.With(status), wishes);
                Assert.That(answer.Json.First().Value?["message"]?.GetValue<string>(), Does.Contain(reason), wishes);
            }
        }
    }

    private async Task AssertRebuildRefusedAsync(IEnumerable<string> properties)
    {
        var booted = await BootedAsync();

        using (Assert.EnterMultipleScope())
        {
            foreach (var property in properties)
            {
                await SetAsync(new() { [property] = ImagePropertyTypes.Wrong });
                var answer = await Compute.RebuildAsync(booted.Server.Id, _image.Id);
                Assert.That(answer, Answers.With(400), property);
                Assert.That(answer.Text, Does.Contain(ImagePropertyTypes.Wrong).Or.Contain($"in field {property}"), property);
            }

            var server = await Compute.GetServerAsync(booted.Server.Id);
            Assert.That(server, Has.Property("Status").EqualTo("ACTIVE").And.Property("TaskState").Null.And.Property("ImageId").EqualTo(booted.Image.Id));
        }
    }

    /// <summary>The shared server, when it has been snapshot: while it is, each request is refused for that.</summary>
    private async Task<BootedServer> BootedAsync()
    {
        await UseAsync(Session.Shared.Snapshot);
        await MakeImageAsync();
        return await UseAsync(Session.Shared.Server);
    }

    private async Task<string> MakeFlavorAsync(JsonObject specs)
    {
        var flavor = await Steps.CreateFlavorAsync(UniqueName(), 64, 1, processors: 2);
        (await Compute.AddExtraSpecsAsync(flavor, specs)).Expect(200);
        return flavor;
    }

    /// <summary>Returns what asks for a server from an image with given properties.</summary>
    private async Task<Func<JsonObject, Task<ApiAnswer>>> TryToBootAsync(string flavor)
    {
        await MakeImageAsync();
        return async properties =>
        {
            await SetAsync(properties);
            return await Compute.CreateServerAsync(_image.Name, _image.Id, flavor);
        };
    }

    /// <summary>Makes the image, and registers servers of its name.</summary>
    private async Task MakeImageAsync()
    {
        var name = UniqueName();
        OwnServers(name);
        _image = await Steps.UploadImageAsync(name, [1]);
    }

    private async Task SetAsync(JsonObject properties)
    {
        (await Images.ExchangePropertiesAsync(_image.Id, _set, properties)).Expect(200);
        _set = [.. properties.Select(property => property.Key)];
    }

    private async Task<IEnumerable<string>> LeftAsync() =>
        (await Compute.ListServersAsync(_image.Name)).Expect(200).Member<JsonArray>("servers").Select(server => server!["id"]!.GetValue<string>());
}
