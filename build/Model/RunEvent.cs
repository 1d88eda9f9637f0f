namespace GlanceGate.Model;

/// <summary>Something that happened in a run, on the one stream that console, waits and reports read.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Variant">Variant name, or null for what belongs to the whole run.</param>
internal abstract record RunEvent(DateTimeOffset At, string? Variant)
{
    /// <summary>A phase began.</summary>
    internal sealed record PhaseStarted(DateTimeOffset At, string? Variant, string Phase) : RunEvent(At, Variant);

    /// <summary>A phase ended, well or not.</summary>
    internal sealed record PhaseEnded(DateTimeOffset At, string? Variant, string Phase, TimeSpan Duration, bool Succeeded) : RunEvent(At, Variant);

    /// <summary>A service changed its state.</summary>
    internal sealed record ServiceChanged(DateTimeOffset At, string? Variant, ServiceSnapshot Service) : RunEvent(At, Variant);

    /// <summary>A test ended.</summary>
    internal sealed record TestEnded(DateTimeOffset At, string? Variant, TestResult Test) : RunEvent(At, Variant);

    /// <summary>A line of progress of something slow, for example an image build.</summary>
    internal sealed record Progress(DateTimeOffset At, string? Variant, string Source, string Text) : RunEvent(At, Variant);

    /// <summary>Something that a person should read.</summary>
    internal sealed record Note(DateTimeOffset At, string? Variant, string Text) : RunEvent(At, Variant);
}

/// <summary>Where run events go. Implementations are thread safe and never throw.</summary>
internal interface IRunEvents
{
    /// <summary>Publishes an event to every reader, in order.</summary>
    void Publish(RunEvent item);
}
