using GlanceGate.Engine;

namespace GlanceGate.Unit.Engine.InMemory;

/// <summary>What a container of an <see cref="InMemoryEngine"/> does when it is started. Without anything set: it runs until it is stopped.</summary>
internal sealed record ContainerScript
{
    /// <summary>Lines that it writes.</summary>
    public IReadOnlyList<ScriptedLine> Log { get; init; } = [];

    /// <summary>How long after its start it ends, or null when it runs until it is stopped. Comes after lines of the same moment.</summary>
    public TimeSpan? ExitAfter { get; init; }

    /// <summary>Exit code when it ends by itself.</summary>
    public long ExitCode { get; init; }

    /// <summary>Whether the end counts as one for lack of memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>Exit code when it is stopped; 143 is what a process without a handler for its stop signal has.</summary>
    public long StopExitCode { get; init; } = 143;

    /// <summary>Whether it ends only when the grace of a stop is over, with exit code 137.</summary>
    public bool IgnoresStop { get; init; }

    /// <summary>Answers <see cref="IContainerEngine.ExecAsync"/>; exit code 0 without output when null.</summary>
    public Func<InMemoryContainer, IReadOnlyList<string>, CancellationToken, Task<ExecResult>>? OnExec { get; init; }

    /// <summary>Is the command behind <see cref="IContainerEngine.OpenExecStreamAsync"/>; it ends at once when null.</summary>
    public ScriptedCommand? OnExecStream { get; init; }
}

/// <summary>A line that a scripted container writes.</summary>
/// <param name="At">How long after the container's start; zero is written before the start returns.</param>
/// <param name="Text">The line.</param>
/// <param name="FromStandardError">Which stream.</param>
internal sealed record ScriptedLine(TimeSpan At, string Text, bool FromStandardError = false);

/// <summary>A scripted command in a container.</summary>
/// <param name="container">The container.</param>
/// <param name="command">The command.</param>
/// <param name="standard">Reading is its stdin, writing its stdout. Disposed when the returned task ends.</param>
/// <param name="errors">Lines of its stderr.</param>
/// <param name="cancellation">Cancelled when the caller disposes its end or the container ends.</param>
internal delegate Task ScriptedCommand(
    InMemoryContainer container, IReadOnlyList<string> command, Stream standard, IProgress<string> errors, CancellationToken cancellation);
