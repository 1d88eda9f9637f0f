using Cake.Core;

namespace Cake.Frosting;

/// <summary>Teardown of each task.</summary>
public interface IFrostingTaskTeardown
{
    /// <summary>Runs after each task, also after one that failed or was skipped.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The task that ran, how long it took and how it ended.</param>
    void Teardown(ICakeContext context, ITaskTeardownContext info);
}
