using System.Text;
using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Freezing;
using GlanceGate.Jobs.Language;

namespace GlanceGate.Topology;

/// <summary>Turns a frozen job into a plan of containers: names, labels, files with their bytes, secrets filled in. Pure.</summary>
internal static class TopologyPlanner
{
    /// <summary>Plans one variant.</summary>
    /// <param name="variant">The frozen job.</param>
    /// <param name="session">Id of the session, lower-case letters and digits, unique on the engine.</param>
    /// <param name="owner">Owner of the session, in the form of <see cref="GateLabels.Owner"/>.</param>
    /// <param name="secret">Name to value; must give the same value for the same name.</param>
    /// <exception cref="JobConfigurationException">
    /// The variant cannot be started: a dependency leads nowhere or in a circle, or a file lies below a tmpfs. The catalog refuses such
    /// jobs with their places, so this guards variants made by hand.
    /// </exception>
    public static TopologyPlan Plan(JobVariant variant, string session, string owner, Func<string, string> secret)
    {
        Check(variant);
        var prefix = $"gate-{session}-{Slug(variant.Name)}";
        var used = new Dictionary<string, string>(StringComparer.Ordinal);
        var filler = new PlaceholderFiller(session, name => used[name] = secret(name));
        ContainerPlan[] containers = [.. variant.Services.Select(service => PlanContainer(service, variant.Nodeset?.Find(service.Name), prefix, filler))];
        Array.Sort(containers, (left, right) => string.CompareOrdinal(left.Service, right.Service));
        var parameters = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in variant.Suite.Parameters)
        {
            parameters.Add(name, filler.Fill(value));
        }

        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [GateLabels.Session] = session,
            [GateLabels.Owner] = owner,
            [GateLabels.Variant] = variant.Name,
        };
        return new TopologyPlan(session, variant, prefix, labels, containers, parameters, [.. used.Values]);
    }

    private static ContainerPlan PlanContainer(ServiceDefinition service, NodeDefinition? node, string prefix, PlaceholderFiller filler)
    {
        var definition = filler.Fill(service);
        var files = new OrderedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (path, file) in definition.Config)
        {
            var text = file.Sections is { } sections ? IniRenderer.Render(sections) : file.Text ?? "";
            files.Add(path, Encoding.UTF8.GetBytes(text));
        }

        return new ContainerPlan(service.Name, $"{prefix}-{service.Name}", definition, files) { Node = node is null ? null : filler.Fill(node) };
    }

    private static void Check(JobVariant variant)
    {
        var bag = new DiagnosticBag();
        var services = variant.Services.ToDictionary(service => service.Name, StringComparer.Ordinal);
        foreach (var service in variant.Services)
        {
            foreach (var name in service.DependsOn.Keys.Where(name => name == service.Name || !services.ContainsKey(name)))
            {
                bag.Report(
                    name == service.Name ? DiagnosticCodes.SelfDependency : DiagnosticCodes.UnknownDependency,
                    service.Source,
                    $"'{service.Name}' depends on '{name}', which is {(name == service.Name ? "itself" : "no service of the stack")}");
            }

            foreach (var file in service.Config.Keys)
            {
                if (StackChecker.FindMount(file, service.Tmpfs.Keys) is { } mount)
                {
                    bag.Report(
                        DiagnosticCodes.FileBelowTmpfs,
                        service.Source,
                        $"'{file}' lies below the tmpfs '{mount}', which is mounted over it");
                }
            }
        }

        if (ServiceGraph.FindCycle(services) is { } cycle)
        {
            bag.Report(
                DiagnosticCodes.DependencyCycle,
                services[cycle[0]].Source,
                $"services wait for each other: {string.Join(" -> ", cycle.Append(cycle[0]))}");
        }

        if (bag.Count > 0)
        {
            throw new JobConfigurationException(bag.Sorted());
        }
    }

    /// <summary>
    /// A variant's name as a part of an object's name: two variants of one session may stand side by side when one is kept.
    /// </summary>
    private static string Slug(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_')
            {
                slug.Append(char.ToLowerInvariant(letter));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-');
    }

    /// <summary>Replaces secrets and the session, the last placeholders that a frozen job holds.</summary>
    private sealed class PlaceholderFiller(string session, Func<string, string> secret)
    {
        public string Fill(string text) =>
            Placeholders.Finish(text, name => name == "session" ? session : Placeholders.Secret(name) is { } word ? secret(word) : null);

        public ServiceDefinition Fill(ServiceDefinition service) => service with
        {
            Image = Fill(service.Image),
            Hostname = service.Hostname is { } host ? Fill(host) : null,
            User = service.User is { } user ? Fill(user) : null,
            Entrypoint = service.Entrypoint is { } entrypoint ? Fill(entrypoint) : null,
            Command = service.Command is { } command ? Fill(command) : null,
            Environment = Fill(service.Environment, Fill),
            Config = Fill(service.Config, Fill),
            Healthcheck = service.Healthcheck is { Probe: HealthProbe.Command probe } check
                ? check with { Probe = probe with { Arguments = Fill(probe.Arguments) } }
                : service.Healthcheck,
            CapAdd = Fill(service.CapAdd),
            CapDrop = Fill(service.CapDrop),
            SecurityOpt = Fill(service.SecurityOpt),
            Devices = Fill(service.Devices),
            Facts = Fill(service.Facts, command => (IReadOnlyList<string>)Fill(command)),
        };

        public NodeDefinition Fill(NodeDefinition node) => node with
        {
            Prepare = FillCommand(node.Prepare),
            Deliver = FillCommand(node.Deliver),
            Exec = FillCommand(node.Exec),
            Log = FillCommand(node.Log),
            Remove = FillCommand(node.Remove),
        };

        private string[]? FillCommand(IReadOnlyList<string>? command) => command is null ? null : Fill(command);

        private string[] Fill(IReadOnlyList<string> texts) => [.. texts.Select(Fill)];

        private ConfigFile Fill(ConfigFile file) => new(
            file.Text is { } text ? Fill(text) : null,
            file.Sections is { } sections
                ? Fill(
                    sections,
                    keys => (IReadOnlyDictionary<string, IReadOnlyList<string>>)Fill(keys, values => (IReadOnlyList<string>)Fill(values)))
                : null);

        private static OrderedDictionary<string, T> Fill<T>(IReadOnlyDictionary<string, T> values, Func<T, T> fill)
        {
            var result = new OrderedDictionary<string, T>(StringComparer.Ordinal);
            foreach (var (name, value) in values)
            {
                result.Add(name, fill(value));
            }

            return result;
        }
    }
}
