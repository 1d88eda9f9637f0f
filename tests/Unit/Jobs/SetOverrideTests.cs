using GlanceGate.Jobs;

namespace GlanceGate.Unit.Jobs;

[TestFixture]
internal sealed class SetOverrideTests
{
    private const string Files = """
        #> jobs/services/x.yaml
        - service:
            name: x
            image: base
            command: [run]
            environment: {A: one}
            config:
              /etc/x.conf: {DEFAULT: {debug: false, "dotted.key": 1}, "section.with.dots": {a: 1}}
              /etc/x.conf.d/y.conf: {DEFAULT: {debug: false}}
              /etc/text.txt: text
        #> jobs/web.yaml
        - job:
            name: web
            suite: {project: Suite}
            matrix: {virt: [red, green]}
            services: {x: {}}
        #> jobs/virt/red.yaml
        - virt: {name: red, services: {db: {}}}
        #> jobs/virt/green.yaml
        - virt: {name: green}
        """;

    private static readonly JobCatalog Catalog = Fixture.Catalog(Files);

    [TestCase("x.config./etc/x.conf.DEFAULT.debug=true", "/etc/x.conf", "DEFAULT", "debug", "true")]
    [TestCase("services.x.config./etc/x.conf.DEFAULT.debug=true", "/etc/x.conf", "DEFAULT", "debug", "true")]
    [TestCase("x.config./etc/x.conf.d/y.conf.DEFAULT.debug=true", "/etc/x.conf.d/y.conf", "DEFAULT", "debug", "true")]
    [TestCase("x.config./etc/x.conf.DEFAULT.dotted.key=2", "/etc/x.conf", "DEFAULT", "dotted.key", "2")]
    [TestCase("x.config./etc/x.conf.section.with.dots.a=2", "/etc/x.conf", "section.with.dots", "a", "2")]
    [TestCase("x.config./etc/x.conf.DEFAULT.new=a=b", "/etc/x.conf", "DEFAULT", "new", "a=b")]
    [TestCase("x.config./etc/x.conf.new.key=v", "/etc/x.conf", "new", "key", "v")]
    [TestCase("x.config./etc/x.conf.DEFAULT.debug=", "/etc/x.conf", "DEFAULT", "debug", "")]
    [TestCase("x.config./etc/x.conf.DEFAULT.debug=\"a: b\"", "/etc/x.conf", "DEFAULT", "debug", "a: b")]
    [TestCase("x.config./etc/x.conf.DEFAULT.debug=a://u:${secret:p}@h/db", "/etc/x.conf", "DEFAULT", "debug", "a://u:${secret:p}@h/db")]
    public void A_key_of_an_ini_file_is_changed(string set, string path, string section, string key, string expected)
    {
        Assert.That(X(set).Config[path].Sections![section][key], Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void The_longest_known_key_wins_over_a_new_one()
    {
        var x = X("x.config./etc/x.conf.d/y.conf.DEFAULT.debug=true");

        Assert.That(x.Config["/etc/x.conf"].Sections!["DEFAULT"]["debug"], Is.EqualTo(new[] { "false" }));
    }

    [Test]
    public void Other_keys_of_a_service_are_changed_added_and_removed()
    {
        var x = X("x.mem_limit=64m", "x.environment.A=two", "x.config./etc/text.txt=other", "x.command=[a, b]", "x.healthcheck.tcp=80");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(x.MemoryLimit, Is.EqualTo(64 << 20));
            Assert.That(x.Environment["A"], Is.EqualTo("two"));
            Assert.That(x.Config["/etc/text.txt"].Text, Is.EqualTo("other"));
            Assert.That(x.Command, Is.EqualTo(new[] { "a", "b" }));
            Assert.That(x.Healthcheck!.Probe, Is.EqualTo(new HealthProbe.Tcp("x", 80)));
            Assert.That(X("x.environment.A=null").Environment, Is.Empty);
            Assert.That(X("x.command=~").Command, Is.Null);
        }
    }

    [Test]
    public void An_override_applies_to_the_variants_that_have_its_service()
    {
        var variants = Catalog.Select(JobSelection.Default with { Jobs = ["web"], Sets = ["db.mem_limit=64m"] });

        Assert.That(
            variants.Select(variant => variant.Services.FirstOrDefault(service => service.Name == "db")?.MemoryLimit),
            Is.EqualTo(new long?[] { 64 << 20, null }));
    }

    [TestCase("y.mem_limit=1g", "--set:1:1 GATE071 the stack has no service 'y' | did you mean 'x'?")]
    [TestCase("x.memlimit=1g", "--set:1:3 GATE071 unknown key 'memlimit' in a service | did you mean 'mem_limit'?")]
    [TestCase("x.config./etc/xx.conf.DEFAULT.debug=true", "--set:1:10 GATE071 the service has no such file | did you mean '/etc/x.conf'?")]
    [TestCase("x.config./etc/text.txt.DEFAULT.a=1", "--set:1:10 GATE071 '/etc/text.txt' has no keys below it | ")]
    [TestCase("x.config./etc/x.conf.debug=1", "--set:1:22 GATE071 'debug' must be followed by a key: it is a section | ")]
    [TestCase("x=1", "--set:1:1 GATE071 an override changes a key of a service | as in x.mem_limit=1g")]
    [TestCase("x.mem_limit", "--set:1:1 GATE070 an override must be address=value | as in --set service.mem_limit=1g")]
    [TestCase("x.mem_limit=a: b", "--set:1:13 GATE070 the value is not a YAML scalar | quote it: --set 'address=\"value\"'")]
    [TestCase("x.mem_limit=@", "--set:1:13 GATE070 the value is not a YAML scalar | quote it: --set 'address=\"value\"'")]
    [TestCase(
        "x.mem_limit=1q",
        "--set:1:13 GATE017 'mem_limit' must be a size, not '1q' | write 512m, 1g or bytes; engines take no less than 6m")]
    [TestCase("x.init=yes", "--set:1:8 GATE013 'init' must be true or false, not the text 'yes' | write true")]
    [TestCase(
        "x.depends_on.y.condition=service_healthy",
        "--set:1:14 GATE051 'x' depends on 'y', which is no service of the stack | did you mean 'x'?")]
    public void An_override_that_leads_nowhere_is_refused(string set, string expected)
    {
        var thrown = Assert.Throws<JobConfigurationException>(
            () => Catalog.Select(JobSelection.Default with { Jobs = ["web"], Sets = [set] }));

        Assert.That(
            thrown!.Diagnostics.Select(item => $"{item.Span} {item.Code} {item.Message} | {item.Suggestion}"),
            Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void The_place_of_an_override_is_its_number_and_its_text_is_shown()
    {
        var thrown = Assert.Throws<JobConfigurationException>(
            () => Catalog.Select(JobSelection.Default with { Jobs = ["web"], Sets = ["x.mem_limit=1g", "x.memlimit=1g"] }));

        Assert.That(thrown!.Message, Does.Contain("--set:2:3: error GATE071").And.Contain("    2 | x.memlimit=1g"));
    }

    private static ServiceDefinition X(params string[] sets)
    {
        var variants = Catalog.Select(JobSelection.Default with { Jobs = ["web"], Variants = ["green"], Sets = sets });
        return variants.Single().Services.Single(service => service.Name == "x");
    }
}
