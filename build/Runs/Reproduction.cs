using System.Globalization;
using Cake.Core;
using GlanceGate.CommandLine;
using GlanceGate.Engine;

namespace GlanceGate.Runs;

/// <summary>The command that does the same again.</summary>
internal static class Reproduction
{
    /// <summary>The command of a run, quoted for a shell; values that only say where things go are left out.</summary>
    public static string Of(GateSettings settings) => Command(Arguments(settings));

    /// <summary>The command that repeats as often.</summary>
    public static string OfRepeat(GateSettings settings) =>
        Command([Argument("target", "Repeat"), Argument("times", Text(settings.Times)), .. Arguments(settings)]);

    /// <summary>The command as it was given, where it cannot be understood.</summary>
    public static string Of(ICakeArguments given) => Command(
    [
        .. from argument in given.GetArguments()
           from value in argument.Value
           where value != "Default"   // Cake's, where no target is given
           select string.IsNullOrEmpty(value) ? Quote($"--{argument.Key}") : Argument(argument.Key, value),
    ]);

    private static List<string> Arguments(GateSettings settings)
    {
        var arguments = new List<string>();
        Add("pipeline", settings.Pipeline is null ? [] : [settings.Pipeline]);
        Add("job", settings.Jobs);
        Add("variant", settings.Variants);
        Add("set", settings.Sets);
        Add("change", settings.Changes);
        Add("changed-file", settings.ChangedFiles);
        Add("where", settings.Where is null ? [] : [settings.Where]);
        Add("engine", settings.Engine is null ? [] : [settings.Engine]);
        Add("patience", settings.Patience == Patience.Usual ? [] : [settings.Patience.Factor.ToString(CultureInfo.InvariantCulture)]);
        Add("cpuset", settings.Cpuset is null ? [] : [settings.Cpuset]);
        Add("busy-loops", settings.BusyLoops == 0 ? [] : [Text(settings.BusyLoops)]);
        return arguments;

        void Add(string name, IReadOnlyList<string> values) => arguments.AddRange(values.Select(value => Argument(name, value)));
    }

    private static string Command(List<string> arguments) =>
        arguments.Count == 0 ? "dotnet run" : $"dotnet run -- {string.Join(' ', arguments)}";

    private static string Argument(string name, string value) => Quote($"--{name}={value}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Quote(string text) =>
        text.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_=./:,+@".Contains(letter, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
