using GlanceGate.Jobs;

namespace GlanceGate.Logs;

/// <summary>Counts the warnings of one service, alike ones together, in bounded room.</summary>
/// <param name="service">The service.</param>
internal sealed class LogWarnings(string service)
{
    private readonly Dictionary<(string? Program, string Text), LogWarning> _kinds = [];
    private readonly HashSet<int> _more = [];
    private int _moreCount;

    /// <summary>The first kinds, in the order of their first lines.</summary>
    public IReadOnlyList<LogWarning> Listed => [.. _kinds.Values.OrderBy(warning => warning.FirstLine)];

    /// <summary>What is not listed, or null.</summary>
    public MoreWarnings? More => _moreCount == 0 ? null : new MoreWarnings(service, _more.Count, _moreCount);

    /// <summary>Counts one.</summary>
    /// <param name="program">The program that wrote it, or null for the service's own code.</param>
    /// <param name="line">Its line's 1-based number.</param>
    /// <param name="phase">When it came.</param>
    /// <param name="headline">What it says.</param>
    public void Count(string? program, long line, LogPhase phase, string headline)
    {
        var kind = (program, ChangingText.Mask(headline));
        if (_kinds.TryGetValue(kind, out var known))
        {
            _kinds[kind] = line < known.FirstLine
                ? known with { Count = known.Count + 1, FirstLine = line, Phase = phase, Headline = headline }
                : known with { Count = known.Count + 1 };
        }
        else if (_kinds.Count < ServiceLogScan.ListedKinds)
        {
            _kinds.Add(kind, new LogWarning(service, program, 1, line, phase, headline));
        }
        else
        {
            _moreCount++;
            if (_more.Count < ServiceLogScan.MostKinds)
            {
                _more.Add(kind.GetHashCode());
            }
        }
    }
}
