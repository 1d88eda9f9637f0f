using Cake.Core;
using Cake.Frosting;
using GlanceGate.CommandLine;

namespace GlanceGate;

/// <summary>One run's data: filled by <see cref="GateLifetime"/>, only read by tasks.</summary>
public sealed class GateContext : FrostingContext
{
    private GateSettings? _settings;

    /// <summary>Creates the context; Cake calls it.</summary>
    public GateContext(ICakeContext context, RunOutcome outcome, Interrupt interrupt)
        : base(context)
    {
        Outcome = outcome;
        Cancellation = interrupt.Token;
    }

    /// <summary>What the run came to.</summary>
    public RunOutcome Outcome { get; }

    /// <summary>Cancelled when the run is interrupted.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The checked command line.</summary>
    internal GateSettings Settings
    {
        get => _settings ?? throw new InvalidOperationException("The lifetime has not read the command line yet.");
        set => _settings = value;
    }
}
