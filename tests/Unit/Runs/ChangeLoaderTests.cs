using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Runs;

namespace GlanceGate.Unit.Runs;

internal sealed class ChangeLoaderTests
{
    private const string Diff = "--- a/app/x.py\n+++ b/app/x.py\n@@ -1 +1 @@\n-old\n+new\n";

    private DirectoryInfo _root = null!;

    [SetUp]
    public void Begin()
    {
        _root = Directory.CreateTempSubdirectory("gate-changes-");
        Write("jobs/services/api.yaml", "- service: {name: api, image: base, projects: [app]}");
        Write("jobs/services/mq.yaml", "- service: {name: mq, image: other}");
        Write("jobs/web.yaml", """
            - job: {name: web, services: {api: {}}, suite: {project: S}, changes: [{project: app, patch: changes/own.patch}]}
            - job: {name: small, services: {mq: {}}, suite: {project: S}}
            - project: {check: {jobs: [web, small]}}
            """);
        Write("jobs/changes/own.patch", Diff);
        Write("build/Images/base/Dockerfile", "FROM scratch\n");
        Write("build/Images/base/projects.yaml", "projects: {app: {paths: {app: /lib/app, etc/app.ini: /etc/app.ini}, left-out: [app/tests]}}");
        Write("build/Images/other/Dockerfile", "FROM scratch\n");
        Write("here/more.patch", Diff);
    }

    [TearDown]
    public void End() => _root.Delete(recursive: true);

    [Test]
    public void Changes_of_the_command_line_come_after_the_jobs_own_and_only_where_the_stack_has_the_project()
    {
        var variants = Select("app=more.patch");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(variants[0].Changes.Select(change => change.Content.Source), Is.EqualTo(new[] { "jobs/changes/own.patch", "more.patch" }));
            Assert.That(variants[0].Changes[1].Content.Content.Digest, Does.Match("^sha256:[0-9a-f]{64}$"));
            Assert.That(variants[1].Changes, Is.Empty);
            Assert.That(PlanWriter.Write(variants[0], origins: true), Does.Match(@"patch: more.patch +# --change\n +digest: sha256:"));
        }
    }

    [TestCase("app", "GATE072", "a change must be project=path")]
    [TestCase("=x", "GATE072", "a change must be project=path")]
    [TestCase("apps=more.patch", "GATE063", "did you mean 'app'?")]
    [TestCase("app=none.patch", "GATE062", "there is no file or folder")]
    [TestCase("app=empty.patch", "GATE062", "the file is empty")]
    [TestCase("app=/dev/null", "GATE062", "it is a folder, pipe, socket or device")]
    [TestCase("app=text", "GATE062", "it is no unified diff")]
    [TestCase("app=.", "GATE062", "it must be the root of the project's source, with app or etc/app.ini")]
    [TestCase("app=binary.patch", "GATE062", "binary.patch:1:1")]
    public void A_wrong_change_is_refused_with_what_where_and_how(string argument, string code, string words)
    {
        Write("here/empty.patch", string.Empty);
        Write("here/text", "hello");
        Write("here/binary.patch", "Binary files a and b differ\n");

        var problem = Assert.Throws<JobConfigurationException>(() => Select(argument))!;

        Assert.That(problem.Message, Does.Contain(code).And.Contain(words));
    }

    [Test]
    public void A_wrong_change_of_a_job_is_shown_at_its_line()
    {
        Write("jobs/changes/own.patch", Diff + "GIT binary patch\n");

        Assert.That(
            () => Select(), Throws.TypeOf<JobConfigurationException>().With.Message.StartWith("jobs/changes/own.patch:6:1: error GATE062: a binary file is changed"));
    }

    [Test]
    public void A_project_of_a_service_that_its_image_does_not_hold_is_refused()
    {
        Write("jobs/services/mq.yaml", "- service: {name: mq, image: base, projects: [ap]}");

        Assert.That(
            () => Select(), Throws.TypeOf<JobConfigurationException>().With.Message.Contains("jobs/services/mq.yaml:1:").And.Message.Contains("did you mean 'app'?"));
    }

    [Test]
    public void Of_a_source_tree_that_is_read_which_an_image_holds()
    {
        foreach (var file in new[] { "app/x.py", "app/__pycache__/x.pyc", "app/tests/t.py", "doc/d", "setup.cfg", ".git/config", "etc/app.ini", "etc/other" })
        {
            Write("here/tree/" + file, "text");
        }

        var content = (TreeContent)Select("app=tree")[0].Changes[1].Content.Content;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(content.Files.Keys, Is.EqualTo(new[] { "app/x.py", "etc/app.ini" }));
            Assert.That(content.Others, Is.EqualTo(new[] { "app/tests/", "doc/", "etc/other", "setup.cfg" }));
        }
    }

    [Test]
    public void A_host_may_run_a_project_that_no_image_holds_and_gets_its_whole_tree()
    {
        Write("jobs/web.yaml", """
            - job:
                name: web
                services: {api: {projects: [driver], healthcheck: {command: [ready], in: mq}}, mq: {}}
                suite: {project: S}
                nodeset: {publish: [mq:5672], nodes: {shelf: {address: 192.0.2.10, service: api}}}
            - project: {check: {jobs: [web]}}
            """);
        Write("here/tree/driver/x.py", "new");
        Write("here/tree/driver/tests/x.py", "new");
        Write("here/tree/setup.cfg", "new");

        var content = (TreeContent)Select("driver=tree")[0].Changes.Single().Content.Content;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(content.Files.Keys, Is.EqualTo(new[] { "driver/tests/x.py", "driver/x.py", "setup.cfg" }));
            Assert.That(content.Others, Is.Empty);
        }
    }

    [TestCase("Up")]
    [TestCase("Mutate")]
    public void A_target_that_keeps_or_moves_a_stack_refuses_one_with_nodes(string target)
    {
        var variant = Select()[0];
        NodesetRefusal.Check(target, variant);

        var node = new NodeDefinition("shelf", "192.0.2.10", "api", TimeSpan.FromMinutes(5));
        Assert.That(
            () => NodesetRefusal.Check(target, variant with { Nodeset = new NodesetDefinition("192.0.2.1", [], [node]) }),
            Throws.TypeOf<GateArgumentException>().With.Message.Contains(
                $"{target} cannot take 'web': api runs on shelf, and such a host is served for the time of one run of --target=Gate only"));
    }

    [Test]
    public void The_digest_of_a_tree_is_of_names_contents_and_modes()
    {
        Write("here/tree/app/x", "1");
        var digests = new List<string> { DigestOf("app=tree") };
        Write("here/tree/doc", "1");
        digests.Add(DigestOf("app=tree"));
        Write("here/tree/app/x", "2");
        digests.Add(DigestOf("app=tree"));
        Write("here/tree/app/y", string.Empty);
        digests.Add(DigestOf("app=tree"));

        Assert.That(digests.Distinct().Count(), Is.EqualTo(3), "what is left out does not count");
    }

    [TestCase("", ExpectedResult = "api twin")]
    [TestCase("auth=auth.patch", ExpectedResult = "api auth twin")]
    public string Logs_count_of_services_that_run_what_is_changed(string argument)
    {
        Write("jobs/services/auth.yaml", "- service: {name: auth, image: auth, projects: [auth]}");
        Write("jobs/services/twin.yaml", "- service: {name: twin, image: base}");
        Write("jobs/services/other.yaml", "- service: {name: other, image: base, projects: []}");
        Write("build/Images/auth/Dockerfile", "FROM scratch\n");
        Write("build/Images/auth/projects.yaml", "projects: {auth: {paths: {app: /lib/auth}}}");
        Write("jobs/web.yaml", Job("{api: {}, auth: {}, mq: {}, other: {}, twin: {}}", "{}", "[{project: app, patch: changes/own.patch}]"));
        Write("here/auth.patch", Diff);

        return string.Join(' ', JudgedLogs.Of(Select(argument.Length == 0 ? [] : [argument])[0]));
    }

    [Test]
    public void A_log_scan_in_which_no_log_counts_is_refused()
    {
        Write("jobs/web.yaml", Job("{api: {}, mq: {}}", "{}", "[]"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Select(), Throws.TypeOf<JobConfigurationException>().With.Message.StartWith(
                "jobs/web.yaml:1:").And.Message.Contains("GATE076: no service's log counts").And.Message.Contains("name services whose logs count in 'services' of log-scan"));
            Assert.That(JudgedLogs.Of(Select("app=more.patch")[0]), Is.EqualTo(new[] { "api" }), "it is under test then");
        }
    }

    [Test]
    public void An_allowed_error_of_a_service_whose_image_holds_no_project_is_refused()
    {
        Write("jobs/web.yaml", Job("{api: {}, mq: {}}", "{allow: {known: {service: mq, pattern: x, reason: y}}}", "[{project: app, patch: changes/own.patch}]"));

        Assert.That(() => Select(), Throws.TypeOf<JobConfigurationException>().With.Message.Contains(
            "GATE075: the allowed error 'known' is of 'mq', whose log is never red").And.Message.Contains("^~"));
    }

    private static string Job(string services, string scan, string changes) =>
        $"- job: {{name: web, services: {services}, suite: {{project: S}}, log-scan: {scan}, changes: {changes}}}\n- project: {{check: {{jobs: [web]}}}}\n";

    private string DigestOf(string argument) => Select(argument)[0].Changes[1].Content.Content.Digest;

    private IReadOnlyList<JobVariant> Select(params string[] changes) => JobSource.Select(
        new GateSettings(_root.FullName, "/state", "/artifacts", null, [], [], [], null, Keep.Never, null, null, false, false)
        {
            Changes = changes,
            WorkingDirectory = Path.Combine(_root.FullName, "here"),
        });

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
