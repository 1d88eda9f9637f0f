namespace GlanceGate.Engine;

/// <summary>The right to use an engine until it is disposed. Disposing it ends the gate's own engine if nobody else uses it.</summary>
internal sealed class EngineLease : IAsyncDisposable
{
    private readonly Func<bool, ValueTask> _release;
    private bool _keepRunning;
    private bool _isReleased;

    /// <summary>Creates a lease.</summary>
    /// <param name="engine">The engine; it is disposed with the lease.</param>
    /// <param name="info">What it is.</param>
    /// <param name="isEmbedded">Whether it is the gate's own.</param>
    /// <param name="release">Called once at the end, with whether the engine is to be kept running.</param>
    public EngineLease(IContainerEngine engine, EngineInfo info, bool isEmbedded, Func<bool, ValueTask> release)
    {
        Engine = engine;
        Info = info;
        IsEmbedded = isEmbedded;
        _release = release;
    }

    /// <summary>The engine.</summary>
    public IContainerEngine Engine { get; }

    /// <summary>What the engine is.</summary>
    public EngineInfo Info { get; }

    /// <summary>Whether it is the gate's own engine.</summary>
    public bool IsEmbedded { get; }

    /// <summary>Why this engine was taken, for people.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Says why this engine was taken.</summary>
    /// <returns>This lease.</returns>
    public EngineLease Because(string reason)
    {
        Reason = reason;
        return this;
    }

    /// <summary>Leaves the gate's own engine running after this lease, for a stack that is kept. It ends with the last
    /// lease that finds no session on it any more.</summary>
    public void KeepRunning() => _keepRunning = true;

    /// <summary>Gives the engine back. May take up to a minute for an engine to end.</summary>
    /// <exception cref="EngineException">The gate's own engine could not be ended cleanly; the message says what is left.</exception>
    public async ValueTask DisposeAsync()
    {
        if (_isReleased)
        {
            return;
        }

        _isReleased = true;
        try
        {
            await _release(_keepRunning);
        }
        finally
        {
            await Engine.DisposeAsync();
        }
    }
}
