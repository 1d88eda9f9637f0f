using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GlanceGate.Inputs;
using GlanceGate.Model;
using GlanceGate.Topology;

namespace GlanceGate.Stack.Nodes;

/// <summary>Everything that a host needs to run a service of the stack, as files. Pure.</summary>
internal static class NodeBundle
{
    private const UnixFileMode Data = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The bundle: path relative to its folder to the file.</summary>
    /// <param name="plan">The service, which runs on a node.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="image">Reference of the image that the service's container would be made from, without changes.</param>
    public static IReadOnlyDictionary<string, ContextFile> Of(ContainerPlan plan, TopologyPlan stack, string image)
    {
        var bundle = new SortedDictionary<string, ContextFile>(StringComparer.Ordinal);
        foreach (var (path, content) in plan.Files)
        {
            bundle.Add($"files{path}", new ContextFile(content, ContainerSpecs.ModeOf(content.Span)));
        }

        var changes = new List<NodeChange>();
        var wanted = stack.Variant.Changes.Select(change => change.Content).Where(change => plan.Definition.Runs(change.Project));
        foreach (var (index, change) in wanted.Index())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"changes/{index + 1:00}-{change.Project}");
            changes.Add(new NodeChange(change.Project, change.Source, change.Content.Digest, Add(bundle, name, change.Content)));
        }

        var description = Describe(plan, stack, image, changes);
        bundle.Add("node.json", Text(JsonSerializer.Serialize(description, NodeJson.Default.NodeDescription) + "\n"));
        bundle.Add("hosts", Text(string.Concat(description.Hosts.Select(name => $"{description.Listen} {name}\n"))));
        bundle.Add("README.txt", Text(NodeReadme.Of(description, plan)));
        return bundle;
    }

    private static string Add(SortedDictionary<string, ContextFile> bundle, string name, ChangeContent content)
    {
        switch (content)
        {
            case PatchContent patch:
                bundle.Add($"{name}.patch", new ContextFile(patch.Text, Data));
                return $"{name}.patch";
            case TreeContent tree:
                foreach (var (path, file) in tree.Files)
                {
                    bundle.Add($"{name}/{path}", file);
                }

                return $"{name}/";
            default:
                throw new NotSupportedException($"No host takes a {content.GetType().Name}.");
        }
    }

    private static NodeDescription Describe(ContainerPlan plan, TopologyPlan stack, string image, IReadOnlyList<NodeChange> changes)
    {
        var (node, nodeset) = (plan.Node!, stack.Variant.Nodeset!);
        return new NodeDescription(
            stack.Session,
            stack.Variant.Name,
            node.Name,
            node.Address,
            plan.Service,
            nodeset.Listen,
            [.. nodeset.Publish.Select(port => string.Create(CultureInfo.InvariantCulture, $"{port.Service}:{port.Port}"))],
            [.. nodeset.Publish.Select(port => port.Service).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            image,
            plan.Definition.Command ?? [],
            plan.Definition.Environment,
            [.. plan.Files.Keys],
            changes);
    }

    private static ContextFile Text(string text) => new(Encoding.UTF8.GetBytes(text), Data);
}

/// <summary>A bundle in one file, for programs: <c>node.json</c>.</summary>
/// <param name="Session">The session.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Node">The node.</param>
/// <param name="Address">The address that it must connect from.</param>
/// <param name="Service">The service that runs on it.</param>
/// <param name="Listen">The address at which it reaches the stack.</param>
/// <param name="Ports">What it reaches there, as <c>service:port</c>.</param>
/// <param name="Hosts">Names that must lead to that address.</param>
/// <param name="Image">Reference of the image that the service's container would be made from, without changes.</param>
/// <param name="Command">What that container would run; empty for the image's own.</param>
/// <param name="Environment">Its environment.</param>
/// <param name="Files">Absolute paths of the files below <c>files/</c>.</param>
/// <param name="Changes">Changes under test to the projects that the service runs, in order.</param>
internal sealed record NodeDescription(
    string Session,
    string Variant,
    string Node,
    string Address,
    string Service,
    string Listen,
    IReadOnlyList<string> Ports,
    IReadOnlyList<string> Hosts,
    string Image,
    IReadOnlyList<string> Command,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyList<string> Files,
    IReadOnlyList<NodeChange> Changes);

/// <summary>A change under test in a bundle.</summary>
/// <param name="Project">The project.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Digest">Digest of it.</param>
/// <param name="Path">Where it is in the bundle: a unified diff, or a folder with a source tree.</param>
internal sealed record NodeChange(string Project, string Source, string Digest, string Path);

/// <summary>Generated serializer of a bundle's description.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(NodeDescription))]
internal sealed partial class NodeJson : JsonSerializerContext;
