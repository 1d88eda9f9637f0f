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

    /// <summary>Disturbs requests of a method while something is done.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">A regular expression of the whole path, without the query.</param>
    /// <param name="fault">What is done: <c>kind</c> and its values.</param>
    /// <param name="times">How many requests, the next ones; null is every one.</param>
    /// <param name="act">What is done.</param>
    /// <returns>What came of it, and what each request that was disturbed was told, null where the service gave no answer.</returns>
    public async Task<(T Result, int?[] Told)> WhileAsync<T>(string method, string path, JsonObject fault, int? times, Func<Task<T>> act)
    {
        var name = Guid.NewGuid().ToString("N");
        var rule = new JsonObject { ["method"] = method, ["path"] = path, ["fault"] = fault.DeepClone() };
        if (times is { } some)
        {
            rule["times"] = some;
        }

        (await SendAsync("PUT", name, rule)).Expect(200);
        try
        {
            var result = await act();
            var requests = (await SendAsync("GET", name)).Expect(200).Member<JsonArray>("requests");
            return (result, [.. requests.Select(request => request!["status"]?.GetValue<int>())]);
        }
        finally
        {
            (await SendAsync("DELETE", name)).Expect(200);
        }
    }

    private Task<ApiAnswer> SendAsync(string method, string name, JsonNode? body = null) =>
        http.SendAsync(new ApiRequest(method, new Uri(root, $"/faults/{name}")) { Body = ApiRequest.Json(body) }, transcript);
}
