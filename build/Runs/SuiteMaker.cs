using GlanceGate.Jobs;
using GlanceGate.Suites;

namespace GlanceGate.Runs;

/// <summary>Makes suites ready to run: the one place where a project and a foreign suite differ. A project is built once.</summary>
/// <param name="workshop">What the run works with.</param>
/// <param name="images">Image name to engine reference, those of the foreign suites among them.</param>
internal sealed class SuiteMaker(Workshop workshop, IReadOnlyDictionary<string, string> images)
{
    private readonly SuiteRunner _runner = new(Path.Combine(workshop.Settings.Root, "tests"), workshop.Events, workshop.Time) { Dotnet = workshop.Dotnet };
    private readonly Dictionary<string, ISuite> _projects = new(StringComparer.Ordinal);

    /// <summary>Makes a suite ready.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="SuiteBuildException">It does not build.</exception>
    public async Task<ISuite> MakeAsync(SuiteDefinition suite, CancellationToken cancellation)
    {
        if (suite.Foreign is { } use)
        {
            return new ContainerSuite(use, images[use.Suite.Name], workshop.Engine, workshop.Events, workshop.Time);
        }

        if (!_projects.TryGetValue(suite.Project, out var made))
        {
            var built = await BuildAsync(suite.Project, cancellation);
            _projects[suite.Project] = made = new ProjectSuite(_runner, built, workshop.Time);
        }

        return made;
    }

    /// <summary>Builds in a session of its own, so that the compiler, too, is found by who sweeps behind a gate that was killed.</summary>
    private async Task<BuiltSuite> BuildAsync(string project, CancellationToken cancellation)
    {
        var session = SessionName.New(workshop.Time);
        workshop.Records.Begin(session, folder: null);
        try
        {
            return await _runner.BuildAsync(project, session, process => workshop.Records.AddChild(session, process), cancellation);
        }
        finally
        {
            workshop.Records.End(session);
        }
    }
}
