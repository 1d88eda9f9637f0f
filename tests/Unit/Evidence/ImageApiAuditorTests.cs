using GlanceGate.Evidence;
using GlanceGate.Jobs;

namespace GlanceGate.Unit.Evidence;

public sealed class ImageApiAuditorTests
{
    private const string Id = "aac36a52-7b74-4480-bfb1-246e55256725";

    private static readonly Dictionary<string, string> Addresses = new() { ["172.19.0.5"] = "nova-api", ["172.19.0.6"] = "nova-compute", ["172.19.0.8"] = "glance" };

    [Test]
    public async Task A_real_log_of_a_good_run_holds()
    {
        var audit = await AuditAsync(FixtureFiles.Lines("Evidence/Fixtures/access.log"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(audit.Violations, Is.Empty);
            Assert.That(audit.Gaps, Is.Empty);
            Assert.That(audit.Requests, Is.EqualTo(50));
            Assert.That(audit.Clients.Select(client => client.Name), Is.EqualTo(new[] { "nova-api", "nova-compute", "172.19.0.1", "172.19.0.10" }));
            Assert.That(audit.Clients.Select(client => client.Audited), Is.EqualTo(new[] { true, true, false, false }));
            Assert.That(audit.Clients.Select(client => client.V1Requests), Is.EqualTo(new[] { 0, 0, 8, 0 }));
            Assert.That(audit.Clients[1].V2Operations, Is.EqualTo(new KeyValuePair<string, int>[]
            {
                new("GET /v2/images/{id}", 2), new("GET /v2/images/{id}/file", 2), new("GET /v2/schemas/image", 2),
                new("PATCH /v2/images/{id}", 2), new("PUT /v2/images/{id}/file", 2),
            }));
        }
    }

    [Test]
    public async Task A_client_that_says_it_speaks_for_another_is_not_hidden_behind_it()
    {
        var audit = await AuditAsync(
            Line("172.19.0.6", "GET", $"/v2/images/{Id}"),
            Line("172.19.0.5", "GET", $"/v2/images/{Id}"),
            Line("172.19.0.8,172.19.0.5", "HEAD", $"/v1/images/{Id}", 300));

        Assert.That(audit.Violations, Has.One.StartsWith("1 v1 request from nova-api"));
    }

    [Test]
    public async Task Requests_without_end_are_a_gap_and_no_memory()
    {
        var audit = await AuditAsync(
        [
            Line("172.19.0.6", "GET", $"/v2/images/{Id}"),
            Line("172.19.0.5", "GET", $"/v2/images/{Id}"),
            .. Enumerable.Range(0, 1200).Select(number => Line("172.19.0.5", "GET", $"/v2/x{number}")),
            .. Enumerable.Range(0, 1200).Select(number => Line($"10.1.{number / 250}.{number % 250}", "GET", "/v2/images")),
        ]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(audit.Requests, Is.EqualTo(2402));
            Assert.That(audit.Clients, Has.Count.EqualTo(102));
            Assert.That(audit.Clients[0].V2Operations, Has.Count.EqualTo(1000));
            Assert.That(audit.Gaps, Has.One.StartsWith("nova-api asked for more than 1000 different things"));
        }
    }

    [Test]
    public async Task A_v1_request_of_an_audited_client_is_a_violation_that_shows_the_first()
    {
        var audit = await AuditAsync(
            Line("172.19.0.6", "GET", $"/v2/images/{Id}"),
            Line("172.19.0.5", "GET", $"/v2/images/{Id}"),
            Line("172.19.0.5", "HEAD", $"/v1/images/{Id}", 300),
            Line("172.19.0.5", "GET", "/v1/images/detail?limit=20&is_public=none", 300));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(audit.Violations, Is.EqualTo(new[] { $"2 v1 requests from nova-api, first one HEAD /v1/images/{Id}, glance answered 300" }));
            Assert.That(audit.Clients[0].FirstV1, Is.EqualTo($"HEAD /v1/images/{Id}, glance answered 300"));
            Assert.That(audit.Clients[0].V1Requests, Is.EqualTo(2));
        }
    }

    [TestCase("/v1")]
    [TestCase("/v1/")]
    [TestCase("/v1.0/images")]
    [TestCase("/v1.1/images")]
    [TestCase("/image/v1/images")]
    [TestCase("//v1/images")]
    [TestCase("/%761/images")]
    [TestCase("http://glance:9292/v1/images")]
    [TestCase("/v1/images?marker=/v2/")]
    public async Task V1_is_seen_in_every_form_of_the_path(string path)
    {
        var audit = await AuditAsync(Good(), Line("172.19.0.6", "GET", path, 300));
        Assert.That(audit.Violations, Is.EqualTo(new[] { $"1 v1 request from nova-compute, first one GET {path}, glance answered 300" }));
    }

    [TestCase("/")]
    [TestCase("/versions")]
    [TestCase("/healthcheck")]
    [TestCase("/v3/images")]
    [TestCase("/images/v1x")]
    [TestCase("/v2/images/" + Id + "/tags/v1")]
    public async Task What_is_not_v1_is_no_violation(string path)
    {
        var audit = await AuditAsync(Good(), Line("172.19.0.6", "GET", path));
        Assert.That(audit.Violations, Is.Empty);
    }

    [Test]
    public async Task An_audited_client_without_v2_requests_is_a_violation()
    {
        var audit = await AuditAsync(Line("172.19.0.5", "GET", "/v2/images"), Line("172.19.0.6", "GET", "/"));
        Assert.That(audit.Violations, Is.EqualTo(new[] { "no v2 request from nova-compute" }));
    }

    [Test]
    public async Task Requests_of_others_neither_help_nor_harm()
    {
        var audit = await AuditAsync(Line("172.19.0.9", "GET", "/v1/images"), Line("172.19.0.9", "GET", "/v2/images"), Line("172.19.0.5", "GET", "/v2/images"));
        Assert.That(audit.Violations, Is.EqualTo(new[] { "no v2 request from nova-compute" }));
    }

    [Test]
    public async Task A_log_without_access_lines_is_a_gap_and_no_violation()
    {
        var audit = await AuditAsync("2026-11-22 10:38:15.522 10 INFO eventlet.wsgi.server [-] (10) wsgi starting up on http://0.0.0.0:9292");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(audit.Gaps, Is.EqualTo(new[] { "the log of glance has no access line that is understood, so nothing is known about its clients" }));
            Assert.That(audit.Violations, Is.Empty);
        }
    }

    [Test]
    public async Task An_access_line_that_cannot_be_read_is_a_gap()
    {
        const string strange = "INFO eventlet.wsgi.server [-] somebody \"HEAD /v1/images HTTP/1.1\" 300 -";
        var audit = await AuditAsync(Good(), strange);
        Assert.That(audit.Gaps, Is.EqualTo(new[] { $"1 access line of glance could not be read, first one: {strange}" }));
    }

    [Test]
    public async Task An_audited_client_of_unknown_address_is_a_gap_and_no_violation()
    {
        var audit = await ImageApiAuditor.AuditAsync(
            new AuditDefinition("glance", ["nova-api", "nova-compute"]),
            Stream([Line("172.19.0.5", "GET", "/v2/images")]),
            new Dictionary<string, string> { ["172.19.0.5"] = "nova-api" },
            CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(audit.Gaps, Is.EqualTo(new[] { "the address of nova-compute is not known, so its requests to glance cannot be told from others" }));
            Assert.That(audit.Violations, Is.Empty);
        }
    }

    [TestCase("172.19.0.5")]
    [TestCase("::ffff:172.19.0.5")]
    [TestCase("::FFFF:172.19.0.5")]
    [TestCase("172.19.0.5,50312")]
    [TestCase("172.19.0.5,172.19.0.9")]
    [TestCase("10.1.1.1, 172.19.0.5")]
    public async Task A_client_is_recognised_in_every_form_of_its_address(string client)
    {
        var audit = await AuditAsync(Good(), Line(client, "GET", "/v1/images", 300));
        Assert.That(audit.Clients[0].V1Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task Two_lines_in_one_are_two_requests()
    {
        var audit = await AuditAsync(Line("172.19.0.5", "GET", "/v2/images") + Line("172.19.0.6", "GET", "/v2/images"));
        Assert.That(audit.Requests, Is.EqualTo(2));
    }

    [Test]
    public async Task Another_program_that_quotes_a_request_is_not_believed()
    {
        var audit = await AuditAsync(Good(), "2026-11-22 10:38:15.522 10 INFO some.client [-] answered \"GET /v1/images HTTP/1.1\" 300");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(audit.Requests, Is.EqualTo(2));
            Assert.That(audit.Gaps, Is.Empty);
        }
    }

    [Test]
    public async Task A_forbidden_operation_is_a_violation_of_the_service_that_must_not_use_it()
    {
        var lines = new[] { Line("172.19.0.6", "PUT", $"/v2/images/{Id}/file"), Line("172.19.0.6", "GET", $"/v2/images/{Id}/file"), Line("172.19.0.5", "PUT", $"/v2/images/{Id}/file") };
        var audit = await ForbidAsync("nova-compute", [.. lines, lines[1]]);
        Assert.That(audit.Violations, Is.EqualTo(new[]
        {
            $"2 times GET /v2/images/{{id}}/file by nova-compute, which must not use it, first one GET /v2/images/{Id}/file, glance answered 200",
            $"1 time PUT /v2/images/{{id}}/file by nova-compute, which must not use it, first one PUT /v2/images/{Id}/file, glance answered 200",
        }));
    }

    [Test]
    public async Task Other_operations_and_other_services_are_no_violation_of_what_is_forbidden() =>
        Assert.That((await ForbidAsync("nova-compute", [.. Good().Split('\n'), Line("172.19.0.5", "GET", $"/v2/images/{Id}/file")])).Violations, Is.Empty);

    [Test]
    public async Task A_forbidden_operation_of_a_service_whose_address_is_unknown_is_a_gap() =>
        Assert.That((await ForbidAsync("cinder", Good().Split('\n'))).Gaps, Has.One.StartsWith("the address of cinder is not known"));

    [TestCase("GET", $"/v2/images/{Id}/file?x=1", "GET /v2/images/{id}/file")]
    [TestCase("GET", "/v2/images?limit=20&marker=x", "GET /v2/images")]
    [TestCase("GET", "/v2/images/not-a-uuid", "GET /v2/images/{id}")]
    [TestCase("DELETE", $"/v2/images/{Id}/members/d15bb81740c94f8a95902c4a39e2551a", "DELETE /v2/images/{id}/members/{member}")]
    [TestCase("GET", $"/v2/images/{Id}/members", "GET /v2/images/{id}/members")]
    [TestCase("PUT", $"/v2/images/{Id}/tags/a%2Fb", "PUT /v2/images/{id}/tags/{tag}")]
    [TestCase("PUT", $"/v2/images/{Id}/tags/mine", "PUT /v2/images/{id}/tags/{tag}")]
    [TestCase("POST", $"/v2/images/{Id}/actions/deactivate", "POST /v2/images/{id}/actions/deactivate")]
    [TestCase("GET", "/image/v2/schemas/images", "GET /v2/schemas/images")]
    [TestCase("GET", "/v2/info/stores/detail", "GET /v2/info/stores/detail")]
    [TestCase("DELETE", $"/v2/stores/fast/{Id}", "DELETE /v2/stores/{store}/{id}")]
    [TestCase("DELETE", $"/v2/cache/{Id}", "DELETE /v2/cache/{id}")]
    public async Task An_operation_has_no_name_of_an_object(string method, string path, string operation)
    {
        var audit = await AuditAsync(Line("172.19.0.5", method, path));
        Assert.That(audit.Clients[0].V2Operations.Single().Key, Is.EqualTo(operation));
    }

    [Test]
    public async Task Operations_are_sorted_by_how_often_they_came()
    {
        var audit = await AuditAsync(Line("172.19.0.5", "GET", "/v2/b"), Line("172.19.0.5", "GET", "/v2/a"), Line("172.19.0.5", "GET", "/v2/c"), Line("172.19.0.5", "GET", "/v2/c"));
        Assert.That(audit.Clients[0].V2Operations.Select(pair => pair.Key), Is.EqualTo(new[] { "GET /v2/c", "GET /v2/a", "GET /v2/b" }));
    }

    private static string Good() => Line("172.19.0.5", "GET", "/v2/images") + "\n" + Line("172.19.0.6", "GET", "/v2/images");

    private static string Line(string client, string method, string path, int status = 200) =>
        "2026-11-22 09:08:59.879 11 INFO eventlet.wsgi.server [None req-1 user project - - default default] " +
        $"{client} - - [22/Nov/2026 09:08:59] \"{method} {path} HTTP/1.1\" {status} 148 0.003641\x1b[00m";

    private static Task<ImageApiAudit> AuditAsync(params IReadOnlyList<string> lines) => ImageApiAuditor.AuditAsync(
        new AuditDefinition("glance", ["nova-api", "nova-compute"]), Stream(lines.SelectMany(line => line.Split('\n'))), Addresses, CancellationToken.None);

    private static Task<ImageApiAudit> ForbidAsync(string service, string[] lines) => ImageApiAuditor.AuditAsync(
        new AuditDefinition("glance", ["nova-api", "nova-compute"])
        {
            Forbidden = new Dictionary<string, IReadOnlyList<string>> { [service] = ["GET /v2/images/{id}/file", "PUT /v2/images/{id}/file"] },
        },
        Stream(lines),
        Addresses,
        CancellationToken.None);

    private static async IAsyncEnumerable<string> Stream(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await Task.Yield();
            yield return line;
        }
    }
}
