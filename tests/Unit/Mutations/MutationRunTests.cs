using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Mutations;
using GlanceGate.Stack;
using GlanceGate.Unit.Verdicts;
using GlanceGate.Verdicts;
using static GlanceGate.Model.TestOutcome;
using static GlanceGate.Unit.Mutations.Samples;

namespace GlanceGate.Unit.Mutations;

[CancelAfter(30_000)]
internal sealed class MutationRunTests
{
    private static readonly SuiteResult Green = Suite(Test("one", "B1", Passed), Test("two", "B2", Passed));

    [Test]
    public async Task The_stack_goes_from_one_mutation_to_the_next_and_back_at_the_end(CancellationToken cancellation)
    {
        var stack = new FakeStack();
        var report = await RunAsync(stack, false, [Mutation("a", "api", "B1"), Mutation("b", "api", "B2")], cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stack.Did, Is.EqualTo(new[] { "test B1 B2", "move a", "test B1", "move b", "test B2", "move -", "test " }));
            Assert.That(report.Results.Select(result => result.Verdict), Is.EqualTo(new[] { MutationVerdict.Caught, MutationVerdict.Other }));
            Assert.That(report.Problem, Is.Null);
            Assert.That(Outcomes(report), Is.EqualTo(Outcome.Failure));
            Assert.That(report.NeverRed, Is.Null);
        }
    }

    [Test]
    public async Task With_the_whole_suite_what_none_turned_red_is_known(CancellationToken cancellation)
    {
        var stack = new FakeStack();
        var report = await RunAsync(stack, true, [Mutation("a", "api", "B1")], cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stack.Did, Is.EqualTo(new[] { "test ", "move a", "test ", "move -", "test " }));
            Assert.That(report.NeverRed, Is.EqualTo(new[] { "two" }));
            Assert.That(Outcomes(report), Is.EqualTo(Outcome.Success));
        }
    }

    [Test]
    public async Task A_suite_that_is_red_before_any_mutation_ends_the_run(CancellationToken cancellation)
    {
        var stack = new FakeStack { Unmutated = [Suite(Test("one", "B1", Failed, "broken"))] };
        var report = await RunAsync(stack, false, [Mutation("a", "api", "B1")], cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stack.Did, Is.EqualTo(new[] { "test B1" }));
            Assert.That(report.Problem, Is.EqualTo("without any mutation the suite is not green: one: broken"));
            Assert.That(Outcomes(report), Is.EqualTo(Outcome.Failure));
        }
    }

    [Test]
    public async Task A_test_that_stays_red_after_the_mutations_makes_what_it_caught_worthless(CancellationToken cancellation)
    {
        var stack = new FakeStack { Unmutated = [Green, Suite(Test("one", "B1", Failed, "left behind"))] };
        var report = await RunAsync(stack, false, [Mutation("a", "api", "B1")], cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Results[0].Verdict, Is.EqualTo(MutationVerdict.Invalid));
            Assert.That(report.Problem, Is.EqualTo("without any mutation the suite is not green any more: one: left behind"));
            Assert.That(Outcomes(report), Is.EqualTo(Outcome.Failure));
        }
    }

    [Test]
    public async Task A_red_test_before_any_mutation_counts_nowhere_and_the_others_go_on(CancellationToken cancellation)
    {
        var suite = Suite(Test("one", "B1", Failed, "broken"), Test("two", "B2", Passed));
        var stack = new FakeStack { Unmutated = [suite, suite, suite] };
        var report = await RunAsync(stack, false, [Mutation("a", "api", "B1"), Mutation("b", "api", "B2")], cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stack.Did, Has.None.EqualTo("move a"), "it is of no use to try it");
            Assert.That(report.Results.Select(result => (result.Verdict, result.Reason)), Is.EqualTo(new[]
            {
                (MutationVerdict.Invalid, "no test of B1 is green without any mutation"), (MutationVerdict.Missed, "every test of B2 passed"),
            }));
            Assert.That(report.Problem, Is.EqualTo("without any mutation the suite is not green: one: broken"));
            Assert.That(Outcomes(report), Is.EqualTo(Outcome.Failure));
        }
    }

    [Test]
    public async Task What_the_named_checks_miss_is_shown_to_the_whole_suite_and_another_test_counts_when_it_is_green_without(CancellationToken cancellation)
    {
        var only = Suite(Test("two", "B2", Passed));
        var stack = new FakeStack { Unmutated = [only, Green, Green], IsSelective = true };
        var report = await RunAsync(stack, false, [Mutation("b", "api", "B2")], cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stack.Did, Is.EqualTo(new[] { "test B2", "move b", "test B2", "test ", "move -", "test ", "move -", "test " }));
            Assert.That(report.Results[0].Verdict, Is.EqualTo(MutationVerdict.Other));
            Assert.That(report.Results[0].Others, Is.EqualTo(new[] { new CatchingTest("B1", "one", "no") }));
        }
    }

    [Test]
    public async Task Nobody_looks_further_who_is_told_not_to(CancellationToken cancellation)
    {
        var stack = new FakeStack { Unmutated = [Suite(Test("two", "B2", Passed)), Green], IsSelective = true };
        var report = await new MutationRun(stack, false, new ManualTimeProvider()) { LooksFurther = false }.RunAsync(
            [Mutation("b", "api", "B2")], MutationReport.Empty("job", 1, false), _ => Task.CompletedTask, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Results[0].Verdict, Is.EqualTo(MutationVerdict.Missed));
            Assert.That(stack.Did, Has.None.EqualTo("test "));
        }
    }

    [Test]
    public async Task What_only_another_variant_shows_is_handed_on(CancellationToken cancellation)
    {
        var stack = new FakeStack();
        var report = await new MutationRun(stack, false, new ManualTimeProvider()) { IsOfAnother = mutation => mutation.Name == "far" }.RunAsync(
            [Mutation("a", "api", "B1"), Mutation("far", "api", "X1"), Mutation("gone", "api", "X1")], MutationReport.Empty("job", 3, false), _ => Task.CompletedTask, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.HandedOn.Select(mutation => mutation.Name), Is.EqualTo(new[] { "far" }));
            Assert.That(report.Results.Select(result => $"{result.Mutation.Name} {result.Verdict}"), Is.EqualTo(new[] { "a Caught", "gone Invalid" }));
            Assert.That(report.Problem, Is.Null, "nothing is missing of what it is about");
        }
    }

    [Test]
    public async Task A_mutation_that_breaks_a_service_is_judged_and_the_next_goes_on(CancellationToken cancellation)
    {
        var stack = new FakeStack { Broken = "a", Dying = "b" };
        var report = await RunAsync(stack, false, [Mutation("a", "api", "B1"), Mutation("b", "api", "B1"), Mutation("c", "api", "B1")], cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                report.Results.Select(result => result.Verdict), Is.EqualTo(new[] { MutationVerdict.Invalid, MutationVerdict.Invalid, MutationVerdict.Caught }));
            Assert.That(report.Results[0].Reason, Is.EqualTo("api did not come up"));
            Assert.That(report.Results[1].Reason, Is.EqualTo("api died"));
        }
    }

    [Test]
    public async Task A_lost_gateway_ends_the_run(CancellationToken cancellation)
    {
        var stack = new FakeStack { Broken = "a", Culprit = "gateway" };

        await Assert.ThatAsync(() => RunAsync(stack, false, [Mutation("a", "api", "B1")], cancellation), Throws.TypeOf<StackFailedException>());
    }

    [Test]
    public async Task An_interruption_ends_the_run(CancellationToken cancellation)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var stack = new FakeStack { OnMove = interrupt.CancelAsync };

        await Assert.ThatAsync(() => RunAsync(stack, false, [Mutation("a", "api", "B1")], interrupt.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task An_interruption_of_the_suite_ends_the_run_and_is_no_red_suite(int suite, CancellationToken cancellation)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var stack = new FakeStack { OnTest = number => number == suite ? interrupt.CancelAsync() : Task.CompletedTask };

        await Assert.ThatAsync(() => RunAsync(stack, false, [Mutation("a", "api", "B1")], interrupt.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_mutation_that_hangs_is_given_up_after_its_time(CancellationToken cancellation)
    {
        var time = new ManualTimeProvider();
        var hangs = new TaskCompletionSource();
        var stack = new FakeStack { Hanging = "a", OnMove = () => Task.CompletedTask, Hangs = hangs };
        var running = new MutationRun(stack, false, time).RunAsync(
            [Mutation("a", "api", "B1")], MutationReport.Empty("job", 1, false), _ => Task.CompletedTask, cancellation);
        await hangs.Task.WaitAsync(cancellation);
        time.Advance(stack.Patience);

        Assert.That((await running).Results[0].Reason, Is.EqualTo("it ran over its time of 10 min 00 s"));
    }

    [TestCase(1, null)]
    [TestCase(9, "without any mutation the suite is not green: executed 2 tests, the job asks for at least 9")]
    public async Task The_whole_suite_without_mutations_executes_as_many_tests_as_the_job_asks_for(int minimum, string? problem, CancellationToken cancellation)
    {
        var suite = SampleRuns.Variant.Suite with { Pinned = new PinnedTests(minimum, Applies: true) };
        var report = await new MutationRun(new FakeStack(), true, new ManualTimeProvider()).RunAsync(
            [Mutation("a", "api", "B1")], MutationReport.Empty("job", 1, true) with { Suite = suite }, _ => Task.CompletedTask, cancellation);

        Assert.That(report.Problem, Is.EqualTo(problem));
    }

    [Test]
    public void Mutations_of_one_project_come_one_after_the_other() => Assert.That(
        MutationOrder.Of([Mutation("z", "api", "B1"), Mutation("b", "web", "B1"), Mutation("a", "api", "B1")], item => item).Select(item => item.Name),
        Is.EqualTo(new[] { "a", "z", "b" }));

    [TestCase("", new string[0], "")]
    [TestCase("class == X", new string[0], "class == X")]
    [TestCase("", new[] { "B2", "B1", "B2" }, "Check == 'B1' or Check == 'B2'")]
    [TestCase("class == X", new[] { "B1" }, "(class == X) and (Check == 'B1')")]
    public void Checks_are_selected_within_the_jobs_own_selection(string within, string[] checks, string expected) =>
        Assert.That(MutationOrder.Where(within, checks), Is.EqualTo(expected));

    private static Task<MutationReport> RunAsync(FakeStack stack, bool whole, Mutation[] mutations, CancellationToken cancellation) =>
        new MutationRun(stack, whole, new ManualTimeProvider()).RunAsync(
            mutations, MutationReport.Empty("job", mutations.Length, whole), _ => Task.CompletedTask, cancellation);

    private static Outcome Outcomes(MutationReport report) => new MutationScore([report], TimeSpan.Zero) { Selected = report.Selected }.Outcome;

    /// <summary>A stack on which test one, of B1, fails with any mutation.</summary>
    private sealed class FakeStack : IMutableStack
    {
        private string? _mutation;
        private int _unmutated;
        private int _tests;

        public List<string> Did { get; } = [];

        public SuiteResult[] Unmutated { get; init; } = [Green, Green];

        public string? Broken { get; init; }

        /// <summary>Whether it runs the tests of the checks alone, and not all each time.</summary>
        public bool IsSelective { get; init; }

        public string? Dying { get; init; }

        public string? Hanging { get; init; }

        public TaskCompletionSource? Hangs { get; init; }

        public string Culprit { get; init; } = "api";

        public Func<Task>? OnMove { get; init; }

        public Func<int, Task>? OnTest { get; init; }

        public TimeSpan Patience => TimeSpan.FromMinutes(10);

        public StackFailedException? Death => _mutation is not null && _mutation == Dying ? new StackFailedException("api", "api died", []) : null;

        public async Task<MutationTrial?> MoveAsync(Mutation? mutation, CancellationToken cancellation)
        {
            Did.Add($"move {mutation?.Name ?? "-"}");
            _mutation = mutation?.Name;
            await (OnMove?.Invoke() ?? Task.CompletedTask);
            cancellation.ThrowIfCancellationRequested();
            if (_mutation is not null && _mutation == Hanging)
            {
                Hangs!.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            }

            return _mutation is not null && _mutation == Broken ? throw new StackFailedException(Culprit, $"{Culprit} did not come up", []) : null;
        }

        public async Task<SuiteResult> TestAsync(IEnumerable<string> checks, CancellationToken cancellation)
        {
            Did.Add($"test {string.Join(' ', checks)}");
            await (OnTest?.Invoke(++_tests) ?? Task.CompletedTask);
            var mutated = Suite(Test("one", "B1", Failed, "no"), Test("two", "B2", Passed));
            return _mutation is null ? Unmutated[_unmutated++]
                : IsSelective && checks.Any() ? mutated with { Tests = [.. mutated.Tests.Where(test => checks.Any(check => MutationJudge.IsOf(test, check)))] }
                : mutated;
        }
    }
}
