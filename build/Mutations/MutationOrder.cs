namespace GlanceGate.Mutations;

/// <summary>The order in which mutations are run, and the tests that each needs; pure.</summary>
internal static class MutationOrder
{
    /// <summary>Mutations of the same project or service one after the other, so that no other service is replaced in between.</summary>
    public static IReadOnlyList<T> Of<T>(IEnumerable<T> mutations, Func<T, Mutation> mutation) =>
    [
        .. mutations
            .OrderBy(item => mutation(item).Content.Target, StringComparer.Ordinal)
            .ThenBy(item => mutation(item).Name, StringComparer.Ordinal),
    ];

    /// <summary>NUnit test selection of the tests of some checks, within a selection or all; of all its tests when there is no check.</summary>
    public static string Where(string within, IEnumerable<string> checks)
    {
        var own = string.Join(" or ", checks.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(check => $"{MutationJudge.CheckProperty} == '{check}'"));
        return (within.Length, own.Length) switch
        {
            (_, 0) => within,
            (0, _) => own,
            _ => $"({within}) and ({own})",
        };
    }
}
