using GlanceGate.Mutations;
using static GlanceGate.Model.TestOutcome;
using static GlanceGate.Unit.Mutations.Samples;

namespace GlanceGate.Unit.Mutations;

internal sealed class MutationTextTests
{
    private static readonly Baseline Before = Baseline.None.With(Suite(Test("N.one", "B1", Passed), Test("N.two", "B2", Passed)));

    private static readonly MutationReport Small = new(
        "job (x)",
        4,
        [
            Judge("a", "api", 3, new MutationTrial(null, null, [], Suite(Test("N.one", "B1", Failed, "one | two")))),
            Judge("long", "web", 4, new MutationTrial(null, null, [], Suite(Test("N.one", "B1", Passed)))),
            Judge("else", "web", 4, new MutationTrial(null, null, [], Suite(Test("N.one", "B1", Passed), Test("N.two", "B2", Failed, "no")))),
            Judge("b", "web", 5, new MutationTrial("hunk 1 does not apply", null, ["-a"], null)),
        ],
        true,
        Suite(Test("N.one", "B1", Passed), Test("N.two", "B2", Passed), Test("N.three", "B2", Passed)),
        Suite(Test("N.one", "B1", Passed), Test("N.two", "B2", Passed), Test("N.three", "B2", Passed)));

    private static readonly MutationReport Large = MutationReport.Empty("job (y)", 0, false) with
    {
        Reused = [Judge("old", "api", 1, new MutationTrial(null, null, [], Suite(Test("N.one", "B1", Failed, "no")))) with { Variant = "job (y)", IsReused = true }],
        SelectedHarmless = 1,
        Harmless = [MutationJudge.JudgeHarmless(Mutation("calm", "api", "nothing"), GlanceGate.Verdicts.Outcome.Success, [], [], TimeSpan.FromSeconds(200)) with { Variant = "job (y)" }],
    };

    private static readonly MutationScore Score = new([Small, Large], TimeSpan.FromSeconds(240))
    {
        LeftOut = [Mutation("far", "api", "B1") with { Variants = ["z"] }],
        Machine = "a box, 2 CPUs",
        Selected = 6,
    };

    [Test]
    public void The_end_of_a_run_says_what_of_each_mutation_and_which_tests_were_never_red() => Assert.That(MutationText.Summary(Score), Is.EqualTo(
        """
        job (x):
        caught      a     api, B1, 1 red: N.one: one | two
        MISSED      long  web, B1: every test of B1 passed: long is broken
        BY ANOTHER  else  web, B1, 1 red: every test of B1 passed, but B2 is red: N.two: no
        INVALID     b     web, B1: hunk 1 does not apply: b is broken
        job (y):
        caught      old   api, B1, 1 red, taken over: N.one: no
        kept green  calm  api, nothing: calm is broken
        b: hunk 1 does not apply
            -a
        tests that no mutation turned red on job (x) (1):
            N.three
        left out, as no selected variant can show them: far (of z)
        job (x): score 33.3 % (66.6 % by any test), 1 caught, 1 caught by another test, 1 missed, 1 invalid
        job (y): score 100 %, 1 caught, 0 caught by another test, 0 missed, 1 kept green, 0 false alarms, 0 invalid
        score 50 % (75 % by any test), 2 caught, 1 caught by another test, 1 missed, 1 kept green, 0 false alarms, 1 invalid of 6, in 4 min 00 s
        taken over from an earlier run: 1, 1 of them from one that ended before its tests ran again without mutations
        """.ReplaceLineEndings("\n")));

    [Test]
    public void A_mutation_has_a_line_when_it_ends() =>
        Assert.That(MutationText.Line(Small.Results[0]), Is.EqualTo("caught a (api, B1, 3.0 s): N.one: one | two"));

    [Test]
    public void Markdown_has_a_row_for_each_that_no_message_can_break() => Assert.That(
        MutationText.Markdown(Score),
        Does.Contain("| `a` | api | job (x) | a is broken | nowhere | B1 | caught | B1: `N.one`: one \\| two | 3.0 s |")
            .And.Contain("| `else` | web | job (x) | else is broken | nowhere | B1 | **BY ANOTHER** | every test of B1 passed<br>B2: `N.two`: no | 4.0 s |")
            .And.Contain("| job (x) | 33.3 % (66.6 % by any test) | 1 | 1 | 1 | 1 | 0 | 0 |")
            .And.Contain("| all | 50 % (75 % by any test) | 2 | 1 | 1 | 1 | 1 | 0 |")
            .And.Contain("## Changes that do no harm").And.Contain("in 4 min 00 s on a box, 2 CPUs.")
            .And.Contain("- `N.three`").And.Contain("can show them: `far` (of z)."));

    [Test]
    public void Json_has_everything_and_gives_results_back_for_the_same_digest()
    {
        var json = MutationDocument.Of(Score).ToJson();
        var stored = MutationDocument.EntriesOf(json).First(item => item.Name == "else") with { Digest = "d" };
        var restored = stored.Restore(Small.Results[2].Mutation, "d");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(json, Does.Contain("\"outcome\": \"failure\"").And.Contain("\"result\": \"caught-by-another\"").And.Contain("\"score\": 50,").And.Contain("\"neverRed\": [").And.Contain("\"leftOut\": ["));
            Assert.That((restored!.Reason, restored.Duration, restored.Red), Is.EqualTo(("every test of B1 passed", TimeSpan.FromSeconds(4), new[] { "N.two" })));
            Assert.That((restored.Verdict, restored.IsReused, restored.Others[0].Test), Is.EqualTo((MutationVerdict.Other, true, "N.two")));
            Assert.That(stored.Restore(Small.Results[2].Mutation, "e"), Is.Null, "it is of something else");
            Assert.That((stored with { Result = "invalid" }).Restore(Small.Results[2].Mutation, "d"), Is.Null, "what is not known is tried again");
            Assert.That((stored with { Result = "so so" }).Restore(Small.Results[2].Mutation, "d"), Is.Null);
        }
    }

    [Test]
    public void Only_all_are_100_percent() => Assert.That(
        MutationScore.PercentWords([.. Enumerable.Repeat(Small.Results[0], 2999), Small.Results[1]]), Is.EqualTo("99.9 %"));

    private static MutationResult Judge(string name, string project, int seconds, MutationTrial trial) =>
        MutationJudge.Judge(Mutation(name, project, "B1"), trial, Before, TimeSpan.FromSeconds(seconds)) with { Variant = "job (x)" };
}
