namespace GlanceGate.Runs;

/// <summary>The command that does the same again.</summary>
internal static class Reproduction
{
    /// <summary>The command, quoted for a shell; values that only say where things go are left out.</summary>
    public static string Of(GateSettings settings)
    {
        var arguments = new List<string>();
        Add("pipeline", settings.Pipeline is null ? [] : [settings.Pipeline]);
        Add("job", settings.Jobs);
        Add("variant", settings.Variants);
        Add("set", settings.Sets);
        Add("change", settings.Changes);
        Add("where", settings.Where is null ? [] : [settings.Where]);
        return arguments.Count == 0 ? "dotnet run" : $"dotnet run -- {string.Join(' ', arguments)}";

        void Add(string name, IReadOnlyList<string> values) => arguments.AddRange(values.Select(value => Quote($"--{name}={value}")));
    }

    private static string Quote(string text) =>
        text.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_=./:,+@".Contains(letter, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
