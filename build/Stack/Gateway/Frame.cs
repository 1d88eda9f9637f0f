using System.Buffers.Binary;

namespace GlanceGate.Stack.Gateway;

/// <summary>What a frame of the gateway's protocol says; the numbers are the wire's.</summary>
internal enum FrameKind : byte
{
    /// <summary>Gate to relay: connect to the payload, <c>host:port</c>.</summary>
    Open = 1,

    /// <summary>Relay to gate: connected.</summary>
    Opened = 2,

    /// <summary>Bytes, at most as many as the receiver has given credit for.</summary>
    Data = 3,

    /// <summary>No more data this way; the other way stays open.</summary>
    Eof = 4,

    /// <summary>The channel is over. From the relay with the reason as text.</summary>
    Close = 5,

    /// <summary>So many more bytes (u32) may be sent to the one who says it.</summary>
    Window = 6,
}

/// <summary>A frame's fixed head: channel (u32), kind (u8), payload length (u32), all big-endian.</summary>
internal readonly record struct FrameHead(uint Channel, FrameKind Kind, uint Length)
{
    /// <summary>Bytes of a head.</summary>
    public const int Size = 9;

    /// <summary>Bytes that each side may send on a channel before the other has consumed any; also the longest payload.</summary>
    public const int Credit = 256 * 1024;

    /// <summary>Writes the head.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, Channel);
        target[4] = (byte)Kind;
        BinaryPrimitives.WriteUInt32BigEndian(target[5..], Length);
    }

    /// <summary>Reads a head.</summary>
    /// <exception cref="InvalidDataException">The other side does not speak this protocol.</exception>
    public static FrameHead Read(ReadOnlySpan<byte> source)
    {
        var head = new FrameHead(
            BinaryPrimitives.ReadUInt32BigEndian(source), (FrameKind)source[4], BinaryPrimitives.ReadUInt32BigEndian(source[5..]));
        return Enum.IsDefined(head.Kind) && head.Length <= Credit
            ? head
            : throw new InvalidDataException($"Not a frame: kind {(byte)head.Kind}, length {head.Length}.");
    }
}
