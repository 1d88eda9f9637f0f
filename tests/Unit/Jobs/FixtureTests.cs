using GlanceGate.Jobs;

namespace GlanceGate.Unit.Jobs;

[TestFixture]
internal sealed class FixtureTests
{
    private static IEnumerable<string> Good => Fixture.Names("good");

    private static IEnumerable<string> Broken => Fixture.Names("broken");

    [TestCaseSource(nameof(Good))]
    public void A_good_file_has_no_mistakes(string name)
    {
        var catalog = Fixture.Load("good", name).Read();

        Assert.That(catalog.Diagnostics, Is.Empty, () => DiagnosticPrinter.Print(catalog.Diagnostics));
    }

    [TestCaseSource(nameof(Broken))]
    public void A_broken_file_shows_every_mistake_at_its_place(string name)
    {
        var fixture = Fixture.Load("broken", name);
        var found = fixture.Read().Diagnostics;

        Assert.That(
            found.Select(item => $"{item.Span} {item.Code} {item.Message}{(item.Suggestion is null ? "" : " | " + item.Suggestion)}"),
            Is.EqualTo(fixture.Expected),
            () => DiagnosticPrinter.Print(found));
    }

    [Test]
    public void Every_code_of_a_file_has_a_fixture()
    {
        string[] elsewhere =
        [
            DiagnosticCodes.FileTooLarge,
            DiagnosticCodes.Unreadable,
            DiagnosticCodes.UnknownPipeline,
            DiagnosticCodes.UnknownVariant,
            DiagnosticCodes.NoJobForFiles,
            DiagnosticCodes.BadChange,
            DiagnosticCodes.UnknownProject,
            DiagnosticCodes.ChangeSyntax,
            DiagnosticCodes.SetSyntax,
            DiagnosticCodes.SetAddress,
            DiagnosticCodes.TwoSuites,
            DiagnosticCodes.SuiteSelection,
            DiagnosticCodes.LogScanOfNothing,
            DiagnosticCodes.MutationHeader,
            DiagnosticCodes.MutationWithoutDiff,
            DiagnosticCodes.UnknownMutation,
            DiagnosticCodes.HarmlessMutation,
        ];
        var codes = typeof(DiagnosticCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!).Except(elsewhere);
        var covered = Broken.SelectMany(name => Fixture.Load("broken", name).Expected).Select(line => line.Split(' ')[1]);

        Assert.That(codes, Is.SubsetOf(covered));
    }

    [Test]
    public void Codes_are_unique()
    {
        Assert.That(typeof(DiagnosticCodes).GetFields().Select(field => field.GetRawConstantValue()), Is.Unique);
    }
}
