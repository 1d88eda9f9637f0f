using Cake.Core;

namespace Cake.Frosting;

/// <summary>Set-up of a run.</summary>
public interface IFrostingSetup
{
    /// <summary>Runs once, before the first task; if it throws, no task runs and teardown does.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The target and the tasks that will run.</param>
    void Setup(ICakeContext context, ISetupContext info);
}
