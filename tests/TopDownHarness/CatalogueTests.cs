using System.Reflection;
using GlanceGate.TopDown;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDownHarness;

/// <summary>The README's table of checks against the attributes of the tests: neither may know a check that the other does not.</summary>
public sealed class CatalogueTests
{
    private static readonly (string Id, string Made)[] Table =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "catalogue.md"))
            .SkipWhile(line => line != "| check | subject | made |").Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split(" | ") is [var id, _, var made]
                ? (id.Trim(), made.Trim())
                : throw new FormatException($"not a row of three cells: {line}")),
    ];

    private static readonly MethodInfo[] Methods = [.. typeof(Suite).Assembly.GetTypes().SelectMany(type => type.GetMethods())];

    [Test]
    public void Table_names_each_check_once() => Assert.That(Table.Select(row => row.Id).ToArray(), Is.Unique.And.Length.GreaterThan(70));

    [Test]
    public void Checks_that_are_made_are_those_of_the_tests() => Assert.That(
        Table.Where(row => row.Made is "yes" or "yes, defect").Select(row => row.Id),
        Is.EquivalentTo(Methods.SelectMany(method => method.GetCustomAttributes<CheckAttribute>()).Select(check => check.Id).Distinct()));

    [Test]
    public void Defects_are_those_of_the_tests() => Assert.That(
        Table.Where(row => row.Made == "yes, defect").Select(row => row.Id),
        Is.EquivalentTo(Methods.SelectMany(method => method.GetCustomAttributes<KnownDefectAttribute>()).Select(defect => defect.Id).Distinct()));

    [Test]
    public void Checks_that_are_not_made_have_a_reason() => Assert.That(
        Table.Where(row => row.Made is not ("yes" or "yes, defect") && !(row.Made.StartsWith("no: ", StringComparison.Ordinal) && row.Made.Length > 12)),
        Is.Empty);

    [Test]
    public void A_known_defect_is_of_a_check_that_its_test_makes_and_says_what_a_user_sees() => Assert.That(
        from method in Methods
        from defect in method.GetCustomAttributes<KnownDefectAttribute>()
        where !method.GetCustomAttributes<CheckAttribute>().Any(check => check.Id == defect.Id) || defect.Symptom.Length < 20 || defect.Source.Length < 20
        select method.Name,
        Is.Empty);
}
