using System.Globalization;
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
        return new Login(token, answer.Member<JsonObject>("token"), credentials.Region, () => AuthenticateAsync(http, credentials, transcript));
    }
}

/// <summary>Someone who has logged in, for as long as the session takes: a token that has lived half of its life is replaced. Safe for parallel requests.</summary>
/// <param name="token">The token.</param>
/// <param name="body">Keystone's <c>token</c> object, which came with it.</param>
/// <param name="region">The region whose endpoints are wanted, or null for any.</param>
/// <param name="renew">Logs in again; null keeps the token for ever.</param>
/// <param name="time">The clock; null is the system's.</param>
internal sealed class Login(string token, JsonObject body, string? region, Func<Task<Login>>? renew = null, TimeProvider? time = null)
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private Task<(string Token, DateTimeOffset Until)> _now = Task.FromResult((token, HalfLife(body)));

    /// <summary>Keystone's <c>token</c> object of the first token.</summary>
    public JsonObject Body => body;

    public string ProjectId => Body["project"]!["id"]!.GetValue<string>();

    public string UserId => Body["user"]!["id"]!.GetValue<string>();

    /// <summary>Goes into <c>X-Auth-Token</c>, and nowhere else.</summary>
    /// <exception cref="UnexpectedAnswerException">The token's time is over, and Keystone gave no other.</exception>
    public async Task<string> TokenAsync() => (await NowAsync()).Token;

    /// <summary>The same with the token of now, which is kept when its time is over.</summary>
    public async Task<Login> KeepAsync() => new(await TokenAsync(), body, region);

    private Task<(string Token, DateTimeOffset Until)> NowAsync()
    {
        lock (_lock)
        {
            if (renew is not null && _now.IsCompleted && !(_now.IsCompletedSuccessfully && _time.GetUtcNow() < _now.Result.Until))
            {
                _now = RenewAsync(renew);
            }

            return _now;
        }
    }

    private static async Task<(string Token, DateTimeOffset Until)> RenewAsync(Func<Task<Login>> renew) => await (await renew()).NowAsync();

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
            where region is null || endpoint["region"]?.GetValue<string>() == region
            select endpoint["url"]!.GetValue<string>();

        return urls.FirstOrDefault()?.TrimEnd('/') ?? throw new UnexpectedAnswerException(
            $"Keystone's catalog has no public endpoint of type '{type}' in region '{region ?? "any"}'; it has: "
            + string.Join(", ", services.Select(service => service["type"]?.GetValue<string>()).Distinct()));
    }

    private static DateTimeOffset HalfLife(JsonObject body) =>
        Time(body, "issued_at") is { } issued && Time(body, "expires_at") is { } expires ? issued + ((expires - issued) / 2) : DateTimeOffset.MaxValue;

    private static DateTimeOffset? Time(JsonObject body, string member) =>
        body[member]?.GetValue<string>() is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;
}
