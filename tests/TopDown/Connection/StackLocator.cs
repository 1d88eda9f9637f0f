namespace GlanceGate.TopDown.Connection;

/// <summary>
/// Finds the stack to test: the file that the test parameter <c>stack</c> or the environment variable <c>GATE_STACK</c> names,
/// else the newest stack that the gate keeps.
/// </summary>
internal static class StackLocator
{
    /// <summary>Set to the path of a stack's JSON file.</summary>
    public const string Variable = "GATE_STACK";

    /// <summary>The same as a test parameter: <c>dotnet test -- 'TestRunParameters.Parameter(name="stack", value="…")'</c>.</summary>
    public const string Parameter = "stack";

    /// <exception cref="StackFileException">No stack was named and none is kept.</exception>
    public static string Locate() => Locate(
        TestContext.Parameters.Get(Parameter), Environment.GetEnvironmentVariable(Variable), KeptFolder());

    /// <param name="parameter">The test parameter's value; it wins, because it was given for this very run.</param>
    /// <param name="variable">The environment variable's value.</param>
    /// <param name="kept">The folder in which each kept stack has a folder with a <c>stack.json</c>.</param>
    /// <exception cref="StackFileException">No stack was named and none is kept.</exception>
    internal static string Locate(string? parameter, string? variable, string kept)
    {
        if (!string.IsNullOrWhiteSpace(parameter))
        {
            return Path.GetFullPath(parameter);
        }

        if (!string.IsNullOrWhiteSpace(variable))
        {
            return Path.GetFullPath(variable);
        }

        var candidates = Directory.Exists(kept)
            ? Directory.GetDirectories(kept).Select(folder => Path.Combine(folder, "stack.json")).Where(File.Exists)
            : [];
        return candidates.MaxBy(File.GetLastWriteTimeUtc) ?? throw new StackFileException(
            $"no stack to test: {Variable} is not set, there is no test parameter '{Parameter}', and no stack is kept under {kept}. "
            + "Keep one with `dotnet run -- --target=Up`, or name the JSON file that describes yours.");
    }

    private static string KeptFolder()
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        return Path.Combine(
            string.IsNullOrEmpty(state)
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state")
                : state,
            "glance-gate",
            "kept");
    }
}
