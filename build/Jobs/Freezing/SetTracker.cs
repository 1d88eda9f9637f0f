using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Applies overrides to one variant after the other, and remembers which never found their place.</summary>
/// <remarks>An override may be meant for one of several variants, so only one that applies to none is a mistake.</remarks>
internal sealed class SetTracker(IReadOnlyList<SetOverride> sets)
{
    private readonly HashSet<SetOverride> _applied = [];
    private readonly Dictionary<SetOverride, Diagnostic> _problems = [];

    /// <summary>Applies all overrides in order.</summary>
    public MappingNode Apply(MappingNode services)
    {
        foreach (var item in sets)
        {
            services = SetResolver.Apply(services, item, out var problem);
            if (problem is null)
            {
                _applied.Add(item);
            }
            else if (!_problems.TryGetValue(item, out var known) || known.Span!.Column < problem.Span!.Column)
            {
                // Of several variants, the one where the address led furthest is the one that it was meant for.
                _problems[item] = problem;
            }
        }

        return services;
    }

    /// <summary>Reports overrides that applied to no variant.</summary>
    public void Report(DiagnosticBag bag)
    {
        foreach (var (item, problem) in _problems.Where(pair => !_applied.Contains(pair.Key)))
        {
            bag.Report(problem.Code, problem.Span, problem.Message, problem.Suggestion);
        }
    }
}
