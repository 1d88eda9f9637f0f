using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Freezing;
using GlanceGate.Machine;

namespace GlanceGate.Runs;

/// <summary>Which frozen variants the job files of this folder change, against those of a commit.</summary>
/// <param name="settings">The checked command line. What it selects and overrides holds for both; without a job or a pipeline every job is compared.</param>
/// <param name="around">What the commands meet outside.</param>
internal sealed class PlanDiff(GateSettings settings, Surroundings around)
{
    private const string Old = "old";
    private const string New = "new";

    /// <summary>Prints a line for each variant that is not the same, and how its plan differs.</summary>
    /// <param name="commit">A commit, branch or tag.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="GateArgumentException">There is no such commit, or its job files are wrong.</exception>
    /// <exception cref="JobConfigurationException">The job files or the selection are wrong.</exception>
    public async Task WriteAsync(string commit, CancellationToken cancellation)
    {
        var git = new Git(settings.Root, around.Time);
        var work = Directory.CreateTempSubdirectory("glance-gate-plan-").FullName;
        try
        {
            var tree = Path.Combine(work, "tree");
            Directory.CreateDirectory(tree);
            await git.ExtractAsync(commit, tree, cancellation);
            var (old, @new) = Plans(commit, tree);
            var marks = old.Keys.Union(@new.Keys).Select(name => (Mark: Mark(old.GetValueOrDefault(name), @new.GetValueOrDefault(name)), Name: name)).ToList();
            around.Screen.Output.WriteLine($"against {commit}: of {marks.Count} variants {Count('~')} changed, {Count('+')} new, {Count('-')} gone");
            foreach (var (mark, name) in marks.Where(it => it.Mark is not null))
            {
                around.Screen.Output.WriteLine($"{mark} {name}");
            }

            int Count(char mark) => marks.Count(it => it.Mark == mark);

            WriteFiles(Path.Combine(work, Old), old);
            WriteFiles(Path.Combine(work, New), @new);
            foreach (var line in await git.DiffAsync(work, Old, New, cancellation))
            {
                around.Screen.Output.WriteLine(line);
            }
        }
        catch (GitException problem)
        {
            throw new GateArgumentException([$"'--diff={commit}': {problem.Message}"]);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static char? Mark(string? old, string? @new) => (old, @new) switch
    {
        (null, _) => '+',
        (_, null) => '-',
        _ when old == @new => null,
        _ => '~',
    };

    private static void WriteFiles(string folder, Dictionary<string, string> plans)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, plan) in plans)
        {
            File.WriteAllText(Path.Combine(folder, $"{name}.yaml"), plan);
        }
    }

    private (Dictionary<string, string> Old, Dictionary<string, string> New) Plans(string commit, string tree)
    {
        var here = JobSource.Read(settings);
        var there = JobSource.Read(settings with { Root = tree });
        if (there.Diagnostics.Count > 0)
        {
            throw new GateArgumentException([$"'--diff={commit}': the job files of that commit have mistakes:", new JobConfigurationException(there.Diagnostics).Message]);
        }

        var filter = new VariantFilter(settings.Variants);
        var @new = Frozen(settings, here, there, filter);
        var old = Frozen(settings with { Root = tree }, there, here, filter);
        if (old.Count + @new.Count == 0)
        {
            // says which word of the selection picks nothing
            JobSource.Select(settings, here);
        }

        return (old, @new);
    }

    // A job that is only at the other side is new or gone, and no mistake of the selection.
    private static Dictionary<string, string> Frozen(GateSettings settings, JobCatalog side, JobCatalog other, VariantFilter filter)
    {
        var isNamed = settings.Jobs.Count > 0;
        IReadOnlyList<string> jobs = isNamed ? [.. settings.Jobs.Where(job => side.Jobs.Contains(job) || !other.Jobs.Contains(job))]
            : settings.Pipeline is null ? side.Jobs
            : [];
        return isNamed && jobs.Count == 0
            ? []
            : JobSource.Select(settings with { Jobs = jobs, Variants = [] }, side).Where(filter.Matches).ToDictionary(variant => variant.Name, variant => PlanWriter.Write(variant));
    }
}
