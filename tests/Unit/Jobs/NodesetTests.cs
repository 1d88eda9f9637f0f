using GlanceGate.Jobs;

namespace GlanceGate.Unit.Jobs;

/// <summary>What a nodeset means once it is merged; its mistakes are among the fixtures.</summary>
[TestFixture]
internal sealed class NodesetTests
{
    [Test]
    public void A_matrix_value_completes_the_nodeset_of_a_job()
    {
        var nodeset = Variant("web (iron)").Nodeset!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(nodeset.Listen, Is.EqualTo("192.0.2.1"));
            Assert.That(nodeset.Publish, Is.EqualTo(new[] { new PublishedPort("db", 5432) }));
            var node = nodeset.Nodes.Single();
            Assert.That((node.Name, node.Address, node.Service, node.Timeout), Is.EqualTo(("shelf", "192.0.2.10", "api", TimeSpan.FromSeconds(90))));
            Assert.That(node.Deliver, Is.EqualTo(new[] { "changes/good.patch", "iron" }), "placeholders are filled in");
            Assert.That(node.Commands.Select(item => item.Word), Is.EqualTo(new[] { "deliver", "exec", "log", "remove" }));
            Assert.That(node.Prepare, Is.Null);
            Assert.That(nodeset.Find("api"), Is.SameAs(node));
            Assert.That(nodeset.Find("db"), Is.Null);
        }
    }

    [Test]
    public void Reports_say_that_the_host_is_external_whatever_a_matrix_value_says_of_its_own()
    {
        Assert.That(Variant("web (iron)").Host, Is.EqualTo("external (api on shelf, 192.0.2.10)"));
    }

    [Test]
    public void A_nodeset_whose_nodes_are_taken_out_is_none()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Variant("web (none)").Nodeset, Is.Null);
            Assert.That(Variant("web (none)").Host, Is.EqualTo("none at all"));
        }
    }

    [Test]
    public void What_a_node_does_not_say_has_a_value_that_is_safe()
    {
        var nodeset = Fixture.Catalog("""
            #> jobs/web.yaml
            - job:
                name: web
                suite: {project: Suite}
                services: {db: {}, api: {healthcheck: {http: null, command: [ready], in: db}}}
                nodeset: {publish: [db:5432], nodes: {shelf: {address: 192.0.2.10, service: api}}}
            """).Select(JobSelection.Default with { Jobs = ["web"] }).Single().Nodeset!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(nodeset.Listen, Is.EqualTo("127.0.0.1"));
            Assert.That(nodeset.Nodes.Single().Timeout, Is.EqualTo(TimeSpan.FromMinutes(5)));
        }
    }

    [Test]
    public void A_plan_shows_the_nodeset_and_where_a_healthcheck_runs()
    {
        var text = PlanWriter.Write(Variant("web (iron)").WithChangesRead());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Contain("""
                nodeset:
                  listen: 192.0.2.1
                  publish: [db:5432]
                  nodes:
                    shelf:
                      address: 192.0.2.10
                      service: api
                      timeout: 90s
                      deliver: [changes/good.patch, iron]
                      exec: [ssh, shelf]
                      log: [ssh, shelf, tail]
                      remove: [rm]
                """));
            Assert.That(text, Does.Contain("""
                      command: [ready, api]
                      in: db
                """));
        }
    }

    private static FrozenVariant Variant(string name) =>
        Fixture.Load("good", "nodeset").Read().Select(JobSelection.Default with { Jobs = ["web"] }).Single(variant => variant.Name == name);
}
