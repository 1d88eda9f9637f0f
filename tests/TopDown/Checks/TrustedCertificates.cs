using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Requests that say which certificates must vouch for whoever has signed their image.</summary>
[Requires("boot", "signed-images")]
[Configuration("signed-images")]
public sealed class TrustedCertificates : StackTest
{
    private const string Refused = "Image signature certificate validation failed";

    // Signers of different key types have different authorities.
    private const string OneSigner = "RSA-PSS";

    private const string AnotherSigner = "ECC_SECP384R1";

    [Test]
    [Check("B23", "nova image/glance.py _verify_certs: one of several certificates vouches for the signer")]
    public async Task Server_boots_when_one_of_its_certificates_vouches_for_the_signer()
    {
        var (image, authority) = await UploadAsync(OneSigner);
        var (_, other) = await UploadAsync(AnotherSigner);

        var server = await AskAsync(image, other, authority);
        await Steps.WaitUntilServerIsActiveAsync(server);

        Assert.That(await TrustedByAsync(server), Is.EqualTo(new[] { other, authority }));
    }

    [Test]
    [Check("B23", "nova image/glance.py _verify_certs: the signature holds, and nobody whom the user trusts knows the signer")]
    public async Task Server_does_not_boot_when_no_certificate_vouches_for_the_signer()
    {
        var (image, _) = await UploadAsync(OneSigner);
        var (_, other) = await UploadAsync(AnotherSigner);

        var server = await AskAsync(image, other);

        await AssertRefusedAsync(server);
    }

    [Test]
    [Check("B23", "nova compute/api.py rebuild: the request's certificates take the place of the server's")]
    public async Task Rebuild_goes_by_the_certificates_that_it_names()
    {
        var (first, authority) = await UploadAsync(OneSigner);
        var (second, other) = await UploadAsync(AnotherSigner);
        var server = await AskAsync(first, authority);
        await Steps.WaitUntilServerIsActiveAsync(server);

        await RebuildAsync(server, second, new JsonArray(other));
        await Steps.WaitUntilServerIsActiveAsync(server);

        Assert.That(await TrustedByAsync(server), Is.EqualTo(new[] { other }));
    }

    [Test]
    [Check("B23", "nova compute/api.py rebuild: a server keeps its certificates when the request names none, and may be rid of them")]
    public async Task Rebuild_without_certificates_goes_by_those_that_the_server_has()
    {
        var (first, authority) = await UploadAsync(OneSigner);
        var (second, _) = await UploadAsync(AnotherSigner);
        var server = await AskAsync(first, authority);
        await Steps.WaitUntilServerIsActiveAsync(server);

        (await Compute.RebuildAsync(server, second)).Expect(202);
        await AssertRefusedAsync(server);

        await RebuildAsync(server, second, null);
        await Steps.WaitUntilServerIsActiveAsync(server);
        Assert.That(await TrustedByAsync(server), Is.Null);
    }

    private async Task<(string Image, string Authority)> UploadAsync(string signer)
    {
        var data = await Guest.LoadAsync(Session.Stack.File("guest"), 1);
        var (properties, authority) = await Keys.SignedAsync(data, signer);
        return ((await Steps.UploadGuestAsync(UniqueName(), data, properties)).Id, authority);
    }

    private async Task<string> AskAsync(string image, params string[] trusted) => await Steps.AskForServerAsync(new JsonObject
    {
        ["name"] = UniqueName(),
        ["imageRef"] = image,
        ["flavorRef"] = await UseAsync(Session.Shared.Flavor),
        ["trusted_image_certificates"] = new JsonArray([.. trusted.Select(id => JsonValue.Create(id))]),
    }, ComputeApi.TrustedCertificates);

    private async Task RebuildAsync(string server, string image, JsonArray? trusted) => (await Compute.RebuildAsync(
        server, new JsonObject { ["imageRef"] = image, ["trusted_image_certificates"] = trusted }, ComputeApi.TrustedCertificates)).Expect(202);

    private async Task<IEnumerable<string>?> TrustedByAsync(string server) =>
        ((await Compute.ShowServerAsync(server, ComputeApi.TrustedCertificates)).Expect(200).Member<JsonObject>("server")["trusted_image_certificates"] as JsonArray)
            ?.Select(id => id!.GetValue<string>());

    private async Task AssertRefusedAsync(string id)
    {
        var server = await Steps.WaitUntilServerHasBecomeAsync(id, "in ERROR with a fault", state => state is { Status: "ERROR", TaskState: null, Fault: not null });

        Assert.That(server.Fault, Does.Contain(Refused));
    }
}
