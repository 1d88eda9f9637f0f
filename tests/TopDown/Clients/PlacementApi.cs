using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Clients;

/// <summary>Placement, which keeps what each server takes from its host.</summary>
internal sealed class PlacementApi(StackHttp http, Transcript transcript, string endpoint, Login login)
{
    /// <summary>What a server takes: its hosts with the resources of each; empty for one that is gone, or was never there.</summary>
    public async Task<JsonObject> AllocationsAsync(string server) => (await http.SendAsync(
        new ApiRequest("GET", new Uri($"{endpoint}/allocations/{server}"))
        {
            Headers = new Dictionary<string, string> { ["X-Auth-Token"] = await login.TokenAsync() },
        },
        transcript)).Expect(200).Member<JsonObject>("allocations");
}
