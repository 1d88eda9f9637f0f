using GlanceGate.Inputs;

namespace GlanceGate.Jobs;

/// <summary>The text of one job file.</summary>
/// <param name="Path">Path relative to the repository's root, with forward slashes, for example <c>jobs/services/db.yaml</c>.</param>
/// <param name="Text">The file's text.</param>
internal sealed record JobFile(string Path, string Text)
{
    /// <summary>Why there is no text, or null.</summary>
    public Diagnostic? Problem { get; private init; }

    /// <summary>Reads a file of this machine; what is wrong with it is <see cref="Problem"/>, so that all files are looked at.</summary>
    /// <param name="name">Path relative to the repository's root, with forward slashes.</param>
    /// <param name="file">Absolute path.</param>
    /// <exception cref="IOException">The system does not let it be read.</exception>
    public static JobFile Read(string name, string file)
    {
        try
        {
            return new JobFile(name, InputFile.ReadText(file, InputLimits.JobFile));
        }
        catch (InputException problem)
        {
            return new JobFile(name, string.Empty) { Problem = DiagnosticOf(name, problem) };
        }
    }

    /// <summary>What is read of files without which there is nothing to go on with.</summary>
    /// <param name="name">Path of the file or folder for messages.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="JobConfigurationException">It is not taken as it is.</exception>
    public static T Need<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InputException problem)
        {
            throw new JobConfigurationException([DiagnosticOf(name, problem)]);
        }
    }

    /// <summary>What is said of a file that is not taken.</summary>
    private static Diagnostic DiagnosticOf(string name, InputException problem) => new(
        problem.Fault == InputFault.TooLarge ? DiagnosticCodes.FileTooLarge : DiagnosticCodes.Unreadable,
        new SourceSpan(name, problem.Line, problem.Column, 1),
        problem.Message,
        problem.Suggestion);
}
