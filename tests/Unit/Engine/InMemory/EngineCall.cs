using GlanceGate.Engine;

namespace GlanceGate.Unit.Engine.InMemory;

/// <summary>A call that an <see cref="InMemoryEngine"/> received.</summary>
/// <param name="Operation">Member of <see cref="IContainerEngine"/> without <c>Async</c>, for example <c>StartContainer</c>.</param>
/// <param name="Target">What it was called for: a container's, network's or image's name; empty where there is none.</param>
/// <param name="Command">Command of an exec, else empty.</param>
internal sealed record EngineCall(string Operation, string Target, IReadOnlyList<string> Command)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', [Operation, Target, .. Command]).TrimEnd();
}
