using System.Collections.Concurrent;

namespace GlanceGate.Unit;

/// <summary>Progress that is kept, in order.</summary>
internal sealed class CollectingProgress : IProgress<string>
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Report(string value) => _lines.Enqueue(value);
}
