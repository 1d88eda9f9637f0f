using GlanceGate.Mutations;
using static GlanceGate.Model.TestOutcome;
using static GlanceGate.Unit.Mutations.Samples;

namespace GlanceGate.Unit.Mutations;

internal sealed class MutationTextTests
{
    private static readonly MutationReport Report = new(
        "job (x)",
        3,
        [
            MutationJudge.Judge(Mutation("a", "api", "B1"), new MutationTrial(null, null, [], Suite(Test("N.one", "B1", Failed, "one | two"))), TimeSpan.FromSeconds(3)),
            MutationJudge.Judge(Mutation("long", "web", "B1"), new MutationTrial(null, null, [], Suite(Test("N.one", "B1", Passed))), TimeSpan.FromSeconds(4)),
            MutationJudge.Judge(Mutation("b", "web", "B1"), new MutationTrial("hunk 1 does not apply", null, ["-a"], null), TimeSpan.FromSeconds(5)),
        ],
        true,
        Suite(Test("N.one", "B1", Passed), Test("N.two", "B2", Passed)),
        Suite(Test("N.one", "B1", Passed), Test("N.two", "B2", Passed)))
    {
        LeftOut = [Mutation("far", "api", "B1") with { Variants = ["y"] }],
    };

    [Test]
    public void The_end_of_a_run_says_what_of_each_mutation_and_which_tests_were_never_red() => Assert.That(MutationText.Summary(Report), Is.EqualTo(
        """
        caught  a     api, B1, 1 red: N.one: one | two
        MISSED  long  web, B1: every test of B1 passed: long is broken
        INVALID b     web, B1: hunk 1 does not apply: b is broken
        b: hunk 1 does not apply
            -a
        tests that no mutation turned red (1):
            N.two
        left out, as this variant cannot show them: far (of y)
        1 caught, 1 missed, 1 invalid of 3
        """.ReplaceLineEndings("\n")));

    [Test]
    public void A_mutation_has_a_line_when_it_ends() =>
        Assert.That(MutationText.Line(Report.Results[0]), Is.EqualTo("caught a (api, B1, 3.0 s): N.one: one | two"));

    [Test]
    public void Markdown_has_a_row_for_each_that_no_message_can_break() => Assert.That(
        MutationText.Markdown(Report),
        Does.Contain("| `a` | api | a is broken | nowhere | B1 | caught | B1: `N.one`: one \\| two | 3.0 s |").And.Contain("- `N.two`").And.Contain("cannot show them: `far` (of y)."));

    [Test]
    public void Json_has_everything()
    {
        var json = MutationDocument.Of(Report).ToJson();

        Assert.That(json, Does.Contain("\"outcome\": \"failure\"").And.Contain("\"result\": \"missed\"").And.Contain("\"catching\": [").And.Contain("\"neverRed\": [").And.Contain("\"leftOut\": ["));
    }
}
