using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Clients;

/// <summary>What signs images, in stacks that verify them; it has the certificates too.</summary>
internal sealed class KeyManager(StackHttp http, Transcript transcript, Uri root)
{
    /// <summary>The properties of an image with this data, as the OpenStack image signature specification has them (cursive).</summary>
    /// <param name="data">The data.</param>
    /// <param name="keyType"><c>RSA-PSS</c> or <c>ECC_SECP384R1</c>.</param>
    /// <param name="hash"><c>SHA-256</c>, <c>SHA-384</c>, <c>SHA-512</c>.</param>
    public async Task<JsonObject> SignAsync(byte[] data, string keyType = "RSA-PSS", string hash = "SHA-256") =>
        (await SignedAsync(data, keyType, hash)).Properties;

    /// <summary>The same, and whose certificate vouches for the signer's: each key type has an authority of its own.</summary>
    public async Task<(JsonObject Properties, string Authority)> SignedAsync(byte[] data, string keyType, string hash = "SHA-256")
    {
        var request = new ApiRequest("POST", new Uri(root, $"/signatures/{keyType}/{hash}")) { Body = data, ContentType = "application/octet-stream" };
        var signed = (await http.SendAsync(request, transcript)).Expect(200).Json;
        var properties = new JsonObject
        {
            ["img_signature"] = signed["signature"]!.DeepClone(),
            ["img_signature_hash_method"] = hash,
            ["img_signature_key_type"] = keyType,
            ["img_signature_certificate_uuid"] = signed["certificate"]!.DeepClone(),
        };
        return (properties, signed["authority"]!.GetValue<string>());
    }
}
