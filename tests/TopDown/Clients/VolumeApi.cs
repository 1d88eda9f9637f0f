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

    /// <summary>How many snapshots of volumes a project may have; an administrator's request.</summary>
    public Task<ApiAnswer> LimitSnapshotsAsync(string project, int snapshots) => SendAsync(
        "PUT", $"/os-quota-sets/{project}", new JsonObject { ["quota_set"] = new JsonObject { ["snapshots"] = snapshots } });

    private async Task<ApiAnswer> SendAsync(string method, string path, JsonNode? body = null) => await http.SendAsync(
        new ApiRequest(method, new Uri(endpoint + path))
        {
            Body = ApiRequest.Json(body),
            Headers = new Dictionary<string, string> { ["X-Auth-Token"] = await login.TokenAsync() },
        },
        transcript);
}
