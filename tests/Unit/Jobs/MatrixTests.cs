using GlanceGate.Jobs;

namespace GlanceGate.Unit.Jobs;

[TestFixture]
internal sealed class MatrixTests
{
    [TestCase("{a: [1, 2], b: [x, y]}", "web (1, x)", "web (1, y)", "web (2, x)", "web (2, y)")]
    [TestCase("{a: 1}", "web (1)")]
    [TestCase("{b: [x], a: [1]}", "web (x, 1)")]
    [TestCase("{a: [1, 2], b: [x, y], exclude: [{a: 1}]}", "web (2, x)", "web (2, y)")]
    [TestCase("{a: [1, 2], b: [x, y], exclude: [{a: 1, b: x}, {a: 2, b: y}]}", "web (1, y)", "web (2, x)")]
    [TestCase("{a: [1], b: [x], include: [{a: 2, b: y}]}", "web (1, x)", "web (2, y)")]
    [TestCase("{a: [1, 2], exclude: [{a: 1}], include: [{a: 1}]}", "web (2)", "web (1)")]
    [TestCase("{a: [1], b: [x], include: [{b: y, a: 2}]}", "web (1, x)", "web (2, y)")]
    [TestCase("{a: [1], b: [x], include: [{a: 2}]}", "web (1, x)", "web (2)")]
    [TestCase("{a: [1], include: []}", "web (1)")]
    [TestCase("{}", "web")]
    [TestCase("null", "web")]
    public void A_matrix_is_expanded_as_in_github_actions(string matrix, params string[] expected)
    {
        Assert.That(Names("- job: {name: web, suite: {project: Suite}, services: {db: {}}, matrix: " + matrix + "}"), Is.EqualTo(expected));
    }

    [Test]
    public void A_child_replaces_the_values_of_an_axis_and_takes_over_the_rest()
    {
        var names = Names("""
            - job:
                name: base
                abstract: true
                suite: {project: Suite}
                services: {db: {}}
                matrix: {a: [1, 2], b: [x, y], exclude: [{a: 1, b: x}]}
            - job: {name: web, parent: base, matrix: {a: [2]}}
            """);

        Assert.That(names, Is.EqualTo(new[] { "web (2, x)", "web (2, y)" }));
    }

    [Test]
    public void A_child_can_remove_an_axis()
    {
        var names = Names("""
            - job: {name: base, abstract: true, suite: {project: Suite}, services: {db: {}}, matrix: {a: [1, 2], b: [x]}}
            - job: {name: web, parent: base, matrix: {a: null}}
            """);

        Assert.That(names, Is.EqualTo(new[] { "web (x)" }));
    }

    [Test]
    public void Files_of_several_axes_are_laid_over_in_matrix_order()
    {
        var variants = Fixture.Catalog("""
            #> jobs/web.yaml
            - job: {name: web, suite: {project: Suite}, services: {db: {}}, matrix: {release: [one], virt: [red]}, capabilities: [z]}
            #> jobs/release/one.yaml
            - release: {name: one, services: {db: {environment: {A: one, B: one}}}, capabilities: [b]}
            #> jobs/virt/red.yaml
            - virt: {name: red, services: {db: {environment: {B: red}}}, capabilities: [a, z]}
            """).Select(JobSelection.Default with { Jobs = ["web"] });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                variants.Single().Services.Single().Environment,
                Is.EqualTo(new Dictionary<string, string> { ["A"] = "one", ["B"] = "red" }));
            Assert.That(variants.Single().Capabilities, Is.EqualTo(new[] { "z", "b", "a" }));
        }
    }

    private static IEnumerable<string> Names(string jobs) =>
        Fixture.Catalog($"#> jobs/web.yaml\n{jobs}").Select(JobSelection.Default with { Jobs = ["web"] }).Select(variant => variant.Name);
}
