namespace GlanceGate.Stack;

/// <summary>A service did not become what the job says, so the stack is not ready: infrastructure, not a test failure.</summary>
/// <remarks>The message is one line: who waited for whom, and how it ended.</remarks>
internal sealed class StackFailedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="service">The culprit.</param>
    /// <param name="message">One line for people.</param>
    /// <param name="lastLines">Last lines of the culprit's log, oldest first; may be empty.</param>
    /// <param name="exitCode">Exit code when its container had ended, else null.</param>
    /// <param name="inner">What was thrown below, if anything.</param>
    public StackFailedException(
        string service, string message, IReadOnlyList<string> lastLines, long? exitCode = null, Exception? inner = null)
        : base(message, inner)
    {
        Service = service;
        LastLines = lastLines;
        ExitCode = exitCode;
    }

    /// <summary>The culprit.</summary>
    public string Service { get; }

    /// <summary>Last lines of the culprit's log, oldest first.</summary>
    public IReadOnlyList<string> LastLines { get; }

    /// <summary>Exit code when its container had ended.</summary>
    public long? ExitCode { get; }

    /// <summary>The same in other words, for example without secrets.</summary>
    /// <param name="redact">Gives the other words.</param>
    public StackFailedException With(Func<string, string> redact) =>
        new(Service, redact(Message), [.. LastLines.Select(redact)], ExitCode, InnerException);
}
