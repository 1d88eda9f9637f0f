using Cake.Core;
using Cake.Frosting.Internal;

namespace Cake.Frosting;

/// <summary>Set-up and teardown of each task that needs nothing but Cake's own context.</summary>
public abstract class FrostingTaskLifetime : FrostingTaskLifetime<ICakeContext>
{
}

/// <summary>Set-up and teardown of each task.</summary>
/// <typeparam name="TContext">The type of the run's context.</typeparam>
public abstract class FrostingTaskLifetime<TContext> : IFrostingTaskLifetime
    where TContext : ICakeContext
{
    /// <summary>Runs before each task, also before one that is skipped.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The task that will run.</param>
    public abstract void Setup(TContext context, ITaskSetupContext info);

    /// <summary>Runs after each task, also after one that failed or was skipped.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The task that ran, how long it took and how it ended.</param>
    public abstract void Teardown(TContext context, ITaskTeardownContext info);

    void IFrostingTaskSetup.Setup(ICakeContext context, ITaskSetupContext info) => Setup(Contexts.As<TContext>(context), info);

    void IFrostingTaskTeardown.Teardown(ICakeContext context, ITaskTeardownContext info) => Teardown(Contexts.As<TContext>(context), info);
}
