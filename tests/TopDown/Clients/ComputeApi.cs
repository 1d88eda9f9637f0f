using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Clients;

/// <summary>Nova's API. Each call names the microversion it speaks, because that is what decides whether the image proxy exists.</summary>
internal sealed class ComputeApi(StackHttp http, Transcript transcript, string endpoint, Login login)
{
    /// <summary>The last microversion with the image proxy, <c>/images</c> (gone in 2.36).</summary>
    public const string ImageProxy = "2.35";

    /// <summary>The last microversion with the proxy's <c>/images/{id}/metadata</c> (gone in 2.39).</summary>
    public const string ImageMetadataProxy = "2.38";

    /// <summary>The first microversion in which a server can be asked for without any network.</summary>
    public const string WithoutNetworks = "2.37";

    /// <summary>The first microversion in which a block device has a tag again.</summary>
    public const string TaggedDevices = "2.42";

    /// <summary>The first microversion in which a request says which certificates must vouch for the signer of its image.</summary>
    public const string TrustedCertificates = "2.63";

    /// <summary>The first microversion in which a server on a volume can be rescued.</summary>
    public const string RescueOfVolumes = "2.87";

    /// <summary>The first microversion in which a server on a volume is rebuilt with another image, which goes into the volume.</summary>
    public const string RebuildOfVolumes = "2.93";

    /// <summary>For calls below the proxy; <c>Proxy</c> in the name of a method means Nova's image proxy.</summary>
    public Task<ApiAnswer> ProxyAsync(string method, string path, JsonNode? body = null, string version = ImageProxy) =>
        SendAsync(method, $"/images{path}", body, version);

    /// <summary>Follows a link that Nova gave, for example to the next page.</summary>
    public Task<ApiAnswer> FollowAsync(Uri link, string version = ImageProxy) => SendAsync("GET", link, null, version);

    public Task<ApiAnswer> CreateFlavorAsync(string id, int ram, int disk, int processors = 1) => SendAsync(
        "POST",
        "/flavors",
        new JsonObject { ["flavor"] = new JsonObject { ["id"] = id, ["name"] = id, ["ram"] = ram, ["vcpus"] = processors, ["disk"] = disk } });

    /// <summary>Adds what a flavor asks for besides its sizes, for example <c>hw:cpu_policy</c>.</summary>
    public Task<ApiAnswer> AddExtraSpecsAsync(string flavor, JsonObject specs) =>
        SendAsync("POST", $"/flavors/{flavor}/os-extra_specs", new JsonObject { ["extra_specs"] = specs.DeepClone() });

    /// <summary>What the caller's project may use and uses.</summary>
    public Task<ApiAnswer> LimitsAsync() => SendAsync("GET", "/limits");

    public Task<ApiAnswer> DeleteFlavorAsync(string id) => SendAsync("DELETE", $"/flavors/{id}");

    public Task<ApiAnswer> CreateServerAsync(string name, string image, string flavor) =>
        CreateServerAsync(new JsonObject { ["name"] = name, ["imageRef"] = image, ["flavorRef"] = flavor });

    /// <summary>Asks for a server as the caller describes it: the members of <paramref name="server"/> besides its networks, of which it has none.</summary>
    public Task<ApiAnswer> CreateServerAsync(JsonObject server, string version = WithoutNetworks)
    {
        server["networks"] = "none";
        return SendAsync("POST", "/servers", new JsonObject { ["server"] = server }, version);
    }

    public Task<ApiAnswer> RebuildAsync(string server, string image, string version = WithoutNetworks) =>
        RebuildAsync(server, new JsonObject { ["imageRef"] = image }, version);

    /// <summary>Asks for a rebuild as the caller describes it.</summary>
    public Task<ApiAnswer> RebuildAsync(string server, JsonObject rebuild, string version) => ActAsync(server, "rebuild", rebuild, version);

    /// <summary>Boots a server from another image beside its disk, which it keeps.</summary>
    public Task<ApiAnswer> RescueAsync(string server, string image, string version = WithoutNetworks) =>
        ActAsync(server, "rescue", new JsonObject { ["rescue_image_ref"] = image }, version);

    /// <summary>Gives a server another flavor; the host keeps what it was until the user confirms.</summary>
    public Task<ApiAnswer> ResizeAsync(string server, string flavor) => ActAsync(server, "resize", new JsonObject { ["flavorRef"] = flavor });

    /// <summary>Says that a server is in ERROR, as an operator may.</summary>
    public Task<ApiAnswer> DeclareErrorAsync(string server) => ActAsync(server, "os-resetState", new JsonObject { ["state"] = "error" });

    /// <param name="server">The server.</param>
    /// <param name="name">Name of the image to make.</param>
    /// <param name="rotation">How many backups of this type are kept.</param>
    public Task<ApiAnswer> CreateBackupAsync(string server, string name, int rotation) => ActAsync(
        server, "createBackup", new JsonObject { ["name"] = name, ["backup_type"] = "daily", ["rotation"] = rotation });

    /// <summary>An action without arguments, such as <c>pause</c>, <c>shelve</c>.</summary>
    public Task<ApiAnswer> ActAsync(string server, string action) => ActAsync(server, action, null);

    /// <summary>The compute services, and when each last said that it is there.</summary>
    public Task<ApiAnswer> ListComputeServicesAsync() => SendAsync("GET", "/os-services?binary=nova-compute");

    public Task<ApiAnswer> ListHypervisorsAsync() => SendAsync("GET", "/os-hypervisors/detail");

    public Task<ApiAnswer> ShowServerAsync(string id, string version = WithoutNetworks) => SendAsync("GET", $"/servers/{id}", version: version);

    /// <summary>Servers of this name, of every project when an administrator asks.</summary>
    /// <param name="name">The exact name: Nova's filter is a regular expression, so only letters, digits and dashes are safe.</param>
    public Task<ApiAnswer> ListServersAsync(string name) => SendAsync("GET", $"/servers?all_tenants=1&name=%5E{name}%24");

    public Task<ApiAnswer> DeleteServerAsync(string id) => SendAsync("DELETE", $"/servers/{id}");

    public Task<ApiAnswer> ServerActionsAsync(string id) => SendAsync("GET", $"/servers/{id}/os-instance-actions");

    /// <summary>One action with its events: what each part of Nova did for this request, and when it had done it.</summary>
    public Task<ApiAnswer> ServerActionAsync(string id, string request) => SendAsync("GET", $"/servers/{id}/os-instance-actions/{request}");

    public Task<ApiAnswer> ConsoleAsync(string id) => ActAsync(
        id, "os-getConsoleOutput", new JsonObject { ["length"] = 50 });

    public Task<ApiAnswer> CreateImageAsync(string server, string name, JsonObject metadata) => ActAsync(
        server, "createImage", new JsonObject { ["name"] = name, ["metadata"] = metadata });

    public async Task<Server> GetServerAsync(string id) => Server.Of((await ShowServerAsync(id)).Expect(200));

    private Task<ApiAnswer> ActAsync(string server, string action, JsonObject? arguments, string version = WithoutNetworks) =>
        SendAsync("POST", $"/servers/{server}/action", new JsonObject { [action] = arguments }, version);

    private Task<ApiAnswer> SendAsync(string method, string path, JsonNode? body = null, string version = WithoutNetworks) =>
        SendAsync(method, new Uri(endpoint + path), body, version);

    private async Task<ApiAnswer> SendAsync(string method, Uri url, JsonNode? body, string version) => await http.SendAsync(
        new ApiRequest(method, url)
        {
            Body = ApiRequest.Json(body),
            Headers = new Dictionary<string, string>
            {
                ["X-Auth-Token"] = await login.TokenAsync(),
                ["OpenStack-API-Version"] = $"compute {version}",
            },
        },
        transcript);
}
