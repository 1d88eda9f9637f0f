using GlanceGate.Jobs;

namespace GlanceGate.Unit.Jobs;

[TestFixture]
internal sealed class CapabilityTests
{
    private const string Good = "{name: web, suite: {project: Suite}, services: {db: {}}, matrix: {virt: [red]}}";

    [TestCase("[one, consol]", "no suite declares the capability 'consol'", "did you mean 'console'?")]
    [TestCase("[one, elsewhere]", "no suite declares the capability 'elsewhere'", "there is a, b, console, fast, one, three, two, z")]
    public void A_capability_of_a_matrix_value_that_no_suite_declares_is_a_mistake_at_its_place(string list, string message, string help)
    {
        var mistake = Fixture.Catalog(Files(Good, $"{{name: red, capabilities: {list}}}")).Diagnostics.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mistake.Code, Is.EqualTo(DiagnosticCodes.UnknownCapability));
            Assert.That(mistake.Span!.ToString(), Does.StartWith("jobs/virt/red.yaml:1:41"));
            Assert.That(mistake.Message, Is.EqualTo(message));
            Assert.That(mistake.Suggestion, Is.EqualTo(help));
        }
    }

    [TestCase("{name: web, suite: {project: Suite}, services: {db: {}}, matrix: {virt: [red]}, capabilities: [fas]}", "the suite 'Suite' does not declare the capability 'fas'")]
    [TestCase("{name: web, suite: {project: Other}, services: {db: {}}, matrix: {virt: [red]}, capabilities: [fast]}", "the suite 'Other' does not declare the capability 'fast'")]
    [TestCase("{name: web, abstract: true, matrix: {virt: [red]}, capabilities: [fas]}", "no suite declares the capability 'fas'")]
    public void A_jobs_capabilities_are_some_of_its_own_suites(string job, string message) =>
        Assert.That(Fixture.Catalog(Files(job, "{name: red}")).Diagnostics.Single().Message, Is.EqualTo(message));

    [Test]
    public void A_matrix_value_may_promise_what_another_suite_than_the_jobs_declares() => Assert.That(
        Fixture.Catalog(Files("{name: web, suite: {project: Other}, services: {db: {}}, matrix: {virt: [red]}}", "{name: red, capabilities: [fast]}")).Diagnostics, Is.Empty);

    [Test]
    public void A_suite_without_a_name_that_is_known_cannot_be_counted()
    {
        var mistake = Fixture.Catalog(Files(Good, "{name: red, suite: {minimum-tests: {Suit: 3}}}")).Diagnostics.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mistake.Code, Is.EqualTo(DiagnosticCodes.UnknownSuite));
            Assert.That($"{mistake.Message}, {mistake.Suggestion}", Is.EqualTo("there is no suite 'Suit', did you mean 'Suite'?"));
        }
    }

    [Test]
    public void A_mistake_in_the_description_of_a_project_is_the_only_one_that_is_reported()
    {
        var files = Fixture.Parse("inline", Files(Good, "{name: red, capabilities: [fast]}")).Files;
        var catalog = JobCatalog.Read(files, _ => true, _ => true, [new JobFile("tests/Suite/suite.yaml", "description: x\ncapabilites: {fast: x}\n")]);
        Assert.That(catalog.Diagnostics.Single().ToString(), Is.EqualTo("tests/Suite/suite.yaml:2:1: error GATE012: unknown key 'capabilites' in the description of a suite"));
    }

    private static string Files(string job, string value) => $"#> jobs/web.yaml\n- job: {job}\n#> jobs/virt/red.yaml\n- virt: {value}";
}
