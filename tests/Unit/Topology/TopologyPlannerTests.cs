using System.Text;
using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Topology;
using GlanceGate.Unit.Jobs;

namespace GlanceGate.Unit.Topology;

[TestFixture]
internal sealed class TopologyPlannerTests
{
    private const string Files = """
        #> jobs/services/x.yaml
        - service:
            name: x
            image: base
            hostname: x-${session}
            command: [run, "${secret:one}"]
            environment: {PASSWORD: "${secret:one}", OTHER: "${secret:two}", LITERAL: "$${HOME}"}
            healthcheck: {command: [probe, "${secret:one}"]}
            facts: {state: [show, "${secret:one}"]}
            config:
              /etc/x.ini:
                main: {list: [a, "${secret:two}"], flag: true, none: []}
                DEFAULT: {name: "${job.name} on ${matrix.virt}", empty: ""}
                last: {}
              /etc/x.txt: |
                päss ${secret:one}
        #> jobs/web.yaml
        - job:
            name: web
            suite: {project: Suite, parameters: {password: "${secret:three}", plain: text}}
            matrix: {virt: [Red.1]}
            services: {x: {}, db: {}}
        #> jobs/virt/Red.1.yaml
        - virt: {name: Red.1}
        """;

    private static readonly JobVariant Variant = Fixture.Catalog(Files).Select(JobSelection.Default with { Jobs = ["web"] }).Single().WithChangesRead();

    private static readonly TopologyPlan Plan = TopologyPlanner.Plan(Variant, "s1", "host/1", name => $"<{name}>");

    [Test]
    public void Names_tell_sessions_and_variants_apart()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Plan.Network, Is.EqualTo("gate-s1-web-red.1"));
            Assert.That(
                Plan.Containers.Select(container => container.ContainerName),
                Is.EqualTo(new[] { "gate-s1-web-red.1-db", "gate-s1-web-red.1-x" }));
            Assert.That(Plan.Containers.Select(container => container.Service), Is.EqualTo(new[] { "db", "x" }));
        }
    }

    [Test]
    public void A_service_on_a_node_has_the_files_of_its_container_and_the_node_its_commands()
    {
        const string nodeset = """
                nodeset:
                  publish: [db:5432]
                  nodes: {shelf: {address: 192.0.2.10, service: x, exec: [run, "${session}"], deliver: [put, "${secret:two}", "$${HOME}"]}}
            """;
        var variant = Fixture.Catalog(Files.Replace("#> jobs/virt", nodeset + "\n#> jobs/virt", StringComparison.Ordinal))
            .Select(JobSelection.Default with { Jobs = ["web"] }).Single().WithChangesRead();
        var plan = TopologyPlanner.Plan(variant, "s1", "host/1", name => $"<{name}>");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(plan.Containers[0].Node, Is.Null);
            Assert.That(plan.Containers[1].Node!.Deliver, Is.EqualTo(new[] { "put", "<two>", "${HOME}" }));
            Assert.That(plan.Containers[1].Node!.Exec, Is.EqualTo(new[] { "run", "s1" }));
            Assert.That(plan.Containers[1].Node!.Log, Is.Null);
            Assert.That(plan.Containers[1].Files.Keys, Is.EqualTo(Plan.Containers[1].Files.Keys));
        }
    }

    [Test]
    public void Labels_name_session_owner_and_variant()
    {
        Assert.That(Plan.Labels, Is.EquivalentTo(new Dictionary<string, string>
        {
            [GateLabels.Session] = "s1",
            [GateLabels.Owner] = "host/1",
            [GateLabels.Variant] = "web (Red.1)",
        }));
    }

    [Test]
    public void Placeholders_are_filled_in_everywhere()
    {
        var x = Plan.Containers[1].Definition;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(x.Hostname, Is.EqualTo("x-s1"));
            Assert.That(x.Command, Is.EqualTo(new[] { "run", "<one>" }));
            Assert.That(x.Facts["state"], Is.EqualTo(new[] { "show", "<one>" }));
            Assert.That(
                x.Environment,
                Is.EqualTo(new Dictionary<string, string> { ["PASSWORD"] = "<one>", ["OTHER"] = "<two>", ["LITERAL"] = "${HOME}" }));
            Assert.That(((HealthProbe.Command)x.Healthcheck!.Probe).Arguments, Is.EqualTo(new[] { "probe", "<one>" }));
            Assert.That(Plan.SuiteParameters, Is.EqualTo(new Dictionary<string, string> { ["password"] = "<three>", ["plain"] = "text" }));
            Assert.That(Plan.Secrets, Is.EquivalentTo(new[] { "<one>", "<two>", "<three>" }));
            Assert.That(Plan.Variant, Is.SameAs(Variant));
        }
    }

    [Test]
    public void An_ini_file_has_DEFAULT_first_and_repeats_keys_with_several_values()
    {
        Assert.That(Text("/etc/x.ini"), Is.EqualTo("""
            [DEFAULT]
            name = web on Red.1
            empty =

            [main]
            list = a
            list = <two>
            flag = true

            [last]

            """));
    }

    [Test]
    public void A_text_file_is_written_as_utf8_without_a_mark()
    {
        Assert.That(Plan.Containers[1].Files["/etc/x.txt"].ToArray(), Is.EqualTo(Encoding.UTF8.GetBytes("päss <one>\n")));
    }

    [Test]
    public void The_same_variant_session_and_secrets_give_the_same_plan()
    {
        var again = TopologyPlanner.Plan(Variant, "s1", "host/1", name => $"<{name}>");

        Assert.That(
            again.Containers[1].Files.Select(file => (file.Key, Encoding.UTF8.GetString(file.Value.Span))),
            Is.EqualTo(Plan.Containers[1].Files.Select(file => (file.Key, Encoding.UTF8.GetString(file.Value.Span)))));
    }

    [Test]
    public void A_graph_or_file_that_cannot_work_is_refused()
    {
        var x = Variant.Services[1];
        var db = Variant.Services[0];
        var broken = Variant with
        {
            Services =
            [
                db with { DependsOn = new Dictionary<string, DependencyCondition> { ["x"] = DependencyCondition.ServiceStarted } },
                x with
                {
                    DependsOn = new Dictionary<string, DependencyCondition>
                    {
                        ["db"] = DependencyCondition.ServiceStarted,
                        ["x"] = DependencyCondition.ServiceStarted,
                        ["none"] = DependencyCondition.ServiceStarted,
                    },
                    Tmpfs = new Dictionary<string, string> { ["/etc"] = "" },
                },
            ],
        };

        var thrown = Assert.Throws<JobConfigurationException>(() => TopologyPlanner.Plan(broken, "s1", "o", name => name));

        Assert.That(thrown!.Diagnostics.Select(item => item.Code), Is.EquivalentTo(new[]
        {
            DiagnosticCodes.SelfDependency,
            DiagnosticCodes.UnknownDependency,
            DiagnosticCodes.DependencyCycle,
            DiagnosticCodes.FileBelowTmpfs,
            DiagnosticCodes.FileBelowTmpfs,
        }));
    }

    private static string Text(string path) => Encoding.UTF8.GetString(Plan.Containers[1].Files[path].Span);
}
