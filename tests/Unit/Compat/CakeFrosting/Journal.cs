namespace GlanceGate.Unit.Compat.CakeFrosting;

/// <summary>What happened, in order. A service, so that tasks and lifetimes get it through their constructors.</summary>
internal sealed class Journal
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Add(string line) => _lines.Add(line);
}
