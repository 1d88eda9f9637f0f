using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Clients;

/// <summary>The proxy between Nova and Glance, in stacks that have one: what it does to which requests, and to which it has.</summary>
/// <remarks>What each fault is says the proxy itself (<c>gate-fault-proxy</c> of the stack's image).</remarks>
internal sealed class ImageFaults(StackHttp http, Transcript transcript, Uri root)
{
    /// <summary>Path of any image's data.</summary>
    public const string Data = "/v2/images/[^/]+/file";

    /// <summary>Path of an image.</summary>
    public static string Of(string image) => $"/v2/images/{image}";

    /// <summary>Path of an image's data.</summary>
    public static string DataOf(string image) => $"{Of(image)}/file";

    /// <summary>The next requests of a method for an image's data or the image itself are disturbed.</summary>
    /// <param name="name">A unique name, by which the fault is removed and asked for.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">A regular expression of the whole path, without the query.</param>
    /// <param name="fault">What is done: <c>kind</c> and its values.</param>
    /// <param name="times">How many requests; null is every one.</param>
    public async Task SetAsync(string name, string method, string path, JsonObject fault, int? times = null)
    {
        var rule = new JsonObject { ["method"] = method, ["path"] = path, ["fault"] = fault };
        if (times is { } some)
        {
            rule["times"] = some;
        }

        (await SendAsync("PUT", name, rule)).Expect(200);
    }

    /// <summary>Requests are not disturbed any more.</summary>
    public async Task RemoveAsync(string name) => (await SendAsync("DELETE", name)).Expect(200, 404);

    /// <summary>The requests that were disturbed: what each was told, null where the service gave no answer.</summary>
    public async Task<int?[]> SeenAsync(string name) =>
    [
        .. (await SendAsync("GET", name)).Expect(200).Member<JsonArray>("requests").Select(request => request!["status"]?.GetValue<int>()),
    ];

    private Task<ApiAnswer> SendAsync(string method, string name, JsonNode? body = null) =>
        http.SendAsync(new ApiRequest(method, new Uri(root, $"/faults/{name}")) { Body = ApiRequest.Json(body) }, transcript);
}
