using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>What the targets call: one method a target.</summary>
internal sealed class GateCommands(GateSettings settings)
{
    /// <summary>Checks the job files.</summary>
    public Task<Outcome> Validate() => Task.FromResult(JobCommands.Validate(settings));

    /// <summary>Writes the schema.</summary>
    public Task<Outcome> Schema() => Task.FromResult(JobCommands.Schema(settings));

    /// <summary>Prints targets and arguments.</summary>
    public static Task<Outcome> Help() => Task.FromResult(HelpCommand.Print());

}
