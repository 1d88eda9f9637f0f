using GlanceGate.Engine;
using GlanceGate.Terminal;

namespace GlanceGate.Runs;

/// <summary>What the commands meet outside of themselves: whatever of it a test does not want to be real, it puts its own in the place of.</summary>
/// <param name="Connect">Gets the right to use an engine, as <see cref="EngineProvider"/> does.</param>
/// <param name="Screen">Where words for people go.</param>
/// <param name="Time">Clock.</param>
/// <param name="Variable">Reads an environment variable, by which CI systems say who they are.</param>
internal sealed record Surroundings(
    Func<EngineRequest, IProgress<string>, CancellationToken, Task<EngineLease>> Connect, Screen Screen, TimeProvider Time, Func<string, string?> Variable)
{
    /// <summary>This machine and this process's terminal.</summary>
    public static Surroundings OfThisProcess =>
        new(EngineProvider.ConnectAsync, Screen.OfThisProcess, TimeProvider.System, Environment.GetEnvironmentVariable);

    /// <summary>What the .NET command line is started as.</summary>
    public IReadOnlyList<string> Dotnet { get; init; } = ["dotnet"];
}
