using Cake.Core;

namespace Cake.Frosting;

/// <summary>Set-up and teardown of a run.</summary>
public interface IFrostingLifetime
{
    /// <summary>Runs once, before the first task; if it throws, no task runs and teardown does.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">The target and the tasks that will run.</param>
    void Setup(ICakeContext context, ISetupContext info);

    /// <summary>Runs once, after the last task or failure. What it throws is logged; it fails the run only if nothing failed before.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">Whether the run succeeded, and what it threw if not.</param>
    void Teardown(ICakeContext context, ITeardownContext info);
}
