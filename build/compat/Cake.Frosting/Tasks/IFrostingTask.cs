using Cake.Core;

namespace Cake.Frosting;

/// <summary>One task of a build. Derive from <see cref="FrostingTask{T}"/> or <see cref="AsyncFrostingTask{T}"/> rather than implement it.</summary>
public interface IFrostingTask
{
    /// <summary>
    /// Why the task is skipped when <see cref="ShouldRun"/> says no; empty for no reason given. The base classes do not declare it:
    /// a task that gives a reason lists this interface among its bases again.
    /// </summary>
    string SkippedMessage => string.Empty;

    /// <summary>Does the task's work.</summary>
    /// <param name="context">The run's context.</param>
    /// <returns>Ends when the work is done.</returns>
    Task RunAsync(ICakeContext context);

    /// <summary>Decides whether the task runs. It is an error to say no for a target that the user asked for.</summary>
    /// <param name="context">The run's context.</param>
    /// <returns>Whether it runs.</returns>
    bool ShouldRun(ICakeContext context);

    /// <summary>Handles a failure of the task. The run goes on afterwards, unless this throws.</summary>
    /// <param name="exception">What the task threw.</param>
    /// <param name="context">The run's context.</param>
    void OnError(Exception exception, ICakeContext context);

    /// <summary>Runs after the task, whether it succeeded or failed.</summary>
    /// <param name="context">The run's context.</param>
    void Finally(ICakeContext context);
}
