namespace Cake.Frosting;

/// <summary>Set-up and teardown of a run.</summary>
public interface IFrostingLifetime : IFrostingSetup, IFrostingTeardown
{
}
