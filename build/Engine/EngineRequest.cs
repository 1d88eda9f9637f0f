using GlanceGate.Engine.Packages;

namespace GlanceGate.Engine;

/// <summary>Which engine a run asks for.</summary>
/// <param name="Endpoint">Address that the user named, <see cref="Embedded"/>, or null to find one.</param>
/// <param name="StateFolder">Absolute path of the folder in which the gate keeps what outlives a run.</param>
/// <param name="AllowEmbedded">Whether the gate may bring its own engine where none answers.</param>
internal sealed record EngineRequest(string? Endpoint, string StateFolder, bool AllowEmbedded = true)
{
    /// <summary>Instead of an address: the gate's own engine, whatever else there is.</summary>
    public const string Embedded = "embedded";

    /// <summary>Time limits.</summary>
    public Patience Patience { get; init; } = Patience.Usual;

    /// <summary>What installs packages on this machine.</summary>
    public HostPackages Packages { get; init; } = HostPackages.OfThisMachine(Patience.Usual);
}
