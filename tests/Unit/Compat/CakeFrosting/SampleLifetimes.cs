using Cake.Core;
using Cake.Frosting;

namespace GlanceGate.Unit.Compat.CakeFrosting;

internal sealed class RunLifetime(Journal journal) : FrostingLifetime
{
    private string? _target;

    public override void Setup(ICakeContext context, ISetupContext info)
    {
        _target = info.TargetTask.Name;
        journal.Add($"setup of {_target}");
    }

    public override void Teardown(ICakeContext context, ITeardownContext info)
        => journal.Add($"teardown of {_target}: {info.ThrownException?.Message ?? "fine"}");
}

internal sealed class EachTaskLifetime(Journal journal) : FrostingTaskLifetime
{
    public override void Setup(ICakeContext context, ITaskSetupContext info) => journal.Add($"before {info.Task.Name}");

    public override void Teardown(ICakeContext context, ITaskTeardownContext info) => journal.Add($"after {info.Task.Name}");
}

internal sealed class OnlySetup(Journal journal) : FrostingSetup<SampleContext>
{
    public override void Setup(SampleContext context, ISetupContext info) => journal.Add("only set-up");
}

internal sealed class OnlyTeardown(Journal journal) : FrostingTeardown<SampleContext>
{
    public override void Teardown(SampleContext context, ITeardownContext info) => journal.Add("only teardown");
}

internal sealed class OnlyTaskSetup(Journal journal) : FrostingTaskSetup<SampleContext>
{
    public override void Setup(SampleContext context, ITaskSetupContext info) => journal.Add("only before " + info.Task.Name);
}

internal sealed class OnlyTaskTeardown(Journal journal) : FrostingTaskTeardown<SampleContext>
{
    public override void Teardown(SampleContext context, ITaskTeardownContext info) => journal.Add("only after " + info.Task.Name);
}

internal sealed class FailingSetup : FrostingSetup
{
    public override void Setup(ICakeContext context, ISetupContext info) => throw new InvalidOperationException("no set-up");
}

internal sealed class FailingTeardown : FrostingTeardown
{
    public override void Teardown(ICakeContext context, ITeardownContext info) => throw new CakeException(6, "no teardown");
}
