using System.Globalization;
using Cake.Core.Diagnostics;

namespace GlanceGate.Unit.Compat.CakeFrosting;

/// <summary>Keeps what is logged, as "Level: text".</summary>
internal sealed class RecordingLog : ICakeLog
{
    private readonly List<string> _lines = [];

    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    public IReadOnlyList<string> Lines => _lines;

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
        => _lines.Add($"{level}: {string.Format(CultureInfo.InvariantCulture, format, args)}");
}
