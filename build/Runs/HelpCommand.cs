using System.Reflection;
using Cake.Frosting;
using GlanceGate.CommandLine;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The help, generated from what the targets and the arguments declare of themselves.</summary>
internal static class HelpCommand
{
    /// <summary>Prints it.</summary>
    /// <param name="output">Where to.</param>
    public static Outcome Print(TextWriter output)
    {
        output.WriteLine("Targets (--target=NAME):");
        foreach (var (name, description) in Targets())
        {
            output.WriteLine($"  {name,-10} {description}");
        }

        output.WriteLine("Arguments:");
        foreach (var argument in GateArguments.All)
        {
            var values = argument.Allowed is { } allowed ? string.Join('|', allowed) : argument.Value;
            output.WriteLine($"  {$"--{argument.Name}={values}",-36} {argument.Help}");
        }

        return Outcome.Success;
    }

    private static IEnumerable<(string Name, string Description)> Targets() =>
        from type in typeof(HelpCommand).Assembly.GetExportedTypes()
        let name = type.GetCustomAttribute<TaskNameAttribute>()?.Name
        where name is not null
        orderby name
        select (name, type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? string.Empty);
}
