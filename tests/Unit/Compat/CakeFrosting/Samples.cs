using Cake.Core;
using Cake.Frosting;

namespace GlanceGate.Unit.Compat.CakeFrosting;

internal sealed class Clean(Journal journal) : FrostingTask<ICakeContext>
{
    public override void Run(ICakeContext context) => journal.Add("Clean");
}

[TaskDescription("Compiles the lot")]
[IsDependentOn(typeof(Clean))]
internal sealed class Compile(Journal journal) : FrostingTask<ICakeContext>
{
    public override void Run(ICakeContext context) => journal.Add("Compile");
}

[TaskName("unit-tests")]
[IsDependentOn(typeof(Compile))]
internal sealed class UnitTests(Journal journal) : AsyncFrostingTask<ICakeContext>
{
    public override async Task RunAsync(ICakeContext context)
    {
        await Task.Yield();
        journal.Add("unit-tests");
    }
}

[IsDependentOn(typeof(Clean))]
internal sealed class Lint(Journal journal) : FrostingTask<ICakeContext>
{
    public override void Run(ICakeContext context) => journal.Add("Lint");
}

[IsDependentOn(typeof(UnitTests))]
internal sealed class Default : FrostingTask<ICakeContext>;

[IsDependentOn(typeof(DateTime))]
internal sealed class DependsOnNoTask : FrostingTask<ICakeContext>;

internal sealed class Failing : FrostingTask<ICakeContext>
{
    public override void Run(ICakeContext context) => throw new CakeException(42, "it broke");
}

internal sealed class Cancelled : AsyncFrostingTask<ICakeContext>
{
    public override Task RunAsync(ICakeContext context) => Task.FromCanceled(new CancellationToken(canceled: true));
}

internal abstract class RunsInBase(Journal journal) : FrostingTask<ICakeContext>
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
