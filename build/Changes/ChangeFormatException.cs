namespace GlanceGate.Changes;

/// <summary>A file is no change that can be applied; nothing was started.</summary>
internal sealed class ChangeFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="line">1-based line of the file, or 0 for the whole of it.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="suggestion">How to mend it.</param>
    public ChangeFormatException(int line, string message, string suggestion)
        : base(message)
    {
        Line = line;
        Suggestion = suggestion;
    }

    /// <summary>1-based line of the file, or 0 for the whole of it.</summary>
    public int Line { get; }

    /// <summary>How to mend it.</summary>
    public string Suggestion { get; }
}
