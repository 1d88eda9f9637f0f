using System.Text;

namespace GlanceGate.Terminal;

/// <summary>Standard output and standard error, on which nobody fails when their reader is gone or their disk is full.</summary>
/// <remarks>
/// A terminal that was closed, or a full disk, makes each write throw, also in threads and signal handlers where that ends the process, with
/// everything that it has started left running. So what cannot be written is dropped, and remembered, as whoever ran the gate has not seen it.
/// </remarks>
internal static class StandardStreams
{
    private static readonly List<SteadyWriter> Writers = [];

    /// <summary>Why output was lost, or null while none was.</summary>
    public static string? Lost => Writers.Select(writer => writer.Lost).FirstOrDefault(reason => reason is not null);

    /// <summary>Standard output for the gate's own commands to a CI system.</summary>
    public static TextWriter Commands => Writers is [var output, ..] ? output : Console.Out;

    /// <summary>Makes both steady, and no text on them a command. To be called once, before anything else takes hold of them.</summary>
    public static void Steady()
    {
        Console.SetOut(new ShieldedWriter(Keep(Console.Out)));
        Console.SetError(new ShieldedWriter(Keep(Console.Error)));
    }

    private static SteadyWriter Keep(TextWriter writer)
    {
        Writers.Add(new SteadyWriter(writer));
        return Writers[^1];
    }
}

/// <summary>Writes for as long as that works.</summary>
/// <param name="writer">Where to.</param>
internal sealed class SteadyWriter(TextWriter writer) : TextWriter
{
    /// <summary>Why something could not be written, or null; nothing is written any more since then.</summary>
    public string? Lost { get; private set; }

    /// <inheritdoc/>
    public override Encoding Encoding => writer.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Attempt(() => writer.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Attempt(() => writer.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Attempt(() => writer.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Attempt(() => writer.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Attempt(writer.Flush);

    private void Attempt(Action write)
    {
        if (Lost is not null)
        {
            return;
        }

        try
        {
            write();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Lost = problem.Message;
        }
    }
}
