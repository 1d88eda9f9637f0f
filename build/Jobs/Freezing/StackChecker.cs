using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Checks what shows only when all services of a variant stand side by side.</summary>
/// <param name="bag">Takes mistakes.</param>
/// <param name="context">The variant, for messages.</param>
/// <param name="services">The services.</param>
/// <param name="tree">The keys that the services were read from, for places.</param>
/// <param name="trust">How far the services can be believed.</param>
/// <param name="imageExists">Whether an image of the gate's own exists.</param>
internal sealed class StackChecker(
    DiagnosticBag bag,
    string context,
    IReadOnlyDictionary<string, ServiceDefinition> services,
    MappingNode tree,
    Trust trust,
    Func<string, bool> imageExists)
{
    /// <summary>Checks all services.</summary>
    public void Check()
    {
        foreach (var service in services.Values)
        {
            CheckImage(service.Image, tree.Find(service.Name, "image"));
            CheckHealthcheck(service);
            CheckDependencies(service);
            CheckFiles(service);
            CheckMounts(service);
        }

        if (ServiceGraph.FindCycle(services) is { } cycle)
        {
            Report(
                DiagnosticCodes.DependencyCycle,
                DependencyPlace(cycle[0], cycle.Count > 1 ? cycle[1] : cycle[0]),
                $"services wait for each other: {string.Join(" -> ", cycle.Append(cycle[0]))}",
                "take out one depends_on");
        }
    }

    /// <summary>Checks that a name is a service of the stack.</summary>
    public void CheckService(Node? node, string what)
    {
        foreach (var name in node is SequenceNode list ? list.Items : node is null ? [] : [node])
        {
            if (name is ScalarNode { Kind: not ScalarKind.Null } scalar && trust.KnowsServices && !services.ContainsKey(scalar.Value))
            {
                Report(
                    DiagnosticCodes.UnknownService,
                    scalar.Span,
                    $"{what} '{scalar.Value}' is no service of the stack",
                    Suggestion.ForOrList(scalar.Value, [.. services.Keys]));
            }
        }
    }

    /// <summary>Checks an image: a folder, or a reference with a tag or digest.</summary>
    public void CheckImage(string image, Node? node)
    {
        if (image.Length == 0 || node is null || image.Contains("${", StringComparison.Ordinal))
        {
            return;
        }

        var name = image[(image.LastIndexOf('/') + 1)..];
        if (name.Contains(':', StringComparison.Ordinal) || name.Contains('@', StringComparison.Ordinal))
        {
            return;
        }

        if (image.Contains('/', StringComparison.Ordinal))
        {
            Report(
                DiagnosticCodes.UnknownImage,
                node.Span,
                $"image '{image}' has no tag or digest",
                "name the version, as in registry/name:1.2.3");
        }
        else if (!imageExists(image))
        {
            Report(
                DiagnosticCodes.UnknownImage,
                node.Span,
                $"there is no image '{image}' below build/Images",
                "give a registry reference a tag or digest");
        }
    }

    private void CheckHealthcheck(ServiceDefinition service)
    {
        if (service.Healthcheck?.Probe.FindAsked() is var (key, host) && trust.KnowsServices && !services.ContainsKey(host))
        {
            Report(
                DiagnosticCodes.HealthcheckHost,
                tree.Find(service.Name, "healthcheck", key)!.Span,
                $"the healthcheck asks '{host}', which is no service of the stack",
                host is "localhost" or "127.0.0.1"
                    ? $"it is asked from the stack's network: write {service.Name}"
                    : Suggestion.ForOrList(host, [.. services.Keys]));
        }
    }

    private void CheckDependencies(ServiceDefinition service)
    {
        foreach (var (name, condition) in service.DependsOn)
        {
            var place = DependencyPlace(service.Name, name);
            if (name == service.Name)
            {
                Report(DiagnosticCodes.SelfDependency, place, $"service '{name}' depends on itself", "take it out");
            }
            else if (!services.ContainsKey(name))
            {
                if (trust.KnowsServices)
                {
                    Report(
                        DiagnosticCodes.UnknownDependency,
                        place,
                        $"'{service.Name}' depends on '{name}', which is no service of the stack",
                        Suggestion.For(name, services.Keys)
                            ?? $"add '{name}: {{}}' to the services, or '{name}: null' here to remove the dependency");
                }
            }
            else if (condition == DependencyCondition.ServiceHealthy && tree.Find(name, "healthcheck") is null && trust.IsSound)
            {
                Report(
                    DiagnosticCodes.NoHealthcheck,
                    place,
                    $"'{service.Name}' waits for '{name}' to be healthy, but '{name}' has no healthcheck",
                    $"give '{name}' one, or wait for service_started");
            }
        }
    }

    private void CheckFiles(ServiceDefinition service)
    {
        foreach (var file in service.Config.Keys)
        {
            if (service.ReadOnly)
            {
                // the engine refuses to put a file into such a container, even before its start
                Report(
                    DiagnosticCodes.FileInReadOnly,
                    PlaceOf(service, file),
                    $"'{service.Name}' is read_only, and '{file}' cannot be put into it",
                    "let its image hold the file, or take read_only out");
            }

            if (FindMount(file, service.Tmpfs.Keys) is { } mount)
            {
                Report(
                    DiagnosticCodes.FileBelowTmpfs,
                    PlaceOf(service, file),
                    $"'{file}' lies below the tmpfs '{mount}', which is mounted over it",
                    "put it elsewhere and let the command copy it");
            }
        }
    }

    private void CheckMounts(ServiceDefinition service)
    {
        foreach (var path in service.Volumes.Keys.Where(service.Tmpfs.ContainsKey))
        {
            Report(
                DiagnosticCodes.MountedTwice,
                tree.Find(service.Name, "volumes")!.Span,
                $"'{service.Name}' mounts the volume '{service.Volumes[path]}' and a tmpfs at '{path}'",
                "a volume is shared, a tmpfs is the container's own: keep one of them");
        }
    }

    /// <summary>The mount that hides a file, or null.</summary>
    public static string? FindMount(string file, IEnumerable<string> mounts) =>
        mounts.FirstOrDefault(mount => file == mount || file.StartsWith(mount + "/", StringComparison.Ordinal));

    private SourceSpan PlaceOf(ServiceDefinition service, string file) => ((MappingNode)tree.Find(service.Name, "config")!).Entries[file].Key.Span;

    private SourceSpan DependencyPlace(string service, string dependency) =>
        (tree.Find(service, "depends_on") as MappingNode)?.Entries.TryGetValue(dependency, out var entry) == true
            ? entry.Key.Span
            : tree.Span;

    private void Report(string code, SourceSpan span, string message, string? suggestion) =>
        bag.Report(code, span, message, suggestion, context);
}
