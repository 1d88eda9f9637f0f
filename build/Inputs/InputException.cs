namespace GlanceGate.Inputs;

/// <summary>Why something that others wrote is not taken.</summary>
internal enum InputFault
{
    /// <summary>It is no regular file, or cannot be read.</summary>
    NoFile,

    /// <summary>It passes a bound.</summary>
    TooLarge,

    /// <summary>It is no text in UTF-8.</summary>
    NoText,

    /// <summary>It leads to where it may not.</summary>
    LeadsAway,
}

/// <summary>A file that others wrote is not taken as it is.</summary>
internal sealed class InputException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">The kind of it.</param>
    /// <param name="message">What is wrong, without the file's name.</param>
    /// <param name="suggestion">How to mend it.</param>
    public InputException(InputFault fault, string message, string suggestion)
        : base(message)
    {
        Fault = fault;
        Suggestion = suggestion;
    }

    /// <summary>The kind of it.</summary>
    public InputFault Fault { get; }

    /// <summary>How to mend it.</summary>
    public string Suggestion { get; }

    /// <summary>1-based line, where it has a place.</summary>
    public int Line { get; init; } = 1;

    /// <summary>1-based column, where it has a place.</summary>
    public int Column { get; init; } = 1;
}
