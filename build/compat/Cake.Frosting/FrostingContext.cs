using Cake.Core;

namespace Cake.Frosting;

/// <summary>The default context, and the base class of a build's own.</summary>
public class FrostingContext : CakeContextAdapter, IFrostingContext
{
    /// <summary>Creates the context over the engine's.</summary>
    /// <param name="context">The engine's context, out of the container.</param>
    public FrostingContext(ICakeContext context)
        : base(context)
    {
    }
}
