using GlanceGate.Jobs;

namespace GlanceGate.Unit.Jobs;

[TestFixture]
internal sealed class DiagnosticPrinterTests
{
    [Test]
    public void A_mistake_is_printed_with_place_source_caret_suggestion_and_context()
    {
        var catalog = Fixture.Catalog("""
            #> jobs/base.yaml
            - job:
                name: base
                abstract: true
                suite: {project: Suite}
                services:
                  db: {}
                  api: {depends_on: {dd: {condition: service_started}}}
            #> jobs/web.yaml
            - job: {name: web, parent: base}
            """);

        Assert.That(DiagnosticPrinter.Print(catalog.Diagnostics), Is.EqualTo("""
            jobs/base.yaml:7:26: error GATE051: 'api' depends on 'dd', which is no service of the stack
                6 |       db: {}
                7 |       api: {depends_on: {dd: {condition: service_started}}}
                  |                          ^~ did you mean 'db'?
               in job 'web', from jobs/web.yaml:1

            1 error
            """));
    }

    [Test]
    public void A_mistake_without_a_place_is_printed_with_its_suggestion()
    {
        var diagnostic = new Diagnostic(DiagnosticCodes.UnknownJob, null, "there is no job 'wbe'", "did you mean 'web'?");

        Assert.That(DiagnosticPrinter.Print(diagnostic), Is.EqualTo("error GATE033: there is no job 'wbe'\n   did you mean 'web'?\n"));
    }

    [Test]
    public void A_long_line_is_cut_around_the_place()
    {
        var line = new string('a', 300) + "HERE" + new string('b', 300);
        var diagnostic = new Diagnostic("GATE000", new SourceSpan("x.yaml", 1, 301, 4), "wrong") { Excerpt = [new SourceLine(1, line)] };

        var lines = DiagnosticPrinter.Print(diagnostic).Split('\n');

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines[1].Length, Is.LessThan(140));
            Assert.That(lines[1].IndexOf("HERE", StringComparison.Ordinal), Is.EqualTo(lines[2].IndexOf('^', StringComparison.Ordinal)));
            Assert.That(lines[2], Does.EndWith("^~~~"));
        }
    }

    [Test]
    public void Control_characters_of_a_source_do_not_reach_the_output()
    {
        var diagnostic = new Diagnostic("GATE000", new SourceSpan("x.yaml", 1, 3, 1), "wrong")
        {
            Excerpt = [new SourceLine(1, "a\tb\u001b[31m")],
        };

        Assert.That(DiagnosticPrinter.Print(diagnostic), Does.Contain("1 | a b?[31m").And.Not.Contain("\u001b"));
    }
}
