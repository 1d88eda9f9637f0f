using GlanceGate.Jobs;
using GlanceGate.Suites;

namespace GlanceGate.Runs;

/// <summary>Makes suites ready to run: the one place where a project and a foreign suite differ. A project is built once.</summary>
/// <param name="workshop">What the run works with.</param>
/// <param name="images">Image name to engine reference, those of the foreign suites among them.</param>
internal sealed class SuiteMaker(Workshop workshop, IReadOnlyDictionary<string, string> images)
{
    private readonly SuiteRunner _runner = new(Path.Combine(workshop.Settings.Root, "tests"), workshop.Events, workshop.Time);
    private readonly Dictionary<string, ISuite> _projects = new(StringComparer.Ordinal);

    /// <summary>Makes a suite ready.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="started">Given the id of each process group that is started for it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="SuiteBuildException">It does not build.</exception>
    public async Task<ISuite> MakeAsync(SuiteDefinition suite, Action<int> started, CancellationToken cancellation)
    {
        if (suite.Foreign is { } use)
        {
            return new ContainerSuite(use, images[use.Suite.Name], workshop.Engine, workshop.Events, workshop.Time);
        }

        if (!_projects.TryGetValue(suite.Project, out var made))
        {
            var built = await _runner.BuildAsync(suite.Project, started, cancellation);
            _projects[suite.Project] = made = new ProjectSuite(_runner, built, workshop.Time);
        }

        return made;
    }
}
