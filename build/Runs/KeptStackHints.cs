namespace GlanceGate.Runs;

/// <summary>What a person can do with a kept stack.</summary>
internal static class KeptStackHints
{
    /// <summary>The hints, one a line.</summary>
    /// <param name="session">Session of the kept stack.</param>
    /// <param name="stateFolder">The gate's state folder.</param>
    public static string Of(string session, string stateFolder) => $"""
        the stack is kept as {session}
          its description   {Path.Combine(stateFolder, "kept", session, "stack.json")}
          the suite on it   dotnet run -- --target=Suite --session={session}
          the suite alone   dotnet test tests/TopDown
          remove it         dotnet run -- --target=Down --session={session}
        """;
}
