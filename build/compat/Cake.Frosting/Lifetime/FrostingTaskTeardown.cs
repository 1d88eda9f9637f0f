using Cake.Core;
using Cake.Frosting.Internal;

namespace Cake.Frosting;

/// <summary>Teardown of each task that needs nothing but Cake's own context.</summary>
public abstract class FrostingTaskTeardown : FrostingTaskTeardown<ICakeContext>
{
}

/// <summary>Teardown of each task.</summary>
/// <typeparam name="TContext">The type of the run's context.</typeparam>
public abstract class FrostingTaskTeardown<TContext> : IFrostingTaskTeardown
    where TContext : ICakeContext
{
    /// <summary>Runs after each task, also after one that failed or was skipped.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The task that ran, how long it took and how it ended.</param>
    public abstract void Teardown(TContext context, ITaskTeardownContext info);

    void IFrostingTaskTeardown.Teardown(ICakeContext context, ITaskTeardownContext info) => Teardown(Contexts.As<TContext>(context), info);
}
