namespace GlanceGate.Engine;

/// <summary>Progress that is handled where it is reported: <see cref="Progress{T}"/> may deliver after the call has returned.</summary>
internal sealed class SynchronousProgress<T>(Action<T> handle) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => handle(value);
}
