using Cake.Core;

namespace Cake.Frosting;

/// <summary>Set-up of each task.</summary>
public interface IFrostingTaskSetup
{
    /// <summary>Runs before each task, also before one that is skipped.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The task that will run.</param>
    void Setup(ICakeContext context, ITaskSetupContext info);
}
