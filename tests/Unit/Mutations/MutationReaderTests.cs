using GlanceGate.Jobs;
using GlanceGate.Mutations;
using GlanceGate.Unit.Verdicts;

namespace GlanceGate.Unit.Mutations;

internal sealed class MutationReaderTests
{
    private const string Diff = "\n--- a/api/x.py\n+++ b/api/x.py\n@@ -1 +1 @@\n-a\n+b\n";
    private const string Header = "Mutation: names are lost\nProject: api\nCaught-by: B12, B4\nSource: api 123 (bug 4)\n";

    [Test]
    public void A_header_and_a_diff_are_a_mutation_of_a_project()
    {
        var mutation = Read("names-lost.patch", Header + Diff).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(mutation.Name, Is.EqualTo("names-lost"));
            Assert.That(mutation.File, Is.EqualTo("tests/Mutations/names-lost.patch"));
            Assert.That(mutation.Description, Is.EqualTo("names are lost"));
            Assert.That(mutation.CaughtBy, Is.EqualTo(new[] { "B12", "B4" }));
            Assert.That(mutation.Source, Is.EqualTo("api 123 (bug 4)"));
            Assert.That(mutation.Content, Is.TypeOf<PatchMutation>().With.Property("Target").EqualTo("api"));
        }
    }

    [TestCase("x.patch", Header + "Variant: red, blue\n" + Diff)]
    [TestCase("x.yaml", "mutation: x\ncaught-by: F1\nsource: y\nvariant: [red, blue]\nset: [a.b=c]\n")]
    public void A_mutation_may_be_of_some_variants(string file, string text)
    {
        var mutation = Read(file, text).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(mutation.Variants, Is.EqualTo(new[] { "red", "blue" }));
            Assert.That(mutation.IsFor(SampleRuns.Variant with { Values = [new("virt", "blue")] }), Is.True);
            Assert.That(mutation.IsFor(SampleRuns.Variant with { Values = [new("virt", "green")] }), Is.False);
            Assert.That(Read("y.patch", Header + Diff).Single().IsFor(SampleRuns.Variant), Is.True, "one that names no variant is of all");
        }
    }

    [Test]
    public void A_change_that_does_no_harm_is_caught_by_nothing()
    {
        var change = Read("x.patch", Header.Replace("B12, B4", "nothing", StringComparison.Ordinal) + Diff).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(change.IsHarmless, Is.True);
            Assert.That(change.Checks, Is.Empty);
            Assert.That(change.IsForService, Is.False);
        }
    }

    [Test]
    public void A_variant_is_named_by_a_value_of_any_axis()
    {
        var mutation = Read("x.patch", Header + "Variant: small\n" + Diff).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(mutation.IsFor(SampleRuns.Variant with { Values = [new("virt", "blue"), new("configuration", "small")] }), Is.True);
            Assert.That(mutation.IsFor(SampleRuns.Variant with { Values = [new("virt", "blue"), new("configuration", "large")] }), Is.False);
        }
    }

    [Test]
    public void Yaml_is_a_mutation_of_services()
    {
        var mutation = Read("x.yaml", "mutation: it is off\ncaught-by: [F7]\nsource: a text\nset:\n  - \"web.config./etc/x.DEFAULT.a=1\"\n  - services.api.mem_limit=1g\n").Single();
        var content = (SetMutation)mutation.Content;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(mutation.CaughtBy, Is.EqualTo(new[] { "F7" }));
            Assert.That(content.Sets.Select(set => set.Value), Is.EqualTo(new[] { "web.config./etc/x.DEFAULT.a=1", "services.api.mem_limit=1g" }));
            Assert.That(content.Sets[1].Key.Line, Is.EqualTo(6));
            Assert.That(content.Target, Is.EqualTo("api, web"));
        }
    }

    [TestCase("Mutation: x\nProjekt: api\nCaught-by: B1\nSource: y\n" + Diff, "2:1: error GATE012: unknown key 'Projekt'")]
    [TestCase("Mutation: x\nProject: api\nSource: y\n" + Diff, "GATE014: the header of a mutation needs 'Caught-by'")]
    [TestCase("Mutation: x\nProject: api\nCaught-by: \nSource: y\n" + Diff, "3:1")]
    [TestCase("Mutation: x\nProject: api\nCaught-by: B1, B'2\nSource: y\n" + Diff, "3:16: error GATE015")]
    [TestCase("Mutation: x\nMutation: x\nProject: api\nCaught-by: B1\nSource: y\n" + Diff, "2:1: error GATE011: duplicate key 'Mutation'")]
    [TestCase(Header + "Variant: \n" + Diff, "5:8: error GATE015")]
    [TestCase("Mutation: x\nProject: api\nCaught-by: B1, nothing\nSource: y\n" + Diff, "3:12: error GATE083: what checks must catch is not what nothing may notice")]
    [TestCase(Header + "\njust words\n", "GATE081: no diff follows the header")]
    [TestCase(Header + "\n--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n-a\n+b\n", "in the mutation x")]
    [TestCase("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", "1:1: error GATE080: this is no line of a header")]
    [TestCase(Header + "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", "5:1: error GATE080")]
    public void A_mistake_in_a_header_is_said_with_its_place(string text, string expected) =>
        Assert.That(Mistakes(("x.patch", text)), Does.Contain(expected));

    [TestCase("mutation: x\ncaught-by: F1\nsource: y\n", "GATE014: a mutation needs 'set'")]
    [TestCase("mutation: x\ncaught-by: F1\nsource: y\nset: []\n", "'set'")]
    [TestCase("mutation: x\ncaught-by: F1\nsource: y\nsets: [a.b=c]\n", "4:1: error GATE012: unknown key 'sets'")]
    [TestCase("- a\n", "a mutation")]
    [TestCase("", "a mutation needs 'set'")]
    [TestCase("a: [", "GATE001")]
    public void A_mistake_in_yaml_is_said_with_its_place(string text, string expected) =>
        Assert.That(Mistakes(("x.yaml", text)), Does.Contain(expected));

    [Test]
    public void Two_mutations_of_one_name_are_a_mistake() => Assert.That(
        Mistakes(("x.patch", Header + Diff), ("x.yaml", "mutation: x\ncaught-by: F1\nsource: y\nset: [a.b=c]\n")),
        Does.Contain("GATE020: there are two mutations 'x'").And.Contain("the other is tests/Mutations/x.patch"));

    private static IReadOnlyList<Mutation> Read(string name, string text)
    {
        var bag = new DiagnosticBag();
        var mutations = MutationReader.Read([new JobFile($"tests/Mutations/{name}", text)], bag);
        Assert.That(bag.Sorted(), Is.Empty, () => DiagnosticPrinter.Print(bag.Sorted()));
        return mutations;
    }

    private static string Mistakes(params (string Name, string Text)[] files)
    {
        var bag = new DiagnosticBag();
        var mutations = MutationReader.Read([.. files.Select(file => new JobFile($"tests/Mutations/{file.Name}", file.Text))], bag);
        Assert.That(mutations, Has.Count.LessThan(files.Length), "what has a mistake is not run");
        return DiagnosticPrinter.Print(bag.Sorted());
    }
}
