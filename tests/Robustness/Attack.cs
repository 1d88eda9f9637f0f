namespace GlanceGate.Robustness;

/// <summary>One way to attack the gate; each try is decided by its random numbers alone.</summary>
internal abstract class Attack
{
    /// <summary>Its name on the command line and in findings.</summary>
    public abstract string Name { get; }

    /// <summary>What it shows when it finds nothing, in one line.</summary>
    public abstract string Promise { get; }

    /// <summary>How long a try may take.</summary>
    public virtual TimeSpan Limit => TimeSpan.FromSeconds(20);

    /// <summary>Tries once.</summary>
    /// <param name="random">Where everything that differs from try to try comes from.</param>
    /// <returns>What broke, or null.</returns>
    public abstract Finding? Try(Random random);
}

/// <summary>Something that broke.</summary>
/// <param name="What">In one line.</param>
/// <param name="Input">What it was done with.</param>
internal sealed record Finding(string What, string Input);
