using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Clients;

/// <summary>Keystone v3: one log-in, and the addresses of the other services.</summary>
internal static class Identity
{
    /// <exception cref="UnexpectedAnswerException">Keystone refused the log-in.</exception>
    /// <exception cref="NoAnswerException">Keystone cannot be reached.</exception>
    public static async Task<Login> AuthenticateAsync(StackHttp http, Credentials credentials, Transcript transcript)
    {
        var request = new ApiRequest("POST", new Uri($"{credentials.AuthUrl.AbsoluteUri.TrimEnd('/')}/auth/tokens"))
        {
            Body = ApiRequest.Json(new JsonObject
            {
                ["auth"] = new JsonObject
                {
                    ["identity"] = new JsonObject
                    {
                        ["methods"] = new JsonArray("password"),
                        ["password"] = new JsonObject
                        {
                            ["user"] = new JsonObject
                            {
                                ["name"] = credentials.UserName,
                                ["domain"] = new JsonObject { ["name"] = credentials.UserDomain },
                                ["password"] = credentials.Password,
                            },
                        },
                    },
                    ["scope"] = new JsonObject
                    {
                        ["project"] = new JsonObject
                        {
                            ["name"] = credentials.Project,
                            ["domain"] = new JsonObject { ["name"] = credentials.ProjectDomain },
                        },
                    },
                },
            }),
        };

        var answer = (await http.SendAsync(request, transcript)).Expect(201);
        var token = answer.Header("X-Subject-Token")
            ?? throw new UnexpectedAnswerException($"no X-Subject-Token in the answer: {answer}");
        return new Login(token, answer.Member<JsonObject>("token"), credentials.Region);
    }
}

/// <summary>A token and what came with it.</summary>
/// <param name="Token">Goes into <c>X-Auth-Token</c>, and nowhere else.</param>
/// <param name="Body">Keystone's <c>token</c> object.</param>
/// <param name="Region">The region whose endpoints are wanted, or null for any.</param>
internal sealed record Login(string Token, JsonObject Body, string? Region)
{
    public string ProjectId => Body["project"]!["id"]!.GetValue<string>();

    public string UserId => Body["user"]!["id"]!.GetValue<string>();

    /// <summary>The public endpoint of a service type such as <c>image</c>, without a slash at its end.</summary>
    /// <exception cref="UnexpectedAnswerException">The catalog has none.</exception>
    public string Endpoint(string type)
    {
        var services = (Body["catalog"] as JsonArray ?? []).OfType<JsonObject>().ToArray();
        var urls =
            from service in services
            where service["type"]?.GetValue<string>() == type
            from endpoint in (service["endpoints"] as JsonArray ?? []).OfType<JsonObject>()
            where endpoint["interface"]?.GetValue<string>() == "public"
            where Region is null || endpoint["region"]?.GetValue<string>() == Region
            select endpoint["url"]!.GetValue<string>();

        return urls.FirstOrDefault()?.TrimEnd('/') ?? throw new UnexpectedAnswerException(
            $"Keystone's catalog has no public endpoint of type '{type}' in region '{Region ?? "any"}'; it has: "
            + string.Join(", ", services.Select(service => service["type"]?.GetValue<string>()).Distinct()));
    }
}
