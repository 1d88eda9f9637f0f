using GlanceGate.CommandLine;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>What the targets call: one method a target.</summary>
internal sealed class GateCommands(GateSettings settings, CancellationToken cancellation)
{
    /// <summary>Runs the selected jobs.</summary>
    public Task<Outcome> GateAsync() => GateCommand.RunAsync(settings, cancellation);

    /// <summary>Repeats the selected variants.</summary>
    public Task<Outcome> RepeatAsync() => RepeatCommand.RunAsync(settings, cancellation);

    /// <summary>Checks the job files.</summary>
    public Task<Outcome> Validate() => Task.FromResult(JobCommands.Validate(settings));

    /// <summary>Prints the frozen jobs.</summary>
    public Task<Outcome> Plan() => Task.FromResult(JobCommands.Plan(settings));

    /// <summary>Writes the schema.</summary>
    public Task<Outcome> Schema() => Task.FromResult(JobCommands.Schema(settings));

    /// <summary>Prints targets and arguments.</summary>
    public static Task<Outcome> Help() => Task.FromResult(HelpCommand.Print());

    /// <summary>Builds the images.</summary>
    public Task<Outcome> ImagesAsync() => ImagesCommand.RunAsync(settings, cancellation);

    /// <summary>Brings up a stack and keeps it.</summary>
    public Task<Outcome> UpAsync() => StackCommands.UpAsync(settings, cancellation);

    /// <summary>Runs the suite on a kept stack.</summary>
    public Task<Outcome> SuiteAsync() => StackCommands.SuiteAsync(settings, cancellation);

    /// <summary>Tries the mutations.</summary>
    public Task<Outcome> MutateAsync() => MutateCommand.RunAsync(settings, cancellation);

    /// <summary>Removes kept stacks.</summary>
    public Task<Outcome> DownAsync() => StackCommands.DownAsync(settings, cancellation);

    /// <summary>Removes what earlier runs left.</summary>
    public Task<Outcome> SweepAsync() => StackCommands.SweepAsync(settings, cancellation);
}
