using GlanceGate.Jobs;

namespace GlanceGate.Runs;

/// <summary>What a person can do with a kept stack.</summary>
internal static class KeptStackHints
{
    /// <summary>The hints, one a line.</summary>
    /// <param name="session">Session of the kept stack.</param>
    /// <param name="stateFolder">The gate's state folder.</param>
    /// <param name="suite">The suite of its job; a project can also be run alone.</param>
    public static string Of(string session, string stateFolder, SuiteDefinition suite) => string.Join(Environment.NewLine,
    [
        $"the stack is kept as {session}",
        $"  its description   {Path.Combine(stateFolder, "kept", session, "stack.json")}",
        $"  the suite on it   dotnet run -- --target=Suite --session={session}",
        .. suite.Foreign is null ? (string[])[$"  the suite alone   dotnet test tests/{suite.Project}"] : [],
        $"  remove it         dotnet run -- --target=Down --session={session}",
    ]);
}
