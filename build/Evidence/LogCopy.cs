using GlanceGate.Logs;

namespace GlanceGate.Evidence;

/// <summary>What a log is like; what it says about errors is in the log scan.</summary>
/// <param name="Lines">Number of lines.</param>
internal sealed record LogFacts(long Lines);

/// <summary>Copies logs line by line, however long they are, without secrets.</summary>
internal static class LogCopy
{
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
        await foreach (var line in File.ReadLinesAsync(source, cancellation))
        {
            lines++;
            var redacted = redactor.Redact(line);
            scan?.Take(redacted);
            await writer.WriteLineAsync(redacted.AsMemory(), cancellation);
        }

        scan?.End();
        return new LogFacts(lines);
    }
}
