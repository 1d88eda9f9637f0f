using GlanceGate.TopDown.Harness;
using Story = GlanceGate.TopDown.Stories.DeletedServers;

namespace GlanceGate.TopDown.Checks;

/// <summary>Servers that are deleted, whatever they were doing: nothing of them is left, and no image that was made of them.</summary>
[ToldFirst]
[Requires("boot", "snapshot", "quick-boot", "disk-files")]
public sealed class DeletedServers : StackTest
{
    /// <summary>What Nova calls a server in a state that lasts.</summary>
    private static readonly (string State, string Status)[] States =
    [
        (Story.Suspended, "SUSPENDED"), (Story.Paused, "PAUSED"), (Story.Stopped, "SHUTOFF"), (Story.Rescued, "RESCUE"),
        (Story.Resized, "VERIFY_RESIZE"),
    ];

    [Test]
    [Check("J8", "nova LP 1259462: the image of a shelved server goes with it")]
    public async Task Image_of_a_shelved_server_goes_with_it() =>
        AssertImageGone((await UseAsync(Session.Shared.DeletedServers)).Of[Story.Shelved]);

    [Test]
    [Requires("long-form")]
    [Configuration("long-form")]
    [Check("J8", "nova LP 1259462: the image of a shelved server goes with it, also when an administrator deletes it")]
    public async Task Image_of_a_shelved_server_goes_with_it_for_an_administrator() =>
        AssertImageGone((await UseAsync(Session.Shared.MoreDeletedServers)).Of[Story.ShelvedForAdministrator]);

    [Test]
    [Check("J8", "nova compute/api.py _delete: a deleted server takes nothing more, of hosts, quotas and images")]
    public async Task Deleted_servers_leave_nothing() => AssertNothingIsLeft(await UseAsync(Session.Shared.DeletedServers));

    [Test]
    [Check("J9", "nova compute/manager.py shelve_instance: a shelving whose image is deleted meanwhile leaves no image, and the server can be shelved again")]
    public async Task Failed_shelving_leaves_a_server_that_can_be_shelved()
    {
        var deleted = await UseAsync(Session.Shared.DeletedServers);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(deleted.Shelving!.Images, Is.Empty);
            Assert.That(deleted.Shelving.Server.Status, Is.EqualTo("ACTIVE").Or.EqualTo("SHUTOFF"));
            Assert.That(deleted.Of[Story.Shelved].Before.Status, Is.EqualTo("SHELVED_OFFLOADED"), "shelved again");
        }
    }

    [Test]
    [Requires("long-form")]
    [Configuration("long-form")]
    [Check("J8", "nova compute/api.py delete: a server may be deleted in any state")]
    public async Task Servers_are_deleted_in_any_state()
    {
        var deleted = await UseAsync(Session.Shared.MoreDeletedServers);

        using (Assert.EnterMultipleScope())
        {
            foreach (var (state, status) in States)
            {
                Assert.That(deleted.Of[state].Before.Status, Is.EqualTo(status), state);
            }
        }
    }

    [Test]
    [Requires("long-form")]
    [Configuration("long-form")]
    [Check("J8", "nova compute/api.py _delete: a deleted server takes nothing more, of hosts, quotas and images")]
    public async Task Servers_deleted_in_the_middle_of_something_leave_nothing() =>
        AssertNothingIsLeft(await UseAsync(Session.Shared.MoreDeletedServers));

    [Test]
    [Requires("long-form")]
    [Configuration("long-form")]
    [KnownDefect(
        "J8",
        "nova compute/api.py _delete looks at the image of a shelving only when that has ended, and compute/manager.py shelve_instance leaves it",
        "the image of a server that is deleted while it is being shelved stays, half made or whole")]
    [Check("J8", "nova compute/api.py _delete: the image of a shelved server goes with it")]
    public async Task Image_of_a_server_deleted_while_it_is_shelved_goes_with_it()
    {
        var deleted = await UseAsync(Session.Shared.MoreDeletedServers);

        Observe(
            string.Join(", ", deleted.Of[Story.WhileShelving].Images.Select(image => image.Status)),
            live: Is.EqualTo("queued").Or.EqualTo("saving").Or.EqualTo("active"),
            right: Is.Empty);
    }

    private static void AssertImageGone(Stories.DeletedServer deleted)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deleted.Before.Status, Is.EqualTo("SHELVED_OFFLOADED"));
            Assert.That(deleted.Taken, Is.Empty, "what it takes from hosts while it is shelved");
            Assert.That(deleted.Images, Is.Empty);
        }
    }

    private static void AssertNothingIsLeft(Story deleted)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deleted.Images, Is.Empty);
            Assert.That(deleted.Deletion, Answers.With(204));
            Assert.That(deleted.Taken, Is.Empty, "what the project takes from hosts");
            foreach (var resource in new[] { "totalInstancesUsed", "totalCoresUsed", "totalRAMUsed" })
            {
                Assert.That(deleted.Used[resource]?.GetValue<int>(), Is.Zero, resource);
            }
        }
    }
}
