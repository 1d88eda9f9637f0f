using Cake.Core;

namespace Cake.Frosting;

/// <summary>One task of a build. Derive from <see cref="FrostingTask{T}"/> or <see cref="AsyncFrostingTask{T}"/> rather than implement it.</summary>
public interface IFrostingTask
{
    /// <summary>Does the task's work.</summary>
    /// <param name="context">The run's context.</param>
    /// <returns>Ends when the work is done.</returns>
    Task RunAsync(ICakeContext context);
}
