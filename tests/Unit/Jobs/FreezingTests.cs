using GlanceGate.Jobs;
using GlanceGate.Jobs.Language;

namespace GlanceGate.Unit.Jobs;

[TestFixture]
internal sealed class FreezingTests
{
    [Test]
    public void Layers_are_laid_over_each_other_from_the_service_file_to_the_override()
    {
        var variant = Variants("""
            #> jobs/services/x.yaml
            - service:
                name: x
                image: base
                environment: {A: file, B: file, C: file, D: file, E: file}
            #> jobs/web.yaml
            - job:
                name: root
                abstract: true
                suite: {project: Suite}
                services: {x: {environment: {B: root, C: root, D: root, E: root}}}
            - job:
                name: middle
                abstract: true
                parent: root
                services: {x: {environment: {C: middle, D: middle, E: middle}}}
            - job:
                name: web
                parent: middle
                matrix: {virt: [red]}
                services: {x: {environment: {D: job, E: job}}}
            #> jobs/virt/red.yaml
            - virt: {name: red, services: {x: {environment: {E: virt, F: virt, G: virt}}}}
            """, sets: ["x.environment.G=set"]).Single();

        Assert.That(variant.Services.Single().Environment, Is.EqualTo(new Dictionary<string, string>
        {
            ["A"] = "file",
            ["B"] = "root",
            ["C"] = "middle",
            ["D"] = "job",
            ["E"] = "virt",
            ["F"] = "virt",
            ["G"] = "set",
        }));
    }

    [Test]
    public void Null_removes_a_key_or_a_service_and_lists_are_replaced()
    {
        var variant = Variants("""
            #> jobs/services/x.yaml
            - service:
                name: x
                image: base
                command: [one, two]
                cap_add: [A, B]
                config:
                  /etc/x.ini: {main: {a: 1, b: 2}, other: {c: 3}}
                  /etc/y.txt: text
            #> jobs/web.yaml
            - job:
                name: root
                abstract: true
                suite: {project: Suite}
                services: {x: {}, db: {}, api: {}}
            - job:
                name: web
                parent: root
                services:
                  api: null
                  x:
                    command: ~
                    cap_add: [C]
                    config:
                      /etc/x.ini: {main: {a: null}, other: null}
                      /etc/y.txt:
            """).Single();
        var x = variant.Services[1];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(variant.Services.Select(service => service.Name), Is.EqualTo(new[] { "db", "x" }));
            Assert.That(x.Command, Is.Null);
            Assert.That(x.CapAdd, Is.EqualTo(new[] { "C" }));
            Assert.That(x.Config.Keys, Is.EqualTo(new[] { "/etc/x.ini" }));
            Assert.That(x.Config["/etc/x.ini"].Sections!.Keys, Is.EqualTo(new[] { "main" }));
            Assert.That(x.Config["/etc/x.ini"].Sections!["main"].Keys, Is.EqualTo(new[] { "b" }));
        }
    }

    [Test]
    public void A_service_that_was_removed_comes_back_as_its_file_has_it()
    {
        var variant = Variants("""
            #> jobs/web.yaml
            - job: {name: a, abstract: true, suite: {project: Suite}, services: {db: {environment: {A: a}}}}
            - job: {name: b, abstract: true, parent: a, services: {db: null}}
            - job: {name: web, parent: b, services: {db: {}}}
            """).Single();

        Assert.That(variant.Services.Single().Environment, Is.Empty);
    }

    [Test]
    public void Name_parent_abstract_and_description_are_not_inherited()
    {
        var variant = Variants("""
            #> jobs/web.yaml
            - job:
                name: base
                abstract: true
                description: The base
                attempts: 3
                voting: false
                suite: {project: Suite}
                services: {db: {}}
            - job: {name: web, parent: base}
            """).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(variant.Description, Is.Empty);
            Assert.That(variant.Attempts, Is.EqualTo(3));
            Assert.That(variant.Voting, Is.False);
        }
    }

    [Test]
    public void What_a_job_leaves_open_has_defaults()
    {
        var variant = Fixture.Load("good", "smallest").Read().Select(JobSelection.Default with { Jobs = ["web"] }).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(variant.Name, Is.EqualTo("web"));
            Assert.That(variant.Values, Is.Empty);
            Assert.That(variant.Timeout, Is.EqualTo(TimeSpan.FromMinutes(30)));
            Assert.That(variant.PostTimeout, Is.EqualTo(TimeSpan.FromMinutes(2)));
            Assert.That(variant.Attempts, Is.EqualTo(1));
            Assert.That(variant.Voting, Is.True);
            Assert.That(variant.Expect, Is.Null);
            Assert.That(variant.Audit, Is.Null);
        }
    }

    [Test]
    public void Every_key_of_a_service_is_read()
    {
        var full = Every().Services.Single(service => service.Name == "full");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(full.Image, Is.EqualTo("registry.example/full@sha256:0000"));
            Assert.That(full.Hostname, Is.EqualTo("full.example"));
            Assert.That(full.User, Is.EqualTo("1000"));
            Assert.That(full.Entrypoint, Is.EqualTo(new[] { "/init", "--" }));
            Assert.That(full.Command, Is.EqualTo(new[] { "run", "10", "true", "${session}" }));
            Assert.That(full.Environment["NUMBER"], Is.EqualTo("1.50"));
            Assert.That(full.Environment["TRUTH"], Is.EqualTo("no"));
            Assert.That(full.Environment["LITERAL"], Is.EqualTo("$${HOME}"));
            Assert.That(full.Config["/etc/text"].Text, Is.EqualTo("first ${secret:one}\n\tsecond\n"));
            Assert.That(full.Config["/etc/one.ini"].Sections!["main"]["list"], Is.EqualTo(new[] { "a", "b" }));
            Assert.That(full.Config["/etc/one.ini"].Sections!["DEFAULT"]["name"], Is.EqualTo(new[] { "web" }));
            Assert.That(full.Config["/etc/none.ini"].Sections, Is.Empty);
            Assert.That(full.DependsOn["db"], Is.EqualTo(DependencyCondition.ServiceCompletedSuccessfully));
            Assert.That(full.DependsOn["api"], Is.EqualTo(DependencyCondition.ServiceStarted));
            Assert.That(full.MemoryLimit, Is.EqualTo(1L << 30));
            Assert.That(full.Tmpfs, Is.EqualTo(new Dictionary<string, string> { ["/run"] = "", ["/tmp"] = "size=64m,mode=1777" }));
            Assert.That(full.Volumes, Is.EqualTo(new Dictionary<string, string> { ["/var/lib/shared"] = "shared", ["/var/log/full"] = "logs" }));
            Assert.That(full.CapAdd, Is.EqualTo(new[] { "NET_ADMIN" }));
            Assert.That(full.CapDrop, Is.EqualTo(new[] { "ALL" }));
            Assert.That(full.SecurityOpt, Is.EqualTo(new[] { "no-new-privileges" }));
            Assert.That(full.Devices, Is.EqualTo(new[] { "/dev/kvm" }));
            Assert.That(full.Init, Is.True);
            Assert.That(full.Facts["options"], Is.EqualTo(new[] { "show", "${session}" }));
            Assert.That(full.Source.ToString(), Is.EqualTo("jobs/services/full.yaml:2:11"));
        }
    }

    [Test]
    public void Every_probe_is_read()
    {
        var services = Every().Services.ToDictionary(service => service.Name);
        var http = (HealthProbe.Http)services["full"].Healthcheck!.Probe;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(http.Url, Is.EqualTo(new Uri("http://full:80/x?y=z")));
            Assert.That(http.Status, Is.EqualTo(new[] { 200, 204 }));
            Assert.That(services["full"].Healthcheck!.Interval, Is.EqualTo(TimeSpan.FromMilliseconds(250)));
            Assert.That(services["full"].Healthcheck!.Timeout, Is.EqualTo(TimeSpan.FromSeconds(60)));
            Assert.That(services["db"].Healthcheck!.Probe, Is.EqualTo(new HealthProbe.Exit(0)));
            Assert.That(((HealthProbe.Command)services["api"].Healthcheck!.Probe).Arguments, Is.EqualTo(new[] { "probe", "5" }));
            Assert.That(services["api"].Healthcheck!.Interval, Is.EqualTo(TimeSpan.FromMilliseconds(500)));
        }
    }

    [TestCase("tcp: 80", "Tcp { Host = db, Port = 80 }")]
    [TestCase("tcp: api:80", "Tcp { Host = api, Port = 80 }")]
    [TestCase("{tcp: null, log: '^ready .*'}", "Log { Pattern = ^ready .* }")]
    public void A_probe_is_read(string healthcheck, string expected)
    {
        var text = healthcheck.StartsWith('{') ? healthcheck : "{" + healthcheck + "}";
        var variant = Variants($$"""
            #> jobs/web.yaml
            - job:
                name: web
                suite: {project: Suite}
                services:
                  api: {}
                  db: {healthcheck: {{text}}}
            """).Single();

        Assert.That(variant.Services[1].Healthcheck!.Probe.ToString(), Is.EqualTo(expected));
    }

    [Test]
    public void Every_part_of_a_job_is_read()
    {
        var variant = Every();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(variant.Name, Is.EqualTo("web (red)"));
            Assert.That(variant.Description, Is.EqualTo("Every key: once"));
            Assert.That(variant.Values, Is.EqualTo(new[] { KeyValuePair.Create("virt", "red") }));
            Assert.That(variant.PostTimeout, Is.EqualTo(TimeSpan.FromMilliseconds(500)));
            Assert.That(variant.Capabilities, Is.EqualTo(new[] { "one", "two", "three" }));
            Assert.That(variant.Suite.Project, Is.EqualTo("Suite"));
            Assert.That(variant.Suite.Where, Is.EqualTo("cat == smoke"));
            Assert.That(variant.Suite.Parameters["number"], Is.EqualTo("1"));
            Assert.That(variant.Suite.Files["guest"], Is.EqualTo(new ImageFile("base", "/guest.raw")));
            Assert.That(variant.Host, Is.EqualTo("emulated (a lamp): no bulb"));
            Assert.That(variant.Audit!.Service, Is.EqualTo("full"));
            Assert.That(variant.Audit.Clients, Is.EqualTo(new[] { "api", "db" }));
            Assert.That(variant.Expect!.Outcome, Is.EqualTo("failure"));
            Assert.That(variant.Expect.Because, Is.EqualTo(new[] { new ExpectedCause("tests"), new ExpectedCause("log-scan", "api", "no: \"x\"") }));
            Assert.That(variant.Suite.Pinned, Is.EqualTo(new PinnedTests(12, Applies: true)));
        }
    }

    [Test]
    public void Matrix_values_and_the_jobs_name_are_replaced_and_secrets_are_not()
    {
        var variant = Variants("""
            #> jobs/web.yaml
            - job:
                name: web
                matrix: {virt: [red], size: [s]}
                suite: {project: Suite, parameters: {all: "${job.name} ${matrix.virt} ${matrix.size} ${session} ${secret:x} $${job.name}"}}
                services: {db: {}}
            #> jobs/virt/red.yaml
            - virt: {name: red}
            """).Single();

        Assert.That(variant.Suite.Parameters["all"], Is.EqualTo("web red s ${session} ${secret:x} $${job.name}"));
    }

    [Test]
    public void A_log_scan_is_inherited_and_merged_and_a_null_removes_an_allowed_error()
    {
        var scan = Every().LogScan!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(scan.Services, Is.EqualTo(new[] { "db" }));
            Assert.That(scan.Programs, Is.EqualTo(new[] { new LogProgram("guest", "api", "w", "x") }), "of the job, of the value's parent, of the value");
            Assert.That(scan.Allow, Is.EqualTo(new[]
            {
                new AllowedError("one", "full", @"no \w+", "It is known: always", LogPhase.Start, Sometimes: true),
                new AllowedError("two", "api", "x", "because", LogPhase.Suite, Sometimes: false),
                new AllowedError("four", "db", "z", "because", null, Sometimes: false),
            }));
        }
    }

    [Test]
    public void A_matrix_value_changes_suite_and_audit_over_the_job_and_over_its_own_parent()
    {
        var variant = Every();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(variant.Suite.Parameters["level"], Is.EqualTo("3"));
            Assert.That(variant.Suite.Parameters["base"], Is.EqualTo("yes"), "the parent's");
            Assert.That(variant.Suite.Parameters["url"], Is.EqualTo("http://full"), "the job's");
            Assert.That(variant.Audit!.Service, Is.EqualTo("full"));
            Assert.That(variant.Audit.Clients, Is.EqualTo(new[] { "api", "db" }));
            Assert.That(variant.Audit.Forbidden.Single().Key, Is.EqualTo("db"));
            Assert.That(variant.Audit.Forbidden["db"], Is.EqualTo(new[] { "PUT /v2/images/{id}/file" }));
        }
    }

    [TestCase("", "", "web")]
    [TestCase("", "    changes: []\n", "")]
    [TestCase("", "    changes: null\n", "")]
    [TestCase("", "    changes: [{project: value, patch: changes/good.patch}]\n", "value")]
    [TestCase("    changes: [{project: parent, patch: changes/good.patch}]\n", "", "parent")]
    [TestCase("    changes: [{project: parent, patch: changes/good.patch}]\n", "    changes: [{project: value, patch: changes/good.patch}]\n", "value")]
    public void Changes_of_a_matrix_value_take_the_place_of_the_jobs(string parent, string value, string expected)
    {
        var variant = Variants(
            "#> jobs/web.yaml\n- job:\n    name: web\n    matrix: {virt: red}\n    suite: {project: Suite}\n    services: {db: {}}\n"
            + "    changes: [{project: web, patch: changes/good.patch}]\n"
            + $"#> jobs/virt/base.yaml\n- virt:\n    name: base\n{parent}"
            + $"#> jobs/virt/red.yaml\n- virt:\n    name: red\n    parent: base\n{value}").Single();

        Assert.That(string.Join(' ', variant.Changes.Select(change => change.Project)), Is.EqualTo(expected));
    }

    [Test]
    public void A_group_of_allowed_errors_or_of_skips_is_removed_by_one_null_and_its_members_by_their_own()
    {
        const string Root = """
            #> jobs/web.yaml
            - job:
                name: root
                abstract: true
                services: {db: {}}
                suite: {project: Suite, skips: {first: {test: a, reason: x}, group: {second: {test: b, reason: x}, third: {test: c, reason: x}}}}
                log-scan:
                  services: [db]
                  allow:
                    group: {one: {service: db, pattern: a, reason: x}, two: {service: db, pattern: b, reason: x}}
                    three: {service: db, pattern: c, reason: x}
            - job: {name: web, parent: root
            """;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Names("}"), Is.EqualTo("one two three, first second third"), "one list, in the order of the files");
            Assert.That(Names(", log-scan: {allow: {group: null}}, suite: {skips: {group: null}}}"), Is.EqualTo("three, first"));
            Assert.That(Names(", log-scan: {allow: {group: {one: null}}}, suite: {skips: {group: {second: null, third: null}}}}"), Is.EqualTo("two three, first"));
            Assert.That(Names(", log-scan: {allow: {group: {two: {pattern: z}, four: {service: db, pattern: d, reason: x}}}}}"), Is.EqualTo("one two four three, first second third"));
            Assert.That(Names(", log-scan: {allow: {group: null, one: {service: db, pattern: a, reason: x}}}}"), Is.EqualTo("three one, first second third"));
            Assert.That(Names(", log-scan: {allow: {one: {service: db, pattern: a, reason: x}, group: {one: null}}}}"), Is.EqualTo("two three one, first second third"));
        }

        static string Names(string rest)
        {
            var variant = Variants(Root + rest).Single();
            return $"{string.Join(' ', variant.LogScan!.Allow.Select(error => error.Name))}, {string.Join(' ', variant.Suite.Skips.Select(skip => skip.Name))}";
        }
    }

    [Test]
    public void A_list_with_a_plus_sign_adds_to_the_inherited_one()
    {
        var variants = Variants("""
            #> jobs/services/x.yaml
            - service: {name: x, image: base, command: [run], cap_add: A, config: {/etc/x.ini: {main: {+odd: [a, b]}}}}
            #> jobs/web.yaml
            - job:
                name: root
                abstract: true
                suite: {project: Suite}
                services: {x: {+command: [one], +cap_add: [B]}}
                capabilities: [one]
                +changes: [{project: root, patch: changes/good.patch}]
                matrix: {virt: red}
            - job:
                name: web
                parent: root
                services: {x: {+command: [two, one], +cap_add: [B, C], +devices: /dev/x, config: {/etc/x.ini: {main: {other: 1}}}}}
                +capabilities: [two]
                +changes: [{project: web, patch: changes/good.patch}]
                matrix: {+virt: [green]}
            #> jobs/virt/red.yaml
            - virt: {name: red, +changes: [{project: red, patch: changes/good.patch}], +capabilities: [three, one]}
            #> jobs/virt/green.yaml
            - virt: {name: green, services: {x: {command: [green]}}}
            """);
        var (red, green) = (variants[0], variants[1]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(variants.Select(variant => variant.Name), Is.EqualTo(new[] { "web (red)", "web (green)" }));
            Assert.That(red.Services[0].Command, Is.EqualTo(new[] { "run", "one", "two", "one" }), "an argument may stand twice");
            Assert.That(red.Services[0].CapAdd, Is.EqualTo(new[] { "A", "B", "C" }), "a capability may not");
            Assert.That(red.Services[0].Devices, Is.EqualTo(new[] { "/dev/x" }), "where nothing is inherited it is the list");
            Assert.That(red.Services[0].Config["/etc/x.ini"].Sections!["main"]["+odd"], Is.EqualTo(new[] { "a", "b" }), "a key of a file is the file's own");
            Assert.That(red.Capabilities, Is.EqualTo(new[] { "one", "two", "three" }));
            Assert.That(red.Changes.Select(change => change.Project), Is.EqualTo(new[] { "root", "web", "red" }));
            Assert.That(green.Services[0].Command, Is.EqualTo(new[] { "green" }), "a list without the sign still takes its place");
            Assert.That(green.Changes.Select(change => change.Project), Is.EqualTo(new[] { "root", "web" }));
        }
    }

    [Test]
    public void An_entry_that_is_added_to_a_matrix_and_has_no_effect_is_a_mistake()
    {
        var catalog = Fixture.Catalog("""
            #> jobs/web.yaml
            - job: {name: root, suite: {project: Suite}, services: {db: {}}, matrix: {a: [1, 2], exclude: [{a: 1}]}}
            - job: {name: web, parent: root, matrix: {+exclude: [{a: 2}, {a: 3}], +a: [4]}}
            """);

        Assert.That(
            catalog.Diagnostics.Select(item => $"{item.Span} {item.Code}"), Is.EqualTo(new[] { "jobs/web.yaml:2:62 " + DiagnosticCodes.MatrixEntryUnused }));
    }

    [Test]
    public void An_allowed_error_and_a_skip_have_a_date_if_their_job_says_so()
    {
        var variant = Fixture.Load("good", "every-key").Read().Select(JobSelection.Default with { Jobs = ["more"], Variants = ["s"] }).Single();
        var plan = PlanWriter.Write(variant.WithChangesRead());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(variant.LogScan!.Allow.Select(error => (error.Name, error.Until)), Is.EqualTo(new (string, DateOnly?)[] { ("two", null), ("five", new(2027, 1, 31)), ("four", null) }));
            Assert.That(variant.Suite.Skips.Select(skip => (skip.Name, skip.Until)), Is.EqualTo(new (string, DateOnly?)[] { ("slow", new(2027, 1, 31)), ("alone", null) }));
            Assert.That(plan.Split("until: 2027-01-31\n"), Has.Length.EqualTo(3));
        }
    }

    [Test]
    public void Anchors_may_stand_in_items_of_their_own()
    {
        var variant = Fixture.Load("good", "anchors").Read().Select(JobSelection.Default with { Jobs = ["other"] }).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(variant.Services.Select(service => service.Name), Is.EqualTo(new[] { "api", "db" }));
            Assert.That(variant.Services[1].Environment["A"], Is.EqualTo("a"));
            Assert.That(variant.Services[1].MemoryLimit, Is.EqualTo(1L << 30));
        }
    }

    [TestCase("web (red, s)", "20m 5m 2 True")]
    [TestCase("web (red, m)", "40m 5m 1 True")]
    [TestCase("web (green, s)", "30m 3m 3 False")]
    [TestCase("web (green, m)", "40m 3m 1 False")]
    public void Time_attempts_and_vote_may_differ_for_a_matrix_value(string name, string expected)
    {
        Assert.That(Text(Overridden().Select(JobSelection.Default with { Jobs = ["web"], Variants = [name] }).Single()), Is.EqualTo(expected));
    }

    [Test]
    public void A_pipeline_has_the_last_word_on_time_and_vote()
    {
        var variants = Overridden().Select(JobSelection.Default with { Variants = ["green"] });

        Assert.That(variants.Select(Text), Is.EqualTo(new[] { "1h 3m 3 True", "1h 3m 1 True" }));
    }

    [Test]
    public void A_job_without_a_log_scan_asks_for_none_and_an_empty_one_is_one()
    {
        const string Job = "#> jobs/web.yaml\n- job:\n    name: web\n    suite: {project: Suite}\n    services: {db: {}}\n";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Variants(Job).Single().LogScan, Is.Null);
            Assert.That(Variants(Job + "    log-scan: {}\n").Single().LogScan!.Allow, Is.Empty);
        }
    }

    private static JobCatalog Overridden() => Fixture.Catalog("""
        #> jobs/web.yaml
        - job:
            name: root
            abstract: true
            suite: {project: Suite}
            services: {db: {}}
            timeout: 20m
            post-timeout: 5m
            attempts: 2
            matrix: {virt: [red, green], size: [s, m]}
            variants: {m: {timeout: 50m, attempts: 1}, red: {voting: false}, gone: {voting: false}}
        - job:
            name: web
            parent: root
            variants: {m: {timeout: 40m, post-timeout: null}, red: null}
        - project:
            check: {jobs: [{web: {timeout: 1h, voting: true}}]}
        #> jobs/virt/base.yaml
        - virt: {name: base, timeout: 90m, voting: false, post-timeout: 3m}
        #> jobs/virt/green.yaml
        - virt: {name: green, parent: base, timeout: null, attempts: 3}
        #> jobs/virt/red.yaml
        - virt: {name: red}
        """);

    private static string Text(FrozenVariant variant) =>
        $"{Quantity.Format(variant.Timeout)} {Quantity.Format(variant.PostTimeout)} {variant.Attempts} {variant.Voting}";

    /// <summary>The variant of the fixture that has every key.</summary>
    private static FrozenVariant Every() =>
        Fixture.Load("good", "every-key").Read().Select(JobSelection.Default with { Jobs = ["web"] }).Single();

    private static IReadOnlyList<FrozenVariant> Variants(string files, string[]? sets = null) =>
        Fixture.Catalog(files).Select(JobSelection.Default with { Jobs = ["web"], Sets = sets ?? [] });
}
