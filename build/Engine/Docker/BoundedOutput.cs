namespace GlanceGate.Engine.Docker;

/// <summary>Keeps the first bytes that are written to it and drops the rest.</summary>
internal sealed class BoundedOutput(int limit) : MemoryStream
{
    /// <inheritdoc/>
    /// <remarks>All other ways to write lead here.</remarks>
    public override void Write(byte[] buffer, int offset, int count)
    {
        var kept = Math.Min(count, limit - (int)Length);
        IsCut |= kept < count;
        base.Write(buffer, offset, kept);
    }

    /// <summary>What was kept, as text.</summary>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(GetBuffer(), 0, (int)Length);

    /// <summary>Whether more was written than is kept.</summary>
    public bool IsCut { get; private set; }
}
