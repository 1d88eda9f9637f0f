using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Clients;

/// <summary>Placement, which keeps what each server takes from its host.</summary>
internal sealed class PlacementApi(StackHttp http, Transcript transcript, string endpoint, Login login)
{
    /// <summary>The first microversion that tells what a project takes.</summary>
    private const string UsagesOfProjects = "placement 1.9";

    /// <summary>What a server takes: its hosts with the resources of each; empty for one that is gone, or was never there.</summary>
    public async Task<JsonObject> AllocationsAsync(string server) => (await GetAsync($"/allocations/{server}")).Member<JsonObject>("allocations");

    /// <summary>What a project takes, of servers and of what is kept for those that move; empty when that is nothing.</summary>
    public async Task<JsonObject> UsagesAsync(string project) => (await GetAsync($"/usages?project_id={project}")).Member<JsonObject>("usages");

    private async Task<ApiAnswer> GetAsync(string path) => (await http.SendAsync(
        new ApiRequest("GET", new Uri(endpoint + path))
        {
            Headers = new Dictionary<string, string> { ["X-Auth-Token"] = await login.TokenAsync(), ["OpenStack-API-Version"] = UsagesOfProjects },
        },
        transcript)).Expect(200);
}
