namespace GlanceGate.Engine.Docker;

/// <summary>Keeps the first bytes that are written to it and drops the rest.</summary>
internal sealed class BoundedOutput(int limit) : MemoryStream
{
    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        var kept = Math.Min(count, limit - (int)Length);
        IsCut |= kept < count;
        base.Write(buffer, offset, kept);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>What was kept, as text.</summary>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(GetBuffer(), 0, (int)Length);

    /// <summary>Whether more was written than is kept.</summary>
    public bool IsCut { get; private set; }
}
