namespace GlanceGate.Jobs;

/// <summary>What a suite, a project's or a foreign one, says of itself in its <c>suite.yaml</c>.</summary>
/// <param name="Name">Folder under <c>tests/</c> or under <c>build/Images</c>.</param>
/// <param name="Capabilities">What its tests may require of a stack.</param>
internal sealed record DeclaredSuite(string Name, IReadOnlyList<string> Capabilities);
