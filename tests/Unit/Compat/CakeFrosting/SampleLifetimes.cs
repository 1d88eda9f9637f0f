using Cake.Core;
using Cake.Frosting;

namespace GlanceGate.Unit.Compat.CakeFrosting;

internal sealed class RunLifetime(Journal journal) : FrostingLifetime<ICakeContext>
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

internal sealed class SampleLifetime(Journal journal) : FrostingLifetime<SampleContext>
{
    public override void Setup(SampleContext context, ISetupContext info) => journal.Add("set-up with the build's context");

    public override void Teardown(SampleContext context, ITeardownContext info) => journal.Add("teardown with the build's context");
}

internal sealed class FailingSetup : FrostingLifetime<ICakeContext>
{
    public override void Setup(ICakeContext context, ISetupContext info) => throw new InvalidOperationException("no set-up");

    public override void Teardown(ICakeContext context, ITeardownContext info)
    {
    }
}

internal sealed class FailingTeardown : FrostingLifetime<ICakeContext>
{
    public override void Setup(ICakeContext context, ISetupContext info)
    {
    }

    public override void Teardown(ICakeContext context, ITeardownContext info) => throw new CakeException(6, "no teardown");
}
