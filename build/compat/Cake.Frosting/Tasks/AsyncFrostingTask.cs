using Cake.Core;
using Cake.Frosting.Internal;

namespace Cake.Frosting;

/// <summary>An asynchronous task that needs nothing but Cake's own context.</summary>
public abstract class AsyncFrostingTask : AsyncFrostingTask<ICakeContext>
{
}

/// <summary>An asynchronous task.</summary>
/// <typeparam name="T">The type of the run's context.</typeparam>
public abstract class AsyncFrostingTask<T> : IFrostingTask
    where T : ICakeContext
{
    /// <summary>Does the task's work; nothing, unless overridden.</summary>
    /// <param name="context">The run's context.</param>
    /// <returns>Ends when the work is done.</returns>
    public virtual Task RunAsync(T context) => Task.CompletedTask;

    /// <summary>Decides whether the task runs; always, unless overridden. It is an error to say no for a target that the user asked for.</summary>
    /// <param name="context">The run's context.</param>
    /// <returns>Whether it runs.</returns>
    public virtual bool ShouldRun(T context) => true;

    /// <summary>Handles a failure of the task. Only if overridden: the run then goes on afterwards, unless this throws.</summary>
    /// <param name="exception">What the task threw.</param>
    /// <param name="context">The run's context.</param>
    public virtual void OnError(Exception exception, T context)
    {
    }

    /// <summary>Runs after the task, whether it succeeded or failed.</summary>
    /// <param name="context">The run's context.</param>
    public virtual void Finally(T context)
    {
    }

    Task IFrostingTask.RunAsync(ICakeContext context) => RunAsync(Contexts.As<T>(context));

    bool IFrostingTask.ShouldRun(ICakeContext context) => ShouldRun(Contexts.As<T>(context));

    void IFrostingTask.OnError(Exception exception, ICakeContext context) => OnError(exception, Contexts.As<T>(context));

    void IFrostingTask.Finally(ICakeContext context) => Finally(Contexts.As<T>(context));
}
