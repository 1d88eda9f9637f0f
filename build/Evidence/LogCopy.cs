namespace GlanceGate.Evidence;

/// <summary>What a log tells on the way through.</summary>
/// <param name="Lines">Number of lines.</param>
/// <param name="Tracebacks">Number of Python tracebacks; services also log those of refused requests, so they are counted and not judged.</param>
/// <param name="FirstTraceback">Line number of the first traceback, or null.</param>
internal sealed record LogFacts(long Lines, int Tracebacks, long? FirstTraceback);

/// <summary>Copies logs line by line, however long they are, without secrets.</summary>
internal static class LogCopy
{
    /// <summary>Copies one log.</summary>
    public static async Task<LogFacts> WriteAsync(string source, string destination, Redactor redactor, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
        long lines = 0;
        var tracebacks = 0;
        long? first = null;
        await using var writer = new StreamWriter(destination) { NewLine = "\n" };
        await foreach (var line in File.ReadLinesAsync(source, cancellation))
        {
            lines++;
            if (line.Contains("Traceback (most recent call last)", StringComparison.Ordinal))
            {
                tracebacks++;
                first ??= lines;
            }

            await writer.WriteLineAsync(redactor.Redact(line).AsMemory(), cancellation);
        }

        return new LogFacts(lines, tracebacks, first);
    }
}
