using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Clients;

/// <summary>What lies in the pools of the stack's Ceph cluster, as a service of the stack that may only read tells it.</summary>
internal sealed class RbdObserver(StackHttp http, Transcript transcript, Uri root)
{
    /// <summary>What Nova calls the disk of a server, in the pool <c>vms</c>.</summary>
    public static string DiskOf(Server server) => $"{server.Id}_disk";

    /// <summary>What Cinder calls a volume, in the pool <c>volumes</c>.</summary>
    public static string DiskOf(JsonObject volume) => $"volume-{volume["id"]}";

    /// <summary>The cluster's id, the first part of the path of a location.</summary>
    public async Task<string> FsidAsync() => (await GetAsync("/")).Expect(200).Json["fsid"]!.GetValue<string>();

    /// <summary>One image, or null where the pool has none of this name.</summary>
    public async Task<RbdImage?> FindAsync(string pool, string name)
    {
        var answer = (await GetAsync($"/pools/{pool}/images/{name}")).Expect(200, 404);
        return answer.Status == 404 ? null : RbdImage.Of(answer.Json);
    }

    /// <summary>One image.</summary>
    /// <exception cref="UnexpectedAnswerException">The pool has none of this name.</exception>
    public async Task<RbdImage> GetImageAsync(string pool, string name) => await FindAsync(pool, name)
        ?? throw new UnexpectedAnswerException($"pool {pool} has no image {name}: {await GetAsync($"/pools/{pool}")}");

    /// <summary>Names of the images of a pool, those in its trash included.</summary>
    public async Task<string[]> ListAsync(string pool)
    {
        var answer = (await GetAsync($"/pools/{pool}")).Expect(200);
        return [.. answer.Member<JsonArray>("images").Concat(answer.Member<JsonArray>("trash")).Select(name => name!.GetValue<string>())];
    }

    private Task<ApiAnswer> GetAsync(string path) =>
        http.SendAsync(new ApiRequest("GET", new Uri(root, path)) { Headers = new Dictionary<string, string>() }, transcript);
}

/// <summary>An image of the cluster.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Parent">Of what it is a clone, <c>pool/image@snapshot</c>, or null.</param>
/// <param name="Snapshots">Its snapshots.</param>
internal sealed record RbdImage(long Size, string? Parent, IReadOnlyList<RbdSnapshot> Snapshots)
{
    public static RbdImage Of(JsonObject raw) => new(
        raw["size"]!.GetValue<long>(),
        raw["parent"] is JsonObject parent ? $"{parent["pool"]}/{parent["image"]}@{parent["snapshot"]}" : null,
        [.. raw["snapshots"]!.AsArray().Select(snapshot => new RbdSnapshot(
            snapshot!["name"]!.GetValue<string>(),
            snapshot["protected"]!.GetValue<bool>(),
            [.. snapshot["children"]!.AsArray().Select(child => $"{child!["pool"]}/{child["image"]}")]))]);
}

/// <summary>A snapshot of an image of the cluster.</summary>
/// <param name="Name">Name.</param>
/// <param name="IsProtected">Whether it may be cloned, and so not be removed.</param>
/// <param name="Children">Its clones, <c>pool/image</c> each.</param>
internal sealed record RbdSnapshot(string Name, bool IsProtected, IReadOnlyList<string> Children);
