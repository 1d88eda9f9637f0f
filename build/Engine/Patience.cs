namespace GlanceGate.Engine;

/// <summary>How long something may take.</summary>
/// <param name="Still">How long nothing of it may move: no line of output, no answer.</param>
/// <param name="Total">How long all of it may take.</param>
internal sealed record TimeLimit(TimeSpan Still, TimeSpan Total);

/// <summary>Every time limit of set-up: what a run does before its first stack.</summary>
/// <remarks>
/// A slow machine moves slowly but it moves: what shows its progress may take very long and only standing still ends it soon.
/// The factor stretches all of them, for machines on which even that is too short.
/// </remarks>
/// <param name="Factor">1 is usual; 2 waits twice as long.</param>
internal sealed record Patience(double Factor)
{
    /// <summary>The largest factor: a day for what usually gets a quarter of an hour.</summary>
    public const double Largest = 100;

    /// <summary>What to say after a limit.</summary>
    public const string Hint = "a slower machine may need --patience=2 or more";

    /// <summary>Patience with a usual machine.</summary>
    public static Patience Usual { get; } = new(1);

    /// <summary>One run of apt-get: a line for each package.</summary>
    public TimeLimit PackageCommand => Limit(TimeSpan.FromMinutes(10), TimeSpan.FromHours(1));

    /// <summary>Waiting for others who install packages; an upgrade of a whole system fits in.</summary>
    public TimeSpan PackageLocks => TimeSpan.FromMinutes(30) * Factor;

    /// <summary>Start of the gate's own engine: its log moves.</summary>
    public TimeLimit EngineStart => Limit(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));

    /// <summary>Waiting for other gates that start or stop the engine.</summary>
    public TimeSpan EngineTurn => TimeSpan.FromMinutes(15) * Factor;

    /// <summary>A registry's first answer.</summary>
    public TimeSpan Registry => TimeSpan.FromSeconds(20) * Factor;

    /// <summary>A layer from a registry that answers.</summary>
    public TimeSpan Layer => TimeSpan.FromMinutes(2) * Factor;

    /// <summary>A base image from Debian's packages: a line for each step.</summary>
    public TimeLimit BaseImage => Limit(TimeSpan.FromMinutes(10), TimeSpan.FromHours(1));

    /// <summary>A build of an image: a line for most of what it does.</summary>
    public TimeLimit Build => Limit(TimeSpan.FromMinutes(15), TimeSpan.FromHours(2));

    /// <summary>An image from a registry: a line for each layer.</summary>
    public TimeLimit Pull => Limit(TimeSpan.FromMinutes(15), TimeSpan.FromHours(2));

    /// <summary>A small command of this machine.</summary>
    public TimeSpan Command => TimeSpan.FromSeconds(30) * Factor;

    /// <summary>An answer of an engine that runs already.</summary>
    public TimeSpan EngineAnswer => TimeSpan.FromSeconds(10) * Factor;

    /// <summary>Writing the files of a change into an image.</summary>
    public TimeSpan Change => TimeSpan.FromMinutes(5) * Factor;

    /// <summary>The time that a bake gives itself, on this machine.</summary>
    public TimeSpan Bake(TimeSpan declared) => declared * Factor;

    private TimeLimit Limit(TimeSpan still, TimeSpan total) => new(still * Factor, total * Factor);
}
