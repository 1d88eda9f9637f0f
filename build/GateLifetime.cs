using Cake.Core;
using Cake.Frosting;
using GlanceGate.CommandLine;
using GlanceGate.Runs;
using GlanceGate.Verdicts;

namespace GlanceGate;

/// <summary>Set-up and tear-down of a run: reads the command line before any task starts anything.</summary>
public sealed class GateLifetime : FrostingLifetime<GateContext>
{
    /// <inheritdoc/>
    public override void Setup(GateContext context, ISetupContext info)
    {
        string? root = null;
        try
        {
            var folder = context.Environment.WorkingDirectory.FullPath;
            root = RepositoryRoot.Find(folder);
            context.Settings = GateArguments.Read(context.Arguments, root, folder);
        }
        catch (GateArgumentException problem)
        {
            context.Outcome.Record(Outcome.ConfigError);
            if (root is not null && GateArguments.ReportsOf(context.Arguments, root) is { } artifacts)
            {
                UnfinishedRun.RefuseAsync(artifacts, root, Reproduction.Of(context.Arguments), problem.Message, Surroundings.OfThisProcess).GetAwaiter().GetResult();
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public override void Teardown(GateContext context, ITeardownContext info)
    {
        // everything that a task opens it closes itself, also when it is interrupted
    }
}
