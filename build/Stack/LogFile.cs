using System.Text;
using GlanceGate.Inputs;

namespace GlanceGate.Stack;

/// <summary>A log on this machine's disk, as far as there is room for it: who reads along is not held up, and learns what is missing.</summary>
/// <param name="stream">Where to; a limit counts what it holds already.</param>
internal sealed class LogFile(Stream stream) : IDisposable
{
    // what was cut, or never was text, must not cost the rest
    private readonly StreamWriter _writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
    private volatile string? _trouble;

    /// <summary>Why it is not complete, or null. Nothing is written to it since then.</summary>
    public string? Trouble => _trouble;

    /// <summary>Writes a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="limit">Bytes after which no line begins.</param>
    public void WriteLine(string line, long limit)
    {
        if (_trouble is not null)
        {
            return;
        }

        if (stream.CanSeek && stream.Position >= limit)
        {
            _trouble = $"it has more than {InputFile.Words(limit)}";
            return;
        }

        try
        {
            _writer.WriteLine(line);
        }
        catch (IOException problem)
        {
            _trouble = problem.Message;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_trouble is null)
        {
            _writer.Dispose();
            return;
        }

        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            // it tries once more to write what there was no room for, which is said already
        }
    }
}
