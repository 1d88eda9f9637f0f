using System.Security.Cryptography;
using System.Text;

namespace GlanceGate.Logs;

/// <summary>Counts events of one service, alike ones together, in bounded room: the first kinds are kept, of the others how many there are.</summary>
/// <typeparam name="T">What is kept of a kind.</typeparam>
/// <param name="service">The service.</param>
internal sealed class LogKinds<T>(string service)
{
    private readonly Dictionary<string, T> _listed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _more = new(StringComparer.Ordinal);
    private int _moreCount;

    /// <summary>The first kinds, in any order.</summary>
    public IReadOnlyCollection<T> Listed => _listed.Values;

    /// <summary>What is not listed, or null.</summary>
    public MoreKinds? More => _moreCount == 0 ? null : new MoreKinds(service, _more.Count, _moreCount);

    /// <summary>Counts an event.</summary>
    /// <param name="text">What makes its kind, with whatever changes from one to the next.</param>
    /// <param name="first">What is kept of the first one of a kind.</param>
    /// <param name="again">What is kept of a kind when another one comes.</param>
    public void Count(string text, Func<T> first, Func<T, T> again)
    {
        var kind = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(ChangingText.Mask(text))));
        if (_listed.TryGetValue(kind, out var known))
        {
            _listed[kind] = again(known);
        }
        else if (_listed.Count < ServiceLogScan.ListedKinds)
        {
            _listed.Add(kind, first());
        }
        else
        {
            _moreCount++;
            if (_more.Count < ServiceLogScan.MostKinds)
            {
                _more.Add(kind);
            }
        }
    }
}
