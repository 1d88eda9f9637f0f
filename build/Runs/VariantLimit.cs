using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>What may end a variant from outside: its time, and whoever stops the whole run.</summary>
internal sealed class VariantLimit : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly PhaseClock _clock;
    private readonly CancellationToken _interrupted;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _either;

    /// <summary>Begins to watch.</summary>
    /// <param name="timeout">The variant's time, from now on.</param>
    /// <param name="clock">Knows the phase.</param>
    /// <param name="time">Clock.</param>
    /// <param name="interrupted">Cancelled when a person or the CI system stops the run.</param>
    public VariantLimit(TimeSpan timeout, PhaseClock clock, TimeProvider time, CancellationToken interrupted)
    {
        _timeout = timeout;
        _clock = clock;
        _interrupted = interrupted;
        _deadline = new CancellationTokenSource(timeout, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(interrupted, _deadline.Token);
    }

    /// <summary>Cancelled when the variant must end.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>What ended the variant, or null. Whatever came of the rest, this came first.</summary>
    /// <param name="services">The services at this moment.</param>
    public Interruption? Reached(IReadOnlyList<ServiceSnapshot> services) =>
        !Token.IsCancellationRequested ? null
        : _interrupted.IsCancellationRequested ? Interruptions.Aborted()
        : Interruptions.TimedOut(_timeout, _clock.Phases[^1].Name, services);

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _deadline.Dispose();
    }
}
