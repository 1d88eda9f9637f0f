using Cake.Core;
using Cake.Frosting;

namespace GlanceGate.Unit.Compat.CakeFrosting;

internal sealed class Clean(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => journal.Add("Clean");
}

[TaskDescription("Compiles the lot")]
[IsDependentOn(typeof(Clean))]
internal sealed class Compile(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => journal.Add("Compile");
}

[TaskName("unit-tests")]
[IsDependentOn(typeof(Compile))]
internal sealed class UnitTests(Journal journal) : AsyncFrostingTask
{
    public override async Task RunAsync(ICakeContext context)
    {
        await Task.Yield();
        journal.Add("unit-tests");
    }
}

[IsDependentOn(typeof(Clean))]
internal sealed class Lint(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => journal.Add("Lint");
}

[IsDependeeOf(typeof(Clean))]
internal sealed class Announce(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => journal.Add("Announce");
}

[IsDependentOn(typeof(UnitTests))]
internal sealed class Default : FrostingTask;

[IsDependentOn(typeof(DateTime))]
internal sealed class DependsOnNoTask : FrostingTask;

[IsDependeeOf(typeof(DateTime))]
internal sealed class IsDependeeOfNoTask : FrostingTask;

internal sealed class Failing : FrostingTask
{
    public override void Run(ICakeContext context) => throw new CakeException(42, "it broke");
}

[ContinueOnError]
internal sealed class FailingHarmlessly : FrostingTask
{
    public override void Run(ICakeContext context) => throw new InvalidOperationException("it broke");
}

[IsDependentOn(typeof(FailingHarmlessly))]
internal sealed class AfterHarmlessFailure(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => journal.Add("AfterHarmlessFailure");
}

internal sealed class Handling(Journal journal) : AsyncFrostingTask
{
    public override Task RunAsync(ICakeContext context) => throw new InvalidOperationException("it broke");

    public override void OnError(Exception exception, ICakeContext context) => journal.Add("OnError " + exception.Message);

    public override void Finally(ICakeContext context) => journal.Add("Finally");
}

internal sealed class FailingFinally(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => throw new InvalidOperationException("it broke");

    public override void Finally(ICakeContext context) => journal.Add("Finally");
}

internal sealed class Cancelled : AsyncFrostingTask
{
    public override Task RunAsync(ICakeContext context) => Task.FromCanceled(new CancellationToken(canceled: true));
}

// IFrostingTask stands here again so that the task's own SkippedMessage is the one that the interface sees
internal sealed class Skipped(Journal journal) : FrostingTask, IFrostingTask
{
    public string SkippedMessage => "nothing to do today";

    public override bool ShouldRun(ICakeContext context) => false;

    public override void Run(ICakeContext context) => journal.Add("Skipped");
}

[IsDependentOn(typeof(Skipped))]
internal sealed class AfterSkipped(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => journal.Add("AfterSkipped");
}

internal abstract class RunsInBase(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => journal.Add(GetType().Name);
}

internal sealed class InheritsRun(Journal journal) : RunsInBase(journal);

internal sealed class SampleContext(ICakeContext context, Journal journal) : FrostingContext(context)
{
    public Journal Journal { get; } = journal;
}

internal sealed class OtherContext(ICakeContext context) : FrostingContext(context);

internal sealed class NeedsSampleContext : FrostingTask<SampleContext>
{
    public override void Run(SampleContext context) => context.Journal.Add("NeedsSampleContext");
}
