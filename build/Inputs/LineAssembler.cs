using System.Buffers;
using System.Text;

namespace GlanceGate.Inputs;

/// <summary>Makes whole lines out of the pieces in which a standard stream arrives.</summary>
/// <remarks>A line that grows over 1 MiB is handed over in parts, so that binary output cannot take the memory.</remarks>
/// <param name="emit">Gets each line without its end, in order.</param>
internal sealed class LineAssembler(Action<string> emit)
{
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>Takes the next piece.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            var end = piece.IndexOf((byte)'\n');
            var part = end < 0 ? piece : piece[..end];
            _line.Write(part);
            piece = end < 0 ? [] : piece[(end + 1)..];
            if (end >= 0 || _line.WrittenCount >= InputLimits.LogLine)
            {
                Flush();
            }
        }
    }

    /// <summary>Takes the end of the stream: what has no line end yet is a line if it is not empty.</summary>
    public void Complete()
    {
        if (_line.WrittenCount > 0)
        {
            Flush();
        }
    }

    private void Flush()
    {
        var bytes = _line.WrittenSpan;
        emit(Encoding.UTF8.GetString(bytes is [.., (byte)'\r'] ? bytes[..^1] : bytes));
        _line.ResetWrittenCount();
    }
}
