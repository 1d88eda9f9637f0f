using System.Globalization;
using System.Text.Json.Nodes;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>A compute host loses its power while servers run, and has it again.</summary>
[Requires("power-loss", "boot", "console", "snapshot")]
[Configuration("power-loss")]
public sealed class PowerLoss : StackTest
{
    [Test]
    [Check("F4", "nova 1c657cda5a (LP 1669844): an image is on the host's disk before a server is made of it, so that it outlives the host's power, for other servers too")]
    public async Task Image_on_the_host_is_whole_after_the_host_lost_its_power()
    {
        const int Boots = 2;
        var flavor = await UseAsync(Session.Shared.Flavor);
        var image = await Steps.UploadGuestAsync(UniqueName(), await Guest.LoadAsync(Session.Stack.File("guest"), Boots));
        var (first, _) = await Steps.BootAsync(UniqueName(), image.Id, flavor);
        await Steps.WaitForConsoleAsync(first.Id);

        var again = await CyclePowerAsync();
        await WaitUntilComputeServiceIsThereAsync(again);

        // Made of what the host has kept of the image. Its disk is looked at, as a guest without its code would say nothing for ever.
        var (second, _) = await Steps.BootAsync(UniqueName(), image.Id, flavor);
        await Steps.ActAsync(second.Id, "os-stop", "SHUTOFF");
        var (snapshot, _) = await Steps.TrySnapshotAsync(second.Id, UniqueName());
        var disk = (await Images.DownloadAsync(snapshot?.Id ?? "none")).Expect(200).Body;

        Assert.That(Guest.BootsOn(disk), Is.GreaterThanOrEqualTo(Boots), "the guest's code and its counter");
    }

    /// <summary>A server that is asked for before is one whose host went away while it was built.</summary>
    private async Task WaitUntilComputeServiceIsThereAsync(DateTimeOffset since) => await Eventually.ReachAsync(
        $"the compute service has said since {since:T} that it is there",
        Eventually.Deadline,
        async () => (await Compute.ListComputeServicesAsync()).Expect(200).Member<JsonArray>("services").Single()!.AsObject(),
        service => service["updated_at"]?.GetValue<string>() is { } time && DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) > since,
        _ => null,
        service => service.ToJsonString());
}
