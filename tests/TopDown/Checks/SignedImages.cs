using System.Text.Json.Nodes;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Images whose signature Glance verifies when they are uploaded, and Nova when it boots from them.</summary>
[Requires("signed-images")]
[Configuration("signed-images")]
public sealed class SignedImages : StackTest
{
    private const string Certificate = "img_signature_certificate_uuid";

    private const string HashMethod = "img_signature_hash_method";

    private const string KeyType = "img_signature_key_type";

    private const string Signature = "img_signature";

    [TestCase("RSA-PSS", "SHA-256")]
    [TestCase("RSA-PSS", "SHA-512")]
    [TestCase("ECC_SECP384R1", "SHA-384")]
    [Check("B22", "cursive signature_utils.py: an image with a good signature is taken, whatever the key and the hash")]
    public async Task Image_with_a_good_signature_is_active(string keyType, string hash)
    {
        byte[] data = [1, 2, 3];

        var image = await Steps.UploadImageAsync(UniqueName(), data, await Keys.SignAsync(data, keyType, hash));

        Assert.That(image.Size, Is.EqualTo(data.Length));
    }

    [TestCase(Signature, "c2lnbmF0dXJl")]
    [TestCase(Signature, "not base64")]
    [TestCase(Certificate, "00000000-0000-4000-8000-000000000000")]
    [TestCase(HashMethod, "SHA-1024")]
    [TestCase(HashMethod, "SHA-512")]
    [TestCase(KeyType, "DSA")]
    [TestCase(KeyType, "unheard-of")]
    [Check("B22", "glance api/v2/image_data.py (LP 1924612): an upload whose signature cannot be verified is 400, and leaves an image that can be mended")]
    public async Task Image_whose_signature_does_not_hold_is_refused_and_can_be_mended(string property, string value)
    {
        byte[] data = [1, 2, 3];
        var good = await Keys.SignAsync(data);
        var signed = (JsonObject)good.DeepClone();
        signed[property] = value;
        var image = await Steps.CreateImageAsync(UniqueName(), signed);

        var refused = await Images.UploadAsync(image.Id, data);
        var afterwards = await Images.GetAsync(image.Id);
        (await Images.SetAsync(image.Id, property, good[property]!.DeepClone())).Expect(200);
        var mended = await Images.UploadAsync(image.Id, data);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused, Answers.With(400));
            Assert.That(afterwards.Status, Is.EqualTo("queued"));
            Assert.That(afterwards.Size, Is.Null);
            Assert.That(mended, Answers.With(204));
            Assert.That((await Images.GetAsync(image.Id)).Status, Is.EqualTo("active"));
        }
    }

    [Test]
    [Check("B22", "glance location.py _verify_signature: other data than what was signed are refused, and not kept")]
    public async Task Other_data_than_what_was_signed_are_refused()
    {
        byte[] data = [1, 2, 3];
        var image = await Steps.CreateImageAsync(UniqueName(), await Keys.SignAsync(data));

        var refused = await Images.UploadAsync(image.Id, [1, 2, 4]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused, Answers.With(400));
            Assert.That((await Images.GetAsync(image.Id)).Status, Is.EqualTo("queued"));
            Assert.That(await Images.DownloadAsync(image.Id), Answers.With(204));
        }
    }

    [Test]
    [Requires("boot", "snapshot", "console")]
    [Check("B22", "nova image/glance.py _get_verifier: a server boots from an image whose signature holds")]
    [Check("B18", "nova compute/api.py: a snapshot has other data, and no signature")]
    public async Task Server_boots_from_a_signed_image_and_is_snapshot_without_the_signature()
    {
        const int Boots = 5;
        var data = await Guest.LoadAsync(Session.Stack.File("guest"), Boots);
        var image = await Steps.UploadGuestAsync(UniqueName(), data, await Keys.SignAsync(data));

        var (server, _) = await Steps.BootAsync(UniqueName(), image.Id, await UseAsync(Session.Shared.Flavor));
        var console = await Steps.WaitForConsoleAsync(server.Id);
        var snapshot = (await Steps.SnapshotAsync(server.Id, UniqueName(), [])).Image;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guest.Boots(console), Is.EqualTo(Boots + 1), console);
            Assert.That(snapshot.Raw.Select(property => property.Key), Has.None.StartWith(Signature));
        }
    }

    [Test]
    [Requires("boot")]
    [Check("B22", "nova image/glance.py _verify_and_write: no server runs on data whose signature is of others")]
    public Task Server_does_not_boot_from_an_image_with_a_signature_of_other_data() => AssertDoesNotBootWithAsync(Signature, "c2lnbmF0dXJl");

    [Test]
    [Requires("boot")]
    [Check("B22", "nova image/glance.py _get_verifier: no server runs on data whose signer nobody knows")]
    public Task Server_does_not_boot_from_an_image_with_an_unknown_certificate() => AssertDoesNotBootWithAsync(Certificate, "00000000-0000-4000-8000-000000000000");

    [Test]
    [Requires("boot")]
    [Check("B22", "nova conf/glance.py verify_glance_signatures: an image without a signature is not booted")]
    public async Task Server_does_not_boot_from_an_image_without_a_signature()
    {
        var image = await Steps.UploadGuestAsync(UniqueName(), await Guest.LoadAsync(Session.Stack.File("guest"), 1));

        await AssertDoesNotBootAsync(image.Id);
    }

    private async Task AssertDoesNotBootWithAsync(string property, string value)
    {
        var data = await Guest.LoadAsync(Session.Stack.File("guest"), 1);
        var image = await Steps.UploadGuestAsync(UniqueName(), data, await Keys.SignAsync(data));
        (await Images.SetAsync(image.Id, property, value)).Expect(200);

        await AssertDoesNotBootAsync(image.Id);
    }

    private async Task AssertDoesNotBootAsync(string image)
    {
        var server = await Steps.BootInVainAsync(UniqueName(), image, await UseAsync(Session.Shared.Flavor));

        await Steps.DeleteServerAsync(server.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(server.Fault, Is.Not.Null);
            Assert.That(await Images.DeleteAsync(image), Answers.With(204), "nothing holds it");
        }
    }
}
