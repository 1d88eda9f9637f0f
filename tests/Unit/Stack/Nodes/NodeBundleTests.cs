using System.Text;
using System.Text.Json.Nodes;
using GlanceGate.Changes;
using GlanceGate.Inputs;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Stack.Nodes;

namespace GlanceGate.Unit.Stack.Nodes;

/// <summary>What a host is given.</summary>
[TestFixture]
internal sealed class NodeBundleTests
{
    private const UnixFileMode Data = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const string Diff = "--- a/app/x.py\n+++ b/app/x.py\n@@ -1 +1 @@\n-old\n+new\n";

    [Test]
    public void The_files_are_those_of_the_container_and_the_changes_those_of_the_projects_that_the_service_runs()
    {
        var bundle = Bundle();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bundle.Keys, Is.EqualTo(new[]
            {
                "README.txt", "changes/01-app.patch", "changes/02-tool/tool/t.py", "files/etc/far.ini", "files/usr/bin/go", "hosts", "node.json",
            }));
            Assert.That(Text(bundle["files/etc/far.ini"]), Is.EqualTo("[a]\nkey = s3cret\n"));
            Assert.That(bundle["files/usr/bin/go"].Mode.HasFlag(UnixFileMode.UserExecute), Is.True);
            Assert.That(Text(bundle["changes/01-app.patch"]), Is.EqualTo(Diff), "as it was given, byte by byte");
            Assert.That(Text(bundle["changes/02-tool/tool/t.py"]), Is.EqualTo("new\n"));
            Assert.That(Text(bundle["hosts"]), Is.EqualTo("192.0.2.1 db\n192.0.2.1 mq\n"));
        }
    }

    [Test]
    public void A_program_finds_all_of_it_in_one_file()
    {
        var node = JsonNode.Parse(Text(Bundle()["node.json"]))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(node["node"]!.GetValue<string>(), Is.EqualTo("shelf"));
            Assert.That(node["service"]!.GetValue<string>(), Is.EqualTo("far"));
            Assert.That(node["image"]!.GetValue<string>(), Is.EqualTo("engine/image"));
            Assert.That(node["ports"]!.ToJsonString(), Is.EqualTo("""["mq:5672","db:3306","db:3307"]"""));
            Assert.That(node["hosts"]!.ToJsonString(), Is.EqualTo("""["db","mq"]"""));
            Assert.That(node["files"]!.ToJsonString(), Is.EqualTo("""["/etc/far.ini","/usr/bin/go"]"""));
            Assert.That(node["changes"]!.AsArray().Select(change => $"{change!["project"]} {change["source"]} {change["path"]}"), Is.EqualTo(new[]
            {
                "app one.patch changes/01-app.patch", "tool ../tool changes/02-tool/",
            }));
        }
    }

    [Test]
    public void A_person_is_told_what_to_do_in_order()
    {
        Assert.That(Text(Bundle()["README.txt"]), Is.EqualTo("""
            far of job (x) runs on shelf (192.0.2.10). This folder holds passwords of the run.

            1. Let these names lead to 192.0.2.1; the file "hosts" has the lines for the host's own file of that name:
                   db mq
               From 192.0.2.10, and from no other address, these ports can be reached there:
                   mq:5672 db:3306 db:3307

            2. Apply the changes under test to the host's source of their projects, in this order:
                   changes/01-app.patch   to app
                   changes/02-tool/   to tool

            3. Put these files of "files" where the service looks for them; adapt paths, and nothing else:
                   /etc/far.ini
                   /usr/bin/go

            4. Start far. In a container it would run:
                   run far
               with this environment:
                   A=one

            5. The gate goes on by itself as soon as the service's healthcheck passes. It waits for 60.0 s.

            6. When the run has ended, stop the service and delete all this: the passwords are of this run and worth nothing after it.

            """.ReplaceLineEndings("\n")));
    }

    private static IReadOnlyDictionary<string, ContextFile> Bundle()
    {
        var service = Plans.Service("far", Plans.Check(new HealthProbe.Log("up")));
        var container = service with
        {
            Definition = service.Definition with
            {
                Command = ["run", "far"],
                Environment = new Dictionary<string, string> { ["A"] = "one" },
                Projects = ["app", "tool"],
            },
            Files = new SortedDictionary<string, ReadOnlyMemory<byte>>
            {
                ["/etc/far.ini"] = "[a]\nkey = s3cret\n"u8.ToArray(),
                ["/usr/bin/go"] = "#!/bin/sh\n"u8.ToArray(),
            },
            Node = new NodeDefinition("shelf", "192.0.2.10", "far", TimeSpan.FromMinutes(5)),
        };
        var plan = Plans.Of(container);
        var tree = new TreeContent(new Dictionary<string, ContextFile> { ["tool/t.py"] = new("new\n"u8.ToArray(), Data) }, [], "sha256:0");
        Change[] changes = [ChangeReader.OfPatch("app", "one.patch", Encoding.UTF8.GetBytes(Diff)), ChangeReader.OfPatch("other", "no.patch", Encoding.UTF8.GetBytes(Diff)), new("tool", "../tool", tree)];
        return NodeBundle.Of(container, plan with { Variant = WithNodeset(plan.Variant, container.Node, changes) }, "engine/image");
    }

    private static JobVariant WithNodeset(JobVariant variant, NodeDefinition node, Change[] changes) => variant with
    {
        Nodeset = new NodesetDefinition("192.0.2.1", [new("mq", 5672), new("db", 3306), new("db", 3307)], [node]),
        Changes = [.. changes.Select(change => new JobChange(new ChangeDefinition(change.Project, change.Source, new SourceSpan("x", 1, 1, 1)), change))],
    };

    private static string Text(ContextFile file) => Encoding.UTF8.GetString(file.Content.Span);
}
