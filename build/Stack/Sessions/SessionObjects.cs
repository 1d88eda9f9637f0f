using GlanceGate.Engine;

namespace GlanceGate.Stack.Sessions;

/// <summary>Everything that a session has on an engine, found by its label and never by remembering.</summary>
internal static class SessionObjects
{
    // Removing is work of the engine's host; more at a time does not make it faster.
    private const int AtATime = 4;

    /// <summary>Lists a session's objects.</summary>
    public static Task<IReadOnlyList<EngineObject>> ListAsync(IContainerEngine engine, string session, CancellationToken cancellation) =>
        engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = session }, cancellation);

    /// <summary>Removes everything that carries the labels, and looks again whether anything is left.</summary>
    /// <returns>What is left and why, one line each; empty when nothing is.</returns>
    public static async Task<IReadOnlyList<string>> RemoveAllAsync(
        IContainerEngine engine, IReadOnlyDictionary<string, string?> labels, CancellationToken cancellation)
    {
        var problems = await RemoveAsync(engine, await engine.ListAsync(labels, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        var left = await engine.ListAsync(labels, cancellation).ConfigureAwait(false);
        return left.Count == 0 ? [] : [.. problems, .. left.Select(item => $"left behind: {Name(item)}")];
    }

    /// <summary>Removes objects, containers before the networks and volumes that they hold on to.</summary>
    /// <returns>What could not be removed and why, one line each; the others are removed all the same.</returns>
    public static async Task<IReadOnlyList<string>> RemoveAsync(
        IContainerEngine engine, IReadOnlyList<EngineObject> items, CancellationToken cancellation)
    {
        var problems = new List<string>();
        foreach (var kind in new[] { EngineObjectKind.Container, EngineObjectKind.Network, EngineObjectKind.Volume })
        {
            await Parallel.ForEachAsync(
                items.Where(item => item.Kind == kind),
                new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation },
                async (item, token) =>
                {
                    try
                    {
                        await engine.RemoveAsync(item, token).ConfigureAwait(false);
                    }
                    catch (EngineException problem)
                    {
                        lock (problems)
                        {
                            problems.Add($"{Name(item)} was not removed: {problem.Message}");
                        }
                    }
                }).ConfigureAwait(false);
        }

        return problems;
    }

    /// <summary>Kind and name, for people.</summary>
    public static string Name(EngineObject item) => $"{(item.Kind switch
    {
        EngineObjectKind.Container => "container",
        EngineObjectKind.Network => "network",
        _ => "volume",
    })} {item.Name}";
}
