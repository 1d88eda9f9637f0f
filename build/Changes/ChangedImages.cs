using GlanceGate.Engine;
using GlanceGate.ImageMaking;
using GlanceGate.Jobs;
using GlanceGate.Model;

namespace GlanceGate.Changes;

/// <summary>A stack whose images hold changes.</summary>
/// <param name="Variant">The variant, its services on the changed images.</param>
/// <param name="Images">Image name to engine reference, those of the changed images among them.</param>
/// <param name="Applied">The changes, for the record; also when they were rejected.</param>
/// <param name="Rejection">Why they do not apply, or null. Then images and variant are as they were.</param>
internal sealed record ChangedStack(
    JobVariant Variant, IReadOnlyDictionary<string, string> Images, IReadOnlyList<AppliedChange> Applied, ChangeRejection? Rejection);

/// <summary>Puts changes under test into the images of a stack: each service gets an image with the changes to the projects that it runs.</summary>
/// <remarks>Images are made in seconds on top of the unchanged ones, under the hash of everything that they come from.</remarks>
/// <param name="engine">Engine that has the images.</param>
/// <param name="provider">Images without changes.</param>
/// <param name="labels">Labels of containers that are needed: session and owner.</param>
internal sealed class ChangedImages(IContainerEngine engine, ImageProvider provider, IReadOnlyDictionary<string, string> labels)
{
    /// <summary>Applies changes, in order.</summary>
    /// <param name="variant">The variant; its own changes are not taken, only those that are given.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="images">Image name to engine reference, without changes.</param>
    /// <param name="progress">Gets lines of what takes time.</param>
    /// <param name="cancellation">Gives up; what was made is found by the next call.</param>
    /// <exception cref="EngineException">The engine failed; a change that does not apply is no exception but the result.</exception>
    public async Task<ChangedStack> ApplyAsync(
        JobVariant variant,
        IReadOnlyList<Change> changes,
        IReadOnlyDictionary<string, string> images,
        IProgress<ImageProgress> progress,
        CancellationToken cancellation)
    {
        var targets = variant.Services.Select(service => new Target(service, Locate(service, variant.Nodeset?.Find(service.Name) is not null, changes))).ToList();
        var applied = changes.Select(change => Record(change, [.. targets.SelectMany(target => target.Changes).Where(located => located.Change == change)])).ToList();
        var unheld = applied.FindIndex(change => change.Files.Count == 0);
        if (unheld >= 0)
        {
            return new ChangedStack(variant, images, applied, Nothing(applied[unheld]));
        }

        var maker = new ChangedImageMaker(engine, provider, labels, progress);
        var references = new Dictionary<string, string>(images, StringComparer.Ordinal);
        var services = new List<ServiceDefinition>();
        foreach (var target in targets)
        {
            if (variant.Nodeset?.Find(target.Service.Name) is not null)
            {
                // its host gets the changes as they are
                services.Add(target.Service);
                continue;
            }

            var image = target.Service.Image;
            var changed = await maker.MakeAsync(image, images[image], [.. target.Changes.Select(located => located.Change)], cancellation);
            if (changed.Rejection is { } rejection)
            {
                return new ChangedStack(variant, images, applied, rejection);
            }

            // a reference is also a name, so that services of one image may have different changes of it
            services.Add(changed.Reference == images[image] ? target.Service : target.Service with { Image = changed.Reference });
            references[changed.Reference] = changed.Reference;
        }

        return new ChangedStack(variant with { Services = services }, references, applied, null);
    }

    private IReadOnlyList<LocatedChange> Locate(ServiceDefinition service, bool isOnNode, IReadOnlyList<Change> changes)
    {
        if (isOnNode)
        {
            return [.. changes.Where(change => service.Runs(change.Project)).Select(change => LocatedChange.Of(change, ProjectLayout.Whole))];
        }

        var projects = HeldProjects.Of(service.Image, provider.FindFolder);
        return
        [
            .. changes
                .Where(change => service.Runs(change.Project) && projects.Layouts.ContainsKey(change.Project))
                .Select(change => LocatedChange.Of(change, projects.Layouts[change.Project])),
        ];
    }

    // What one image lacks and another holds was not left out.
    private static AppliedChange Record(Change change, IReadOnlyList<LocatedChange> located)
    {
        var files = located.SelectMany(item => item.Files).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var leftOut = located.SelectMany(item => item.LeftOut).Distinct(StringComparer.Ordinal).Except(files, StringComparer.Ordinal);
        return new AppliedChange(change.Project, change.Source, change.Content.Digest, files, [.. leftOut.Order(StringComparer.Ordinal)]);
    }

    private static ChangeRejection Nothing(AppliedChange change) => new(
        change.Project,
        change.Source,
        $"{change.Source} changes nothing of {change.Project} that the stack runs",
        [.. change.LeftOut.Select(path => $"left out: {path}")]);

    private sealed record Target(ServiceDefinition Service, IReadOnlyList<LocatedChange> Changes);
}
