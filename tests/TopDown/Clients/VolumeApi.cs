using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Clients;

/// <summary>Cinder's v3 API, for the project that the endpoint names.</summary>
internal sealed class VolumeApi(StackHttp http, Transcript transcript, string endpoint, Login login)
{
    /// <param name="volume">The request's <c>volume</c>: name, size in GiB, and what it is made from.</param>
    public Task<ApiAnswer> CreateAsync(JsonObject volume) => SendAsync("POST", "/volumes", new JsonObject { ["volume"] = volume });

    public Task<ApiAnswer> ShowAsync(string id) => SendAsync("GET", $"/volumes/{id}");

    /// <summary>Volumes of one project; an administrator's request.</summary>
    public Task<ApiAnswer> ListOfProjectAsync(string project) => SendAsync("GET", $"/volumes?all_tenants=1&project_id={project}");

    public Task<ApiAnswer> DeleteAsync(string id) => SendAsync("DELETE", $"/volumes/{id}");

    public Task<ApiAnswer> ShowSnapshotAsync(string id) => SendAsync("GET", $"/snapshots/{id}");

    /// <summary>Snapshots of one volume, of every project when an administrator asks.</summary>
    public Task<ApiAnswer> ListSnapshotsAsync(string volume) => SendAsync("GET", $"/snapshots?all_tenants=1&volume_id={volume}");

    public Task<ApiAnswer> DeleteSnapshotAsync(string id) => SendAsync("DELETE", $"/snapshots/{id}");

    /// <summary>The project's own volumes, as <see cref="ShowAsync"/> shows each.</summary>
    public Task<ApiAnswer> ListAsync() => SendAsync("GET", "/volumes/detail");

    /// <summary>Snapshots of the project's own volumes.</summary>
    public Task<ApiAnswer> ListSnapshotsAsync() => SendAsync("GET", "/snapshots/detail");

    public Task<ApiAnswer> CreateSnapshotAsync(string volume, string name) => SendAsync(
        "POST", "/snapshots", new JsonObject { ["snapshot"] = new JsonObject { ["volume_id"] = volume, ["name"] = name } });

    /// <summary>Changes what a volume tells of the image that it is made from.</summary>
    public Task<ApiAnswer> SetImageMetadataAsync(string id, JsonObject metadata) => ActAsync(
        id, "os-set_image_metadata", new JsonObject { ["metadata"] = metadata });

    public Task<ApiAnswer> UnsetImageMetadataAsync(string id, string key) => ActAsync(id, "os-unset_image_metadata", new JsonObject { ["key"] = key });

    /// <summary>Says whether a server can be booted from a volume.</summary>
    public Task<ApiAnswer> SetBootableAsync(string id, bool bootable) => ActAsync(id, "os-set_bootable", new JsonObject { ["bootable"] = bootable });

    /// <summary>How much of what a project may have: <c>volumes</c>, <c>snapshots</c>, <c>gigabytes</c> of both; an administrator's request.</summary>
    public Task<ApiAnswer> LimitAsync(string project, JsonObject quotas) => SendAsync(
        "PUT", $"/os-quota-sets/{project}", new JsonObject { ["quota_set"] = quotas });

    private Task<ApiAnswer> ActAsync(string id, string action, JsonObject arguments) =>
        SendAsync("POST", $"/volumes/{id}/action", new JsonObject { [action] = arguments });

    private async Task<ApiAnswer> SendAsync(string method, string path, JsonNode? body = null) => await http.SendAsync(
        new ApiRequest(method, new Uri(endpoint + path))
        {
            Body = ApiRequest.Json(body),
            Headers = new Dictionary<string, string> { ["X-Auth-Token"] = await login.TokenAsync() },
        },
        transcript);
}
