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
    /// <param name="limit">Most bytes.</param>
    /// <exception cref="IOException">The system does not let it be read.</exception>
    public static JobFile Read(string name, string file, int limit = InputLimits.JobFile)
    {
        try
        {
            return new JobFile(name, InputFile.ReadText(file, limit));
        }
        catch (InputException problem)
        {
            return new JobFile(name, string.Empty) { Problem = DiagnosticOf(name, problem) };
        }
    }

    /// <summary>Files below a folder, as <see cref="InputFile.Below"/> lists them.</summary>
    /// <param name="name">Path of the folder for messages.</param>
    /// <param name="folder">Absolute path of the folder.</param>
    /// <param name="isSkipped">Whether a folder in it is not looked into.</param>
    /// <exception cref="JobConfigurationException">The folder has no end.</exception>
    /// <exception cref="IOException">The system does not let it be read.</exception>
    public static IReadOnlyList<string> Below(string name, string folder, Func<string, bool> isSkipped)
    {
        try
        {
            return InputFile.Below(folder, isSkipped);
        }
        catch (InputException problem)
        {
            throw new JobConfigurationException([DiagnosticOf(name, problem)]);
        }
    }

    /// <summary>What is said of a file that is not taken.</summary>
    public static Diagnostic DiagnosticOf(string name, InputException problem) => new(
        problem.Fault == InputFault.TooLarge ? DiagnosticCodes.FileTooLarge : DiagnosticCodes.Unreadable,
        new SourceSpan(name, problem.Line, problem.Column, 1),
        problem.Message,
        problem.Suggestion);
}
