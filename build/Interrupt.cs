using System.Runtime.InteropServices;

namespace GlanceGate;

/// <summary>Turns Ctrl-C, SIGTERM and a lost terminal into one cancellation, so that a run ends through its clean-up.</summary>
/// <remarks>The process itself is never ended by these signals: clean-up has its own deadline, and what it misses the next run sweeps.</remarks>
public sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    /// <summary>Starts listening.</summary>
    public Interrupt() =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Handle))];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        var isFirst = Interlocked.Increment(ref _signals) == 1;
        _source.Cancel();
        Console.Error.WriteLine(isFirst ? "interrupted: stopping and cleaning up" : "clean-up is under way; what it misses, the next run sweeps");
    }
}
