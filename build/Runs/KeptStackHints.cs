namespace GlanceGate.Runs;

/// <summary>What a person can do with a kept stack.</summary>
internal static class KeptStackHints
{
    /// <summary>The hints, one a line.</summary>
    /// <param name="session">Session of the kept stack.</param>
    /// <param name="stateFolder">The gate's state folder.</param>
    /// <param name="project">The project of its suite, which can also be run alone where this machine reaches the stack; else null.</param>
    public static string Of(string session, string stateFolder, string? project = null) => string.Join(Environment.NewLine,
    [
        $"the stack is kept as {session}",
        $"  its description   {Path.Combine(stateFolder, "kept", session, "stack.json")}",
        $"  the suite on it   dotnet run -- --target=Suite --session={session}",
        .. project is null ? (string[])[] : [$"  the suite alone   dotnet test tests/{project}"],
        $"  remove it         dotnet run -- --target=Down --session={session}",
    ]);
}
