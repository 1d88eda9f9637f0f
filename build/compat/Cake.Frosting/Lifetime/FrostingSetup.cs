using Cake.Core;
using Cake.Frosting.Internal;

namespace Cake.Frosting;

/// <summary>Set-up of a run that needs nothing but Cake's own context.</summary>
public abstract class FrostingSetup : FrostingSetup<ICakeContext>
{
}

/// <summary>Set-up of a run.</summary>
/// <typeparam name="TContext">The type of the run's context.</typeparam>
public abstract class FrostingSetup<TContext> : IFrostingSetup
    where TContext : ICakeContext
{
    /// <summary>Runs once, before the first task; if it throws, no task runs and teardown does.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The target and the tasks that will run.</param>
    public abstract void Setup(TContext context, ISetupContext info);

    void IFrostingSetup.Setup(ICakeContext context, ISetupContext info) => Setup(Contexts.As<TContext>(context), info);
}
