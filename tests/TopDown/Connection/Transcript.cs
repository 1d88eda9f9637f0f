using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace GlanceGate.TopDown.Connection;

/// <summary>
/// What one test asked the stack and was told: the evidence of a failure. Headers that carry tokens are left out, secrets in
/// bodies are redacted, long bodies cut, and a poll that saw the same thing again is only counted. Safe for parallel requests.
/// </summary>
internal sealed class Transcript(string title)
{
    private const int BodyLimit = 4096;

    private static readonly string[] ShownHeaders =
        ["OpenStack-API-Version", "Location", "X-OpenStack-Request-Id", "X-Compute-Request-Id", "Content-Type", "Range", "Content-Range"];

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count == 0;
            }
        }
    }

    public Entry Begin(ApiRequest request)
    {
        lock (_lock)
        {
            var entry = new Entry(this, _clock.Elapsed, request);
            _entries.Add(entry);
            return entry;
        }
    }

    public string Render()
    {
        lock (_lock)
        {
            var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"---- {title}: {_entries.Count} exchanges");
            for (var i = 0; i < _entries.Count;)
            {
                var same = 1;
                while (i + same < _entries.Count && _entries[i + same].SaysTheSameAs(_entries[i]))
                {
                    same++;
                }

                _entries[i].Write(text, same);
                i += same;
            }

            return text.ToString();
        }
    }

    private static string Cut(string text) =>
        text.Length > BodyLimit
            ? string.Create(CultureInfo.InvariantCulture, $"{text[..BodyLimit]}… ({text.Length} characters)")
            : text;

    /// <summary>One exchange; it is written down when it begins, so that one that never ends is seen too.</summary>
    internal sealed class Entry
    {
        private readonly Transcript _owner;
        private readonly TimeSpan _at;
        private readonly string _request;
        private string _answer = "< (no answer yet)";

        internal Entry(Transcript owner, TimeSpan at, ApiRequest request)
        {
            _owner = owner;
            _at = at;
            var text = new StringBuilder($"> {request.Method} {request.Url}");
            Append(text, '>', request.Headers);
            if (request.BodyText is { } body)
            {
                text.Append("\n> ").Append(Cut(Redaction.Scrub(body)));
            }

            _request = text.ToString();
        }

        public void End(ApiAnswer answer)
        {
            var text = new StringBuilder($"< {answer.Status}");
            Append(text, '<', answer.Headers);
            if (answer.Body.Length > 0)
            {
                text.Append("\n< ").Append(Cut(Redaction.Scrub(answer.Printable())));
            }

            Set(text.ToString());
        }

        public void End(string reason) => Set($"< no answer: {reason}");

        internal bool SaysTheSameAs(Entry other) =>
            _request == other._request && WithoutRequestIds(_answer) == WithoutRequestIds(other._answer);

        internal void Write(StringBuilder text, int times)
        {
            text.Append(CultureInfo.InvariantCulture, $"+{_at.TotalSeconds:0.00} s");
            text.AppendLine(times > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {times - 1} times more") : string.Empty);
            text.AppendLine(_request).AppendLine(_answer);
        }

        private static string WithoutRequestIds(string text) => string.Join(
            '\n', text.Split('\n').Where(line => !line.Contains("Request-Id:", StringComparison.OrdinalIgnoreCase)));

        private static void Append(StringBuilder text, char direction, IReadOnlyDictionary<string, string> headers)
        {
            foreach (var name in ShownHeaders)
            {
                if (headers.TryGetValue(name, out var value))
                {
                    text.Append('\n').Append(direction).Append(' ').Append(name).Append(": ").Append(value);
                }
            }
        }

        private void Set(string answer)
        {
            lock (_owner._lock)
            {
                _answer = answer;
            }
        }
    }
}
