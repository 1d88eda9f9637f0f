namespace GlanceGate.Engine.Docker;

/// <summary>Keeps the first bytes that are written to it and drops the rest.</summary>
internal sealed class BoundedOutput(int limit) : MemoryStream
{
    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => base.Write(buffer, offset, Math.Min(count, Left));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => base.Write(buffer[..Math.Min(buffer.Length, Left)]);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>What was kept, as text.</summary>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(GetBuffer(), 0, (int)Length);

    private int Left => limit - (int)Length;
}
