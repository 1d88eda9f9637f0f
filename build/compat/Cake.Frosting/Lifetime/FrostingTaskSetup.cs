using Cake.Core;
using Cake.Frosting.Internal;

namespace Cake.Frosting;

/// <summary>Set-up of each task that needs nothing but Cake's own context.</summary>
public abstract class FrostingTaskSetup : FrostingTaskSetup<ICakeContext>
{
}

/// <summary>Set-up of each task.</summary>
/// <typeparam name="TContext">The type of the run's context.</typeparam>
public abstract class FrostingTaskSetup<TContext> : IFrostingTaskSetup
    where TContext : ICakeContext
{
    /// <summary>Runs before each task, also before one that is skipped.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The task that will run.</param>
    public abstract void Setup(TContext context, ITaskSetupContext info);

    void IFrostingTaskSetup.Setup(ICakeContext context, ITaskSetupContext info) => Setup(Contexts.As<TContext>(context), info);
}
