using System.Text.Json.Nodes;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Unit.Jobs;

[TestFixture]
internal sealed class PlanWriterTests
{
    private static IEnumerable<string> Good => Fixture.Names("good");

    [Test]
    public void A_frozen_job_is_written_with_the_place_of_each_value()
    {
        var variant = Fixture.Catalog("""
            #> jobs/web.yaml
            - job:
                name: base
                abstract: true
                suite: {project: Suite, parameters: {password: "${secret:p}", number: "1"}}
                services: {db: {}}
            - job:
                name: web
                parent: base
                timeout: 90
                matrix: {virt: red}
                services: {db: {config: {/etc/motd: "one\n\ntwo\n"}}}
            #> jobs/virt/red.yaml
            - virt: {name: red, host: none, services: {db: {environment: {RED: "yes"}}}}
            """).Select(JobSelection.Default with { Jobs = ["web"], Sets = ["db.config./etc/db.ini.main.port=7"] }).Single().WithChangesRead();

        Assert.That(PlanWriter.Write(variant, origins: true), Is.EqualTo("""
            job: web
            variant: web (red)
            matrix:
              virt: red                                                 # jobs/web.yaml:10
            description: ""
            host: none                                                  # jobs/virt/red.yaml:1
            timeout: 90s                                                # jobs/web.yaml:9
            post-timeout: 2m                                            # default
            attempts: 1                                                 # default
            voting: true                                                # default
            capabilities: []                                            # default
            suite:
              project: Suite                                            # jobs/web.yaml:4
              where: ""                                                 # default
              parameters:
                password: ${secret:p}                                   # jobs/web.yaml:4
                number: 1                                               # jobs/web.yaml:4
            services:
              db:
                image: base                                             # jobs/services/db.yaml:3
                command: [db]                                           # jobs/services/db.yaml:4
                environment:
                  RED: "yes"                                            # jobs/virt/red.yaml:1
                config:
                  /etc/db.ini:
                    main:
                      port: 7                                           # --set
                      host: 0.0.0.0                                     # jobs/services/db.yaml:6
                  /etc/motd: |                                          # jobs/web.yaml:11
                    one

                    two
                healthcheck:
                  tcp: db:5432                                          # jobs/services/db.yaml:7
                  interval: 250ms                                       # jobs/services/db.yaml:7
                  timeout: 30s                                          # jobs/services/db.yaml:7

            """));
    }

    [Test]
    public void Json_has_the_keys_of_yaml_and_the_places_by_pointers()
    {
        var variant = Fixture.Catalog("""
            #> jobs/web.yaml
            - job:
                name: web
                suite: {project: Suite, parameters: {number: 1, "odd/key~": yes}}
                services: {db: {init: true, config: {/etc/motd: "one\ntwo\n", /etc/x.ini: {main: {list: [a, 1]}}}}}
                changes: [{project: web, patch: changes/good.patch}]
                attempts: 2
            """).Select(JobSelection.Default with { Jobs = ["web"] }).Single().WithChangesRead();
        var plain = (JsonArray)JsonNode.Parse(PlanWriter.WriteJson([variant, variant]))!;
        var placed = JsonNode.Parse(PlanWriter.WriteJson([variant], origins: true))![0]!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(plain, Has.Count.EqualTo(2));
            Assert.That(plain[0]!["variant"]!.GetValue<string>(), Is.EqualTo("web"));
            Assert.That(plain[0]!["attempts"]!.GetValue<int>(), Is.EqualTo(2));
            Assert.That(plain[0]!["voting"]!.GetValue<bool>(), Is.True);
            Assert.That(plain[0]!["matrix"]!.ToJsonString(), Is.EqualTo("{}"));
            Assert.That(plain[0]!["changes"]!.ToJsonString(), Is.EqualTo("""[{"project":"web","patch":"changes/good.patch","digest":"sha256:0"}]"""));
            Assert.That(plain[0]!["suite"]!["parameters"]!["number"]!.GetValue<string>(), Is.EqualTo("1"), "a parameter is a text");
            Assert.That(plain[0]!["services"]!["db"]!["config"]!["/etc/x.ini"]!.ToJsonString(), Is.EqualTo("""{"main":{"list":["a","1"]}}"""));
            Assert.That(plain[0]!["services"]!["db"]!["config"]!["/etc/motd"]!.GetValue<string>(), Is.EqualTo("one\ntwo\n"));
            Assert.That(plain[0]!["services"]!["db"]!["init"]!.GetValue<bool>(), Is.True);
            Assert.That(plain[0]!["sources"], Is.Null);
            Assert.That(placed["sources"]!["/attempts"]!.GetValue<string>(), Is.EqualTo("jobs/web.yaml:6"));
            Assert.That(placed["sources"]!["/timeout"]!.GetValue<string>(), Is.EqualTo("default"));
            Assert.That(placed["sources"]!["/changes/0/patch"]!.GetValue<string>(), Is.EqualTo("jobs/web.yaml:5"));
            Assert.That(placed["sources"]!["/suite/parameters/odd~1key~0"]!.GetValue<string>(), Is.EqualTo("jobs/web.yaml:3"));
            Assert.That(placed["sources"]!["/services/db/config/~1etc~1x.ini/main/list"]!.GetValue<string>(), Is.EqualTo("jobs/web.yaml:4"));
        }
    }

    [TestCaseSource(nameof(Good))]
    public void Json_says_what_yaml_says(string name)
    {
        var catalog = Fixture.Load("good", name).Read();
        foreach (var variant in catalog.Jobs.SelectMany(job => catalog.Select(JobSelection.Default with { Jobs = [job] })).Select(variant => variant.WithChangesRead()))
        {
            Assert.That(NodeReader.TryRead(new JobFile("plan", PlanWriter.Write(variant)), new DiagnosticBag(), out var yaml));
            AssertSame(JsonNode.Parse(PlanWriter.WriteJson([variant]))![0], yaml, variant.Name);
        }
    }

    [TestCaseSource(nameof(Good))]
    public void The_services_of_a_frozen_job_read_back_as_the_same_services(string name)
    {
        var catalog = Fixture.Load("good", name).Read();
        foreach (var job in catalog.Jobs.Where(_ => name != "every-key"))
        {
            foreach (var variant in catalog.Select(JobSelection.Default with { Jobs = [job] }))
            {
                AssertReadsBack(variant.WithChangesRead());
            }
        }
    }

    [TestCase("")]
    [TestCase(" a")]
    [TestCase("a ")]
    [TestCase("a: b")]
    [TestCase("a #b")]
    [TestCase("- a")]
    [TestCase("null")]
    [TestCase("true")]
    [TestCase("1.5")]
    [TestCase("[a]")]
    [TestCase("@a")]
    [TestCase("\"")]
    [TestCase("\\")]
    [TestCase("a\u0001b")]
    [TestCase("a\tb")]
    [TestCase("---")]
    [TestCase("a\nb")]
    [TestCase("a\nb\n")]
    [TestCase("a\nb\n\n\n")]
    [TestCase("\na\nb")]
    [TestCase("  a\nb")]
    [TestCase("a \nb")]
    [TestCase("a\n\tb\n")]
    [TestCase("\n")]
    [TestCase("a:")]
    [TestCase("é ☃ 𝄞")]
    [TestCase("a\u2028b")]
    public void Every_text_reads_back_as_itself(string text)
    {
        var variant = Fixture.Load("good", "smallest").Read().Select(JobSelection.Default with { Jobs = ["web"] }).Single().WithChangesRead();
        var service = variant.Services[0] with
        {
            Command = [text, "a,b]"],
            Environment = new Dictionary<string, string> { ["A"] = text, ["B"] = "after" },
            Config = new Dictionary<string, ConfigFile> { ["/x"] = new ConfigFile(text, null) },
        };

        AssertReadsBack(variant with { Services = [service], Description = text });
    }

    private static void AssertReadsBack(JobVariant variant)
    {
        var bag = new DiagnosticBag();
        Assert.That(
            NodeReader.TryRead(new JobFile("plan", PlanWriter.Write(variant)), bag, out var root),
            () => DiagnosticPrinter.Print(bag.Sorted()));
        var tree = (MappingNode)root!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(tree["description"]), Is.EqualTo(variant.Description));
            foreach (var service in variant.Services)
            {
                Assert.That(Texts(tree.Find("services", service.Name, "command")), Is.EqualTo(service.Command ?? []));
                foreach (var (key, value) in service.Environment)
                {
                    Assert.That(Text(tree.Find("services", service.Name, "environment", key)), Is.EqualTo(value));
                }

                foreach (var (path, file) in service.Config.Where(pair => pair.Value.Text is not null))
                {
                    Assert.That(Text(tree.Find("services", service.Name, "config", path)), Is.EqualTo(file.Text));
                }
            }
        }
    }

    private static void AssertSame(JsonNode? json, Node? yaml, string at)
    {
        switch (json)
        {
            case JsonObject mapping:
                Assert.That(mapping.Select(pair => pair.Key), Is.EqualTo(((MappingNode)yaml!).Entries.Keys), at);
                foreach (var (key, value) in mapping)
                {
                    AssertSame(value, ((MappingNode)yaml!)[key], $"{at}/{key}");
                }

                break;
            case JsonArray list:
                Assert.That(list, Has.Count.EqualTo(((SequenceNode)yaml!).Items.Count), at);
                foreach (var (index, item) in list.Index())
                {
                    AssertSame(item, ((SequenceNode)yaml!).Items[index], $"{at}/{index}");
                }

                break;
            default:
                Assert.That(json!.ToString(), Is.EqualTo(Text(yaml)), at);
                break;
        }
    }

    private static string? Text(Node? node) => (node as ScalarNode)?.Value;

    private static IEnumerable<string?> Texts(Node? node) => (node as SequenceNode)?.Items.Select(Text) ?? [];
}
