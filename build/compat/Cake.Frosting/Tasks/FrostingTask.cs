using Cake.Core;
using Cake.Frosting.Internal;

namespace Cake.Frosting;

/// <summary>A synchronous task.</summary>
/// <typeparam name="T">The type of the run's context.</typeparam>
public abstract class FrostingTask<T> : IFrostingTask
    where T : ICakeContext
{
    /// <summary>Does the task's work; nothing, unless overridden.</summary>
    /// <param name="context">The run's context.</param>
    public virtual void Run(T context)
    {
    }

    Task IFrostingTask.RunAsync(ICakeContext context)
    {
        Run(Contexts.As<T>(context));
        return Task.CompletedTask;
    }
}
