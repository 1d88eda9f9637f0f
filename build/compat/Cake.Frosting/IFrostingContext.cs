using Cake.Core;

namespace Cake.Frosting;

/// <summary>What set-up, tasks and teardown of one run share.</summary>
public interface IFrostingContext : ICakeContext
{
}
