using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Clients;

/// <summary>Glance's v2 API, and its version discovery. The endpoint may end in <c>/v2</c> or not: catalogs have both.</summary>
internal sealed class ImageApi(StackHttp http, Transcript transcript, string endpoint, Login login)
{
    private const string JsonPatch = "application/openstack-images-v2.1-json-patch";

    private readonly string _root = endpoint.EndsWith("/v2", StringComparison.Ordinal) ? endpoint[..^3] : endpoint;

    /// <summary>A request below the service's root, for example <c>/versions</c>.</summary>
    public Task<ApiAnswer> RootAsync(string method, string path, bool authenticated = true) =>
        SendAsync(method, path, null, "application/json", authenticated);

    public Task<ApiAnswer> CreateAsync(JsonObject image) =>
        SendAsync("POST", "/v2/images", ApiRequest.Json(image), "application/json");

    public Task<ApiAnswer> UploadAsync(string id, byte[] data) =>
        SendAsync("PUT", $"/v2/images/{id}/file", data, "application/octet-stream");

    /// <summary>Uploads what is said to be of another type.</summary>
    public Task<ApiAnswer> UploadAsync(string id, byte[] data, string contentType) => SendAsync("PUT", $"/v2/images/{id}/file", data, contentType);

    /// <summary>Uploads byte by byte, as no HTTP client would.</summary>
    /// <returns>The answer, or null where the body ends with hanging up.</returns>
    public async Task<ApiAnswer?> UploadAsync(string id, WireBody body) =>
        await http.SendAsync(await RequestAsync("PUT", $"/v2/images/{id}/file") with { ContentType = "application/octet-stream" }, body, transcript);

    /// <summary>Downloads with one more header, or with another method than GET.</summary>
    /// <param name="id">The image.</param>
    /// <param name="header">Name and value, for example of <c>Range</c>.</param>
    /// <param name="method">HTTP's method.</param>
    public async Task<ApiAnswer> DownloadAsync(string id, (string Name, string Value) header, string method = "GET")
    {
        var request = await RequestAsync(method, $"/v2/images/{id}/file");
        return await http.SendAsync(
            request with
            {
                // The client takes Content-Range for a body's header, and sends it with a body only.
                Body = header.Name.StartsWith("Content-", StringComparison.Ordinal) ? [] : null,
                ContentType = "application/octet-stream",
                Headers = new Dictionary<string, string>(request.Headers) { [header.Name] = header.Value },
            },
            transcript);
    }

    /// <summary>Downloads, and does something when the answer has begun.</summary>
    public async Task<ApiAnswer> DownloadAsync(string id, Func<Task> whenBegun) =>
        await http.SendAsync(await RequestAsync("GET", $"/v2/images/{id}/file") with { WhenBegunAsync = whenBegun }, transcript);

    public Task<ApiAnswer> DownloadAsync(string id) => SendAsync("GET", $"/v2/images/{id}/file");

    /// <summary>The first bytes of the data; the rest is not waited for.</summary>
    public Task<ApiAnswer> DownloadStartAsync(string id, int bytes) => SendAsync("GET", $"/v2/images/{id}/file", wanted: bytes);

    public Task<ApiAnswer> ShowAsync(string id) => SendAsync("GET", $"/v2/images/{id}");

    public Task<ApiAnswer> ListAsync(string query) => SendAsync("GET", $"/v2/images?{query}");

    public Task<ApiAnswer> DeleteAsync(string id) => SendAsync("DELETE", $"/v2/images/{id}");

    public Task<ApiAnswer> DeactivateAsync(string id) => SendAsync("POST", $"/v2/images/{id}/actions/deactivate");

    public Task<ApiAnswer> ReactivateAsync(string id) => SendAsync("POST", $"/v2/images/{id}/actions/reactivate");

    /// <summary>Lets another project see the image.</summary>
    public Task<ApiAnswer> AddMemberAsync(string id, JsonNode member) =>
        SendAsync("POST", $"/v2/images/{id}/members", ApiRequest.Json(member), "application/json");

    /// <summary>What the other project says to that: <c>accepted</c>, <c>rejected</c>.</summary>
    public Task<ApiAnswer> SetMemberStatusAsync(string id, string member, string status) => SendAsync(
        "PUT",
        $"/v2/images/{id}/members/{member}",
        ApiRequest.Json(new JsonObject { ["status"] = status }),
        "application/json");

    public Task<ApiAnswer> ListMembersAsync(string id) => SendAsync("GET", $"/v2/images/{id}/members");

    /// <summary>Adds or replaces one attribute or property.</summary>
    public Task<ApiAnswer> SetAsync(string id, string name, JsonNode? value) =>
        PatchAsync(id, new JsonObject { ["op"] = "add", ["path"] = $"/{name}", ["value"] = value });

    /// <summary>Removes properties and adds others, in one request.</summary>
    public Task<ApiAnswer> ExchangePropertiesAsync(string id, IEnumerable<string> old, JsonObject added) => PatchAsync(id,
    [
        .. old.Select(name => new JsonObject { ["op"] = "remove", ["path"] = $"/{name}" }),
        .. added.Select(property => new JsonObject { ["op"] = "add", ["path"] = $"/{property.Key}", ["value"] = property.Value?.DeepClone() }),
    ]);

    /// <summary>Follows a path that Glance gave, for example to the next page.</summary>
    public Task<ApiAnswer> FollowAsync(string path) => SendAsync("GET", path);

    /// <summary>Tells Glance where data of the image lies, as Nova does after a fast snapshot.</summary>
    public Task<ApiAnswer> AddLocationAsync(string id, string url) => PatchAsync(
        id, new JsonObject { ["op"] = "add", ["path"] = "/locations/-", ["value"] = new JsonObject { ["url"] = url, ["metadata"] = new JsonObject() } });

    /// <summary>Takes the location of this number away.</summary>
    public Task<ApiAnswer> RemoveLocationAsync(string id, int number) =>
        PatchAsync(id, new JsonObject { ["op"] = "remove", ["path"] = $"/locations/{number}" });

    /// <summary>The image as Glance has it now.</summary>
    /// <exception cref="UnexpectedAnswerException">There is no such image.</exception>
    public async Task<Image> GetAsync(string id) => Image.Of((await ShowAsync(id)).Expect(200).Json);

    private Task<ApiAnswer> PatchAsync(string id, params JsonNode[] changes) =>
        SendAsync("PATCH", $"/v2/images/{id}", ApiRequest.Json(new JsonArray(changes)), JsonPatch);

    private async Task<ApiAnswer> SendAsync(
        string method,
        string path,
        byte[]? body = null,
        string contentType = "application/json",
        bool authenticated = true,
        int? wanted = null) =>
        await http.SendAsync(await RequestAsync(method, path, authenticated) with { Body = body, ContentType = contentType, Wanted = wanted }, transcript);

    private async Task<ApiRequest> RequestAsync(string method, string path, bool authenticated = true) => new(method, new Uri(_root + path))
    {
        Headers = authenticated ? new Dictionary<string, string> { ["X-Auth-Token"] = await login.TokenAsync() } : [],
    };
}
