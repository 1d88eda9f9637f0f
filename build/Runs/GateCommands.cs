using GlanceGate.CommandLine;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>What the targets call: one method a target.</summary>
/// <param name="settings">The checked command line.</param>
/// <param name="around">What the commands meet outside.</param>
/// <param name="cancellation">Interrupts them.</param>
internal sealed class GateCommands(GateSettings settings, Surroundings around, CancellationToken cancellation)
{
    /// <summary>Runs the selected jobs.</summary>
    public Task<Outcome> GateAsync() => new GateCommand(settings, around).RunAsync(cancellation);

    /// <summary>Repeats the selected variants.</summary>
    public Task<Outcome> RepeatAsync() => new RepeatCommand(settings, around).RunAsync(cancellation);

    /// <summary>Checks the job files.</summary>
    public Task<Outcome> Validate() => Task.FromResult(new JobCommands(settings, around).Validate());

    /// <summary>Prints the frozen jobs.</summary>
    public Task<Outcome> PlanAsync() => new JobCommands(settings, around).PlanAsync(cancellation);

    /// <summary>Writes the schema.</summary>
    public Task<Outcome> Schema() => Task.FromResult(new JobCommands(settings, around).Schema());

    /// <summary>Prints targets and arguments.</summary>
    public Task<Outcome> Help() => Task.FromResult(HelpCommand.Print(around.Screen.Output));

    /// <summary>Builds the images.</summary>
    public Task<Outcome> ImagesAsync() => new ImagesCommand(settings, around).RunAsync(cancellation);

    /// <summary>Brings up a stack and keeps it.</summary>
    public Task<Outcome> UpAsync() => new StackCommands(settings, around).UpAsync(cancellation);

    /// <summary>Runs the suite on a kept stack.</summary>
    public Task<Outcome> SuiteAsync() => new SuiteCommand(settings, around).RunAsync(cancellation);

    /// <summary>Tries the mutations.</summary>
    public Task<Outcome> MutateAsync() => new MutateCommand(settings, around).RunAsync(cancellation);

    /// <summary>Removes kept stacks.</summary>
    public Task<Outcome> DownAsync() => new StackCommands(settings, around).DownAsync(cancellation);

    /// <summary>Removes what earlier runs left.</summary>
    public Task<Outcome> SweepAsync() => new StackCommands(settings, around).SweepAsync(cancellation);
}
