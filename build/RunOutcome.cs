using GlanceGate.Verdicts;

namespace GlanceGate;

/// <summary>What this process's work came to; read once, when Cake is done.</summary>
public sealed class RunOutcome
{
    /// <summary>The worst outcome recorded so far, or null when no task recorded any.</summary>
    internal Outcome? Recorded { get; private set; }

    /// <summary>Records an outcome. Success never replaces anything else.</summary>
    internal void Record(Outcome outcome)
    {
        if (Recorded is null or Outcome.Success)
        {
            Recorded = outcome;
        }
    }

    /// <summary>The process's exit code: the recorded outcome, or <see cref="Outcome.ConfigError"/> when Cake refused the command line before any task ran.</summary>
    /// <param name="cake">What Cake returned.</param>
    internal int ExitCode(int cake) => Recorded switch
    {
        { } outcome and not Outcome.Success => (int)outcome,
        _ when cake != 0 => (int)Outcome.ConfigError,
        _ => (int)Outcome.Success,
    };
}
