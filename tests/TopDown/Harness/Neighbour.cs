using GlanceGate.TopDown.Clients;

namespace GlanceGate.TopDown.Harness;

/// <summary>A user who is no administrator, in a project of his own.</summary>
/// <param name="ProjectId">His project.</param>
/// <param name="Images">Glance, as he sees it.</param>
/// <param name="Compute">Nova, as he sees it.</param>
/// <param name="Steps">Steps that he takes.</param>
internal sealed record Neighbour(string ProjectId, ImageApi Images, ComputeApi Compute, Operations Steps);
