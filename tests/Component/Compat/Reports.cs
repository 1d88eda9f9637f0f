namespace GlanceGate.Component.Compat;

/// <summary>Progress that is kept, in order, and may set something off.</summary>
internal sealed class Reports<T>(Action<T>? also = null) : List<T>, IProgress<T>
{
    public void Report(T value)
    {
        Add(value);
        also?.Invoke(value);
    }
}
