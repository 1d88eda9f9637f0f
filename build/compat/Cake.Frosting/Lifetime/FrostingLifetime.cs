using Cake.Core;
using Cake.Frosting.Internal;

namespace Cake.Frosting;

/// <summary>Set-up and teardown of a run.</summary>
/// <typeparam name="TContext">The type of the run's context.</typeparam>
public abstract class FrostingLifetime<TContext> : IFrostingLifetime
    where TContext : ICakeContext
{
    /// <summary>Runs once, before the first task; if it throws, no task runs and teardown does.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The target and the tasks that will run.</param>
    public abstract void Setup(TContext context, ISetupContext info);

    /// <summary>Runs once, after the last task or failure. What it throws is logged; it fails the run only if nothing failed before.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">Whether the run succeeded, and what it threw if not.</param>
    public abstract void Teardown(TContext context, ITeardownContext info);

    void IFrostingLifetime.Setup(ICakeContext context, ISetupContext info) => Setup(Contexts.As<TContext>(context), info);

    void IFrostingLifetime.Teardown(ICakeContext context, ITeardownContext info) => Teardown(Contexts.As<TContext>(context), info);
}
