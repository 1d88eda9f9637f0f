using System.Runtime.CompilerServices;
using System.Text;
using GlanceGate.Logs;

namespace GlanceGate.Evidence;

/// <summary>What a log is like; what it says about errors is in the log scan.</summary>
/// <param name="Lines">Number of lines.</param>
internal sealed record LogFacts(long Lines);

/// <summary>Copies logs line by line, however long they are, without secrets.</summary>
internal static class LogCopy
{
    private const int BlockSize = 1 << 16;

    // so often as long as a secret is what is looked at twice, as its letters may stand in lines of their own, with empty ones between them
    private const int Overlap = 4;

    /// <summary>Copies one log.</summary>
    /// <param name="source">The log as the engine delivered it.</param>
    /// <param name="destination">Where the copy goes.</param>
    /// <param name="redactor">Takes secrets out.</param>
    /// <param name="scan">Reads along, to the end; or null.</param>
    /// <param name="cancellation">Ends the copying.</param>
    public static async Task<LogFacts> WriteAsync(
        string source, string destination, Redactor redactor, ServiceLogScan? scan, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
        long lines = 0;
        await using var writer = new StreamWriter(destination) { NewLine = "\n" };
        await foreach (var line in RedactAsync(ReadLinesAsync(source, cancellation), redactor))
        {
            lines++;
            scan?.Take(line);
            await writer.WriteLineAsync(line.AsMemory(), cancellation);
        }

        scan?.End();
        return new LogFacts(lines);
    }

    // Many lines at once, as a secret may be written over several; of each block the end is looked at once more, with what follows it.
    private static async IAsyncEnumerable<string> RedactAsync(IAsyncEnumerable<string> lines, Redactor redactor)
    {
        var block = new List<string>();
        var size = 0;
        await foreach (var line in lines)
        {
            block.Add(line);
            size += line.Length + 1;
            if (size < BlockSize)
            {
                continue;
            }

            block = [.. redactor.Redact(string.Join('\n', block)).Split('\n')];
            size = 0;
            var released = block.Count;
            while (released > 0 && size < Overlap * redactor.Longest)
            {
                size += block[--released].Length + 1;
            }

            foreach (var redacted in block.Take(released))
            {
                yield return redacted;
            }

            block.RemoveRange(0, released);
        }

        if (block.Count > 0)
        {
            foreach (var redacted in redactor.Redact(string.Join('\n', block)).Split('\n'))
            {
                yield return redacted;
            }
        }
    }

    // At line feeds alone, as the lines of a log are counted while it is written: what ends a line for .NET, a progress bar may have in its middle.
    private static async IAsyncEnumerable<string> ReadLinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = new StreamReader(path);
        var buffer = new char[1 << 16];
        var line = new StringBuilder();
        for (int length; (length = await reader.ReadAsync(buffer, cancellation)) > 0;)
        {
            var piece = new ReadOnlyMemory<char>(buffer, 0, length);
            for (int end; (end = piece.Span.IndexOf('\n')) >= 0; piece = piece[(end + 1)..])
            {
                yield return line.Append(piece[..end]).ToString();
                line.Clear();
            }

            line.Append(piece);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}
