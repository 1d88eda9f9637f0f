namespace Cake.Frosting;

/// <summary>Set-up and teardown of each task.</summary>
public interface IFrostingTaskLifetime : IFrostingTaskSetup, IFrostingTaskTeardown
{
}
