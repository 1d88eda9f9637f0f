using System.Text;
using Docker.DotNet.Models;

namespace GlanceGate.Engine.Docker;

/// <summary>Output of a long work on an image: whole lines for people, and the error that may hide among them.</summary>
/// <remarks>The API answers such a work with success before it begins; only this stream says how it ended.</remarks>
internal sealed class WorkOutput(IProgress<string> progress) : IProgress<JSONMessage>
{
    private const int KeptLines = 25;

    private readonly Queue<string> _last = new();
    private readonly StringBuilder _line = new();

    /// <summary>The engine's error text, or null while there is none.</summary>
    public string? Error { get; private set; }

    /// <summary>The last lines, for the message of a failure.</summary>
    public string Tail => string.Concat(_last.Select(line => $"{Environment.NewLine}    {line}"));

    /// <inheritdoc/>
    public void Report(JSONMessage value)
    {
        if (value.Error is { } error)
        {
            Error = error.Message?.Trim() ?? "";
        }

        if (value.Stream is { } text)
        {
            Add(text);
        }
        else if (value.Status is { Length: > 0 } status && value.Progress is not { Current: > 0 })
        {
            Add($"{(value.ID is null ? "" : value.ID + ": ")}{status}\n");
        }
    }

    /// <summary>Hands over what has no line end yet.</summary>
    public void Complete() => Add("\n");

    private void Add(string text)
    {
        foreach (var part in text)
        {
            if (part == '\n')
            {
                Emit(_line.ToString());
                _line.Clear();
            }
            else
            {
                _line.Append(part);
            }
        }
    }

    private void Emit(string line)
    {
        // A progress bar rewrites its line with carriage returns: only its last state is a line.
        line = line.TrimEnd('\r');
        line = line[(line.LastIndexOf('\r') + 1)..].TrimEnd();
        if (line.Length == 0)
        {
            return;
        }

        if (_last.Count == KeptLines)
        {
            _last.Dequeue();
        }

        _last.Enqueue(line);
        progress.Report(line);
    }
}
