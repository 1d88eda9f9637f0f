using GlanceGate.Jobs;
using GlanceGate.Model;

namespace GlanceGate.Verdicts;

/// <summary>Causes in one line, those that came and those that a control names.</summary>
internal static class CauseText
{
    /// <summary>A cause: what it is about and what happened.</summary>
    public static string Of(Cause cause) => cause switch
    {
        { Kind: CauseKinds.Expectation } => cause.Message,
        { Kind: CauseKinds.Tests } => $"test {cause.Subject}: {cause.Message}",
        { Subject.Length: 0 } => $"{cause.Kind}: {cause.Message}",
        _ => $"{cause.Kind} {cause.Subject}: {cause.Message}",
    };

    /// <summary>A cause that a control names: <c>image-api-audit compute "PUT /v2/images/{id}/file"</c>.</summary>
    public static string Of(ExpectedCause cause) =>
        string.Join(' ', new[] { cause.Kind, cause.Subject, cause.Says is null ? null : $"\"{cause.Says}\"" }.OfType<string>());

    /// <summary>What a control must end as: <c>failure because of tests and log-scan api</c>.</summary>
    public static string Of(ExpectDefinition expect) => $"{expect.Outcome} because of {string.Join(" and ", expect.Because.Select(Of))}";
}
