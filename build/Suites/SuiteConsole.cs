using System.Globalization;
using System.Text.RegularExpressions;
using GlanceGate.Inputs;
using GlanceGate.Model;

namespace GlanceGate.Suites;

/// <summary>Reads the lines that the test platform's console logger writes when a test ends; tolerant, as the result file is what counts.</summary>
/// <remarks>
/// With <c>verbosity=normal</c> a test is <c>  Passed Name [12 ms]</c>; a failed one is followed by <c>  Error Message:</c>, the message,
/// <c>  Stack Trace:</c> and the stack. A failed test is handed out when its message is complete. Seen with the platform of SDK 10.0.
/// </remarks>
internal sealed partial class SuiteConsole : ILiveTests
{
    private readonly List<string> _message = [];
    private TestResult? _failed;
    private bool _inMessage;
    private int _length;

    /// <inheritdoc/>
    public IReadOnlyList<TestResult> Read(string line)
    {
        if (TestLine().Match(line) is { Success: true } match)
        {
            var ended = Flush();
            var test = new TestResult(
                match.Groups["name"].Value,
                string.Empty,
                Enum.Parse<TestOutcome>(match.Groups["outcome"].Value),
                Duration(match.Groups["duration"].Value),
                string.Empty,
                string.Empty,
                string.Empty,
                new Dictionary<string, IReadOnlyList<string>>());
            if (test.Outcome != TestOutcome.Failed)
            {
                return [.. ended, test];
            }

            _failed = test;
            return ended;
        }

        switch (line.Trim())
        {
            case "Error Message:":
                _inMessage = _failed is not null;
                return [];
            case "Stack Trace:" or "Standard Output Messages:":
                return Flush();
            default:
                if (_inMessage && _length < InputLimits.TestMessage)
                {
                    var kept = line.Length < InputLimits.TestMessage - _length ? line : line[..(InputLimits.TestMessage - _length)];
                    _message.Add(kept);
                    _length += kept.Length + 1;
                }

                return [];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<TestResult> Flush()
    {
        var failed = _failed is null ? null : _failed with { Message = string.Join('\n', _message).Trim() };
        _failed = null;
        _inMessage = false;
        _message.Clear();
        _length = 0;
        return failed is null ? [] : [failed];
    }

    /// <summary><c>12 ms</c>, <c>&lt; 1 ms</c>, <c>6 s</c>, <c>1 m 3 s</c>, <c>1 h 2 m</c>.</summary>
    private static TimeSpan Duration(string text) =>
        Part().Matches(text).Aggregate(TimeSpan.Zero, (sum, part) =>
        {
            var number = double.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture);
            return sum + part.Groups["unit"].Value switch
            {
                "h" => TimeSpan.FromHours(number),
                "m" => TimeSpan.FromMinutes(number),
                "s" => TimeSpan.FromSeconds(number),
                _ => TimeSpan.FromMilliseconds(number),
            };
        });

    [GeneratedRegex(@"^  (?<outcome>Passed|Failed|Skipped) (?<name>\S.*?)(?: \[(?<duration>(?:< )?[0-9][0-9. hms]*)\])?\s*$")]
    private static partial Regex TestLine();

    [GeneratedRegex("(?<number>[0-9]+(?:[.][0-9]+)?) ?(?<unit>ms|h|m|s)")]
    private static partial Regex Part();
}
