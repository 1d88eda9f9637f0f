using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Clients;

/// <summary>Keystone v3 for an administrator: makes and removes projects and users.</summary>
internal sealed class IdentityAdmin(StackHttp http, Transcript transcript, Credentials credentials, Login login)
{
    /// <summary>Makes a project and a user of the same name who is an ordinary member of it.</summary>
    /// <returns>The user's log-in.</returns>
    /// <exception cref="UnexpectedAnswerException">Keystone refused.</exception>
    public async Task<Login> CreateTenantAsync(string name, string password)
    {
        var domain = login.Body["user"]!["domain"]!["id"]!.GetValue<string>();
        var project = await CreateAsync("projects", "project", new() { ["name"] = name, ["domain_id"] = domain });
        var user = await CreateAsync("users", "user", new() { ["name"] = name, ["domain_id"] = domain, ["password"] = password });
        var member = (await ListAsync("roles", "member"))[0];
        (await SendAsync("PUT", $"/projects/{project}/users/{user}/roles/{member}")).Expect(204);
        return await Identity.AuthenticateAsync(
            http, credentials with { UserName = name, Password = password, Project = name, UserDomain = DomainName, ProjectDomain = DomainName }, transcript);
    }

    /// <summary>Removes what has this name, if it is there.</summary>
    /// <param name="kind"><c>users</c> or <c>projects</c>.</param>
    /// <param name="name">The name.</param>
    public async Task RemoveAsync(string kind, string name)
    {
        foreach (var id in await ListAsync(kind, name))
        {
            (await SendAsync("DELETE", $"/{kind}/{id}")).Expect(204, 404);
        }
    }

    private string DomainName => login.Body["user"]!["domain"]!["name"]!.GetValue<string>();

    private async Task<string> CreateAsync(string kind, string member, JsonObject body) =>
        (await SendAsync("POST", $"/{kind}", new JsonObject { [member] = body })).Expect(201).Member<JsonObject>(member)["id"]!.GetValue<string>();

    private async Task<string[]> ListAsync(string kind, string name) =>
        [.. (await SendAsync("GET", $"/{kind}?name={name}")).Expect(200).Member<JsonArray>(kind).Select(item => item!["id"]!.GetValue<string>())];

    private async Task<ApiAnswer> SendAsync(string method, string path, JsonNode? body = null) => await http.SendAsync(
        new ApiRequest(method, new Uri(credentials.AuthUrl.AbsoluteUri.TrimEnd('/') + path))
        {
            Body = ApiRequest.Json(body),
            Headers = new Dictionary<string, string> { ["X-Auth-Token"] = await login.TokenAsync() },
        },
        transcript);
}
