using Cake.Core;

namespace Cake.Frosting;

/// <summary>Teardown of a run.</summary>
public interface IFrostingTeardown
{
    /// <summary>Runs once, after the last task or failure. What it throws is logged; it fails the run only if nothing failed before.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="info">Whether the run succeeded, and what it threw if not.</param>
    void Teardown(ICakeContext context, ITeardownContext info);
}
