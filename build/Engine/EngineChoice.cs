namespace GlanceGate.Engine;

/// <summary>An engine that answers at one of the usual sockets.</summary>
/// <param name="Name">For people.</param>
/// <param name="HasImages">Whether it has images that the gate has made.</param>
internal sealed record AnsweringEngine(string Name, bool HasImages);

/// <summary>The engine to take.</summary>
/// <param name="Index">Which of those that answer; null for the gate's own.</param>
/// <param name="Reason">Why, for people.</param>
internal sealed record ChosenEngine(int? Index, string Reason);

/// <summary>Chooses an engine where nobody has named one: the one that has the gate's images, for they take long to make.</summary>
internal static class EngineChoice
{
    /// <summary>Chooses.</summary>
    /// <remarks>What a run makes stays on the engine that it took, so the next run takes the same one.</remarks>
    /// <param name="usual">The engines that answer at the usual sockets, the usual one first.</param>
    /// <param name="ownHasImages">Whether the gate's own engine has images that the gate has made.</param>
    public static ChosenEngine Choose(IReadOnlyList<AnsweringEngine> usual, bool ownHasImages)
    {
        for (var index = 0; index < usual.Count; index++)
        {
            if (usual[index].HasImages)
            {
                return new ChosenEngine(index, $"has the gate's images{Others(usual.Take(index))}");
            }
        }

        return usual switch
        {
            [] => new ChosenEngine(null, "the gate's own, as no other answers"),
            _ when ownHasImages => new ChosenEngine(null, $"the gate's own, which has the gate's images{Others(usual)}"),
            _ => new ChosenEngine(0, "answers at a usual socket"),
        };
    }

    private static string Others(IEnumerable<AnsweringEngine> passedOver) =>
        string.Concat(passedOver.Select(engine => $"; {engine.Name} has none of them (--engine names another)"));
}
