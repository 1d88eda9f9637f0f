using Cake.Core;
using Cake.Frosting;
using GlanceGate.Verdicts;

namespace GlanceGate;

/// <summary>Set-up and tear-down of a run: reads the command line before any task starts anything.</summary>
public sealed class GateLifetime : FrostingLifetime<GateContext>
{
    /// <inheritdoc/>
    public override void Setup(GateContext context, ISetupContext info)
    {
        try
        {
            var folder = context.Environment.WorkingDirectory.FullPath;
            context.Settings = GateArguments.Read(context.Arguments, RepositoryRoot.Find(folder), folder);
        }
        catch (GateArgumentException)
        {
            context.Outcome.Record(Outcome.ConfigError);
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Teardown(GateContext context, ITeardownContext info)
    {
        // everything that a task opens it closes itself, also when it is interrupted
    }
}
