using Cake.Core;
using Cake.Frosting.Internal;

namespace Cake.Frosting;

/// <summary>Teardown of a run that needs nothing but Cake's own context.</summary>
public abstract class FrostingTeardown : FrostingTeardown<ICakeContext>
{
}

/// <summary>Teardown of a run.</summary>
/// <typeparam name="TContext">The type of the run's context.</typeparam>
public abstract class FrostingTeardown<TContext> : IFrostingTeardown
    where TContext : ICakeContext
{
    /// <summary>Runs once, after the last task or failure. What it throws is logged; it fails the run only if nothing failed before.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">Whether the run succeeded, and what it threw if not.</param>
    public abstract void Teardown(TContext context, ITeardownContext info);

    void IFrostingTeardown.Teardown(ICakeContext context, ITeardownContext info) => Teardown(Contexts.As<TContext>(context), info);
}
