using System.Text.RegularExpressions;

namespace GlanceGate.ImageMaking;

/// <summary>Thins out the output of a build: every step is a line, and of what a step writes a line every few seconds.</summary>
/// <param name="image">Image that is being made.</param>
/// <param name="progress">Gets the lines that stay.</param>
/// <param name="time">Clock.</param>
internal sealed partial class StepProgress(string image, IProgress<ImageProgress> progress, TimeProvider time) : IProgress<string>
{
    private const int LongestLine = 160;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private long _last;

    /// <inheritdoc/>
    public void Report(string value)
    {
        // an old builder colours what a step writes to its standard error
        value = Colour().Replace(value, string.Empty);
        if (value.Length == 0 || Noise().IsMatch(value))
        {
            return;
        }

        if (Step().IsMatch(value) || _last == 0 || time.GetElapsedTime(_last) >= Interval)
        {
            _last = time.GetTimestamp();
            progress.Report(new ImageProgress(image, value.Length <= LongestLine ? value : value[..(LongestLine - 1)] + "…"));
        }
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colour();

    // Docker's words, and Podman's
    [GeneratedRegex(@"^(Step \d+/\d+ |STEP \d+/\d+):")]
    private static partial Regex Step();

    [GeneratedRegex("^( ---> |--> |Removing intermediate container )")]
    private static partial Regex Noise();
}
