using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Harness;

/// <summary>
/// Something expensive that several tests only read: made once, by the first test that asks. When that fails, every test that
/// needs it fails with the same reason.
/// </summary>
internal sealed class Shared<T>(string name, Func<Transcript, Task<T>> make)
{
    private readonly Lock _lock = new();
    private Task<T>? _made;

    /// <summary>How it was made; evidence for a test that used it and failed.</summary>
    public Transcript Transcript { get; } = new($"shared {name}");

    public Task<T> GetAsync()
    {
        lock (_lock)
        {
            // Without Task.Run it would be made under the lock up to its first wait, and in the first test's context.
            return _made ??= Task.Run(() => make(Transcript));
        }
    }
}
