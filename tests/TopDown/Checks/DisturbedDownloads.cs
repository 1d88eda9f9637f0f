using GlanceGate.TopDown.Harness;
using GlanceGate.TopDown.Stories;

namespace GlanceGate.TopDown.Checks;

/// <summary>
/// An image's data does not come as it should: no server runs on what came, nothing of it is left on the host for the next one, and nothing
/// holds the image any more.
/// </summary>
[ToldFirst]
[Requires("image-faults", "boot", "console")]
[Configuration("image-faults")]
public sealed class DisturbedDownloads : StackTest
{
    private static IEnumerable<string> All => DisturbedBoot.Faults.Keys;

    [TestCase("unavailable once")]
    [TestCase("stalled")]
    [Check("F2", "nova conf/glance.py num_retries: a request that Glance could not serve is repeated; a slow answer is no failure")]
    public async Task Disturbance_that_passes_is_not_noticed(string fault)
    {
        var boot = await BootAsync(fault);

        Assert.That(boot.First.Status, Is.EqualTo("ACTIVE"), boot.First.ToString());
    }

    [TestCase("unavailable", 503, 2)]
    [TestCase("unauthorized", 401, 1)]
    [TestCase("gone", 404, 1)]
    [Check("F3", "nova image/glance.py: an answer without data ends the boot, repeated as often as num_retries says and only where that may help")]
    public async Task Download_that_is_refused_ends_in_ERROR(string fault, int status, int times)
    {
        var boot = await BootAsync(fault);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(boot.First.Status, Is.EqualTo("ERROR"), boot.First.ToString());
            Assert.That(boot.Told, Is.EqualTo(Enumerable.Repeat<int?>(status, times)));
        }
    }

    [TestCase("reset")]
    [TestCase("cut short")]
    [TestCase("corrupt")]
    [Check("F3", "glanceclient common/utils.py serious_integrity_iter: data that are not whole, or not the image's, are never booted")]
    public async Task Download_that_breaks_ends_in_ERROR(string fault)
    {
        var boot = await BootAsync(fault);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(boot.First.Status, Is.EqualTo("ERROR"), boot.First.ToString());
            Assert.That(boot.Told, Is.Not.Empty);
        }
    }

    [TestCase("reset once")]
    [TestCase("corrupt once")]
    [KnownDefect(
        "F2",
        "nova image/glance.py call repeats what fails in the call; glanceclient gives data as an iterator, which fails later, in _verify_and_write",
        "a server whose image's download breaks once is in ERROR, whatever num_retries says")]
    [Check("F2", "nova ce493273b9 (LP 1950657): a download that broke or was corrupt is repeated")]
    public async Task Download_that_breaks_once_is_repeated(string fault)
    {
        var boot = await BootAsync(fault);

        Observe(boot.First.Status, live: Is.EqualTo("ERROR"), right: Is.EqualTo("ACTIVE"));
    }

    [TestCaseSource(nameof(All))]
    [Check("F3", "nova virt/libvirt/utils.py fetch_image: what came of a failed download is not taken for the image by the next server")]
    public async Task Next_server_boots_from_the_images_own_bytes(string fault)
    {
        var boot = await BootAsync(fault);

        Assert.That(boot.Second.Status, Is.EqualTo("ACTIVE"), boot.Second.ToString());
        Assert.That(Guest.Boots(boot.Console!), Is.EqualTo(boot.Boots), boot.Console);
    }

    [TestCaseSource(nameof(All))]
    [Check("F3", "nova 43bca185fe (LP 1948706): a failed download releases the image, so that it can be deleted")]
    public async Task Image_is_not_held_by_a_download_that_failed(string fault)
    {
        var boot = await BootAsync(fault);

        Assert.That(boot.Deletion, Answers.With(204));
    }

    private async Task<DisturbedBoot> BootAsync(string fault) => (await UseAsync(Session.Shared.DisturbedBoots))[fault];
}
