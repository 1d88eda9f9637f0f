using Cake.Core;
using Cake.Frosting.Internal;

namespace Cake.Frosting;

/// <summary>An asynchronous task.</summary>
/// <typeparam name="T">The type of the run's context.</typeparam>
public abstract class AsyncFrostingTask<T> : IFrostingTask
    where T : ICakeContext
{
    /// <summary>Does the task's work; nothing, unless overridden.</summary>
    /// <param name="context">The run's context.</param>
    /// <returns>Ends when the work is done.</returns>
    public virtual Task RunAsync(T context) => Task.CompletedTask;

    Task IFrostingTask.RunAsync(ICakeContext context) => RunAsync(Contexts.As<T>(context));
}
