using System.Globalization;
using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Freezes one combination.</summary>
/// <param name="library">What the files declare.</param>
/// <param name="bag">Takes mistakes.</param>
/// <param name="imageExists">Whether an image of the gate's own exists.</param>
/// <param name="job">The job.</param>
/// <param name="name">The variant's name.</param>
/// <param name="combination">One value of each axis.</param>
/// <param name="trust">How far the job and its parents can be believed.</param>
internal sealed class VariantFreezer(
    JobLibrary library,
    DiagnosticBag bag,
    Func<string, bool> imageExists,
    Declaration job,
    string name,
    Combination combination,
    Trust trust)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan DefaultPostTimeout = TimeSpan.FromMinutes(2);

    // What a job does not take over from its parents.
    private static readonly string[] OwnKeys = ["name", "parent", "abstract", "description"];

    private static readonly string[] PartsWithPlaceholders = ["suite", "nodeset"];

    private readonly string _context = string.Create(
        CultureInfo.InvariantCulture,
        $"in job '{name}', from {job.Place.File}:{job.Place.Line}");

    /// <summary>Freezes the combination.</summary>
    /// <param name="merged">The job's layers merged.</param>
    /// <param name="layers">The layers from the root down.</param>
    /// <param name="last">The last of them where it is what the pipeline and the command line say, or null.</param>
    /// <param name="sets">Overrides of services, or null.</param>
    /// <returns>The variant, or null after a mistake.</returns>
    public FrozenVariant? Freeze(MappingNode merged, MappingNode[] layers, MappingNode? last, SetTracker? sets)
    {
        var before = bag.Count;
        var values = AxisFiles();
        var assembled = new ServiceAssembler(library, bag, _context).Assemble([.. layers, .. values.Select(value => value.Body)], trust);
        assembled = sets?.Apply(assembled) ?? assembled;
        var keys = new OrderedDictionary<string, MappingEntry>(StringComparer.Ordinal);
        foreach (var (key, entry) in merged.Entries.Where(pair => !OwnKeys.Contains(pair.Key)))
        {
            keys.Add(key, entry);
        }

        MergeParts(keys, values);
        trust.IsSound &= CheckGroups([.. layers, .. values.Select(value => value.Body)]);

        var checker = new ShapeChecker(bag, _context) { RequiresAll = trust.IsSound };
        var services = CheckServices((MappingNode)Resolve(assembled), checker);
        keys["services"] = new MappingEntry(ScalarNode.Text(assembled.Span, "services"), services);
        keys["capabilities"] = new MappingEntry(ScalarNode.Text(job.Place, "capabilities"), Capabilities(merged, values));
        trust.IsSound &= !checker.Failed;
        TakeLast(keys, [.. values.Select(value => value.Body), .. Overrides(merged)], last);

        var variant = Read(
            new MappingNode(job.Place, keys), services, suite => PinnedTestsReader.Read(suite, layers, values.Select(value => value.Body)));
        return bag.Count == before ? variant : null;
    }

    /// <summary>Merges what matrix values change about the job's own parts over them; a null removes what the job has.</summary>
    private void MergeParts(OrderedDictionary<string, MappingEntry> keys, List<Declaration> values)
    {
        foreach (var part in JobLanguage.PartsOfAxisValues)
        {
            foreach (var change in values.Select(value => value.Body[part]).OfType<MappingNode>())
            {
                var entry = keys.GetValueOrDefault(part) ?? new MappingEntry(ScalarNode.Text(job.Place, part), MappingNode.Empty);
                keys[part] = entry with { Value = Merger.Merge(entry.Value as MappingNode ?? MappingNode.Empty, change) };
            }
        }

        foreach (var part in PartsWithPlaceholders.Where(keys.ContainsKey))
        {
            keys[part] = keys[part] with { Value = Resolve(keys[part].Value) };
        }
    }

    private bool CheckGroups(IReadOnlyList<MappingNode> layers)
    {
        return GroupedEntries.Check(Of("log-scan", "allow"), "an allowed error", bag, _context)
            & GroupedEntries.Check(Of("suite", "skips"), "a skip", bag, _context);

        IEnumerable<Node> Of(string part, string key) => layers.Select(layer => layer[part] is ScalarNode gone ? gone : layer.Find(part, key)).OfType<Node>();
    }

    /// <summary>What matrix values say takes the place of what the job says, or is added to it; the pipeline and the command line have the last word.</summary>
    private static void TakeLast(OrderedDictionary<string, MappingEntry> keys, IReadOnlyList<MappingNode> values, MappingNode? last)
    {
        foreach (var part in JobLanguage.ReplacedByAxisValues.Where(part => last?[part] is null))
        {
            foreach (var entry in values.Select(value => value.Entries.GetValueOrDefault(part)).OfType<MappingEntry>())
            {
                if (entry.Value is ScalarNode { Kind: ScalarKind.Null })
                {
                    keys.Remove(part);
                }
                else
                {
                    keys[part] = entry.Value is SequenceNode { Adds: true } more ? entry with { Value = more.AddedTo(keys.GetValueOrDefault(part)?.Value) } : entry;
                }
            }
        }
    }

    /// <summary>What the job says of variants with the values of this one, in matrix order.</summary>
    private IEnumerable<MappingNode> Overrides(MappingNode merged) =>
        combination.Values.Select(pair => merged.Find(JobLanguage.Variants, pair.Value.Value)).OfType<MappingNode>();

    private List<Declaration> AxisFiles()
    {
        var files = new List<Declaration>();
        foreach (var (axis, value) in combination.Values)
        {
            if (!library.NeedsFiles(axis))
            {
                continue;
            }

            if (library.AxisValues.TryGetValue(new AxisValue(axis, value.Value), out var file))
            {
                // An unknown parent, or a circle, was reported when the files were read.
                foreach (var item in Lineage.Of(file, library.ValuesOf(axis)) ?? [])
                {
                    files.Add(item);
                    trust.Add(item);
                }

                continue;
            }

            trust.IsSound = false;
            trust.KnowsServices = false;
            bag.Report(
                DiagnosticCodes.UnknownMatrixValue,
                value.Span,
                $"the value '{value.Value}' of '{axis}' has no file",
                Suggestion.For(value.Value, library.AxisValues.Keys.Where(key => key.Axis == axis).Select(key => key.Value))
                    ?? $"write jobs/{axis}/{value.Value}.yaml",
                _context);
        }

        return files;
    }

    private Node Resolve(Node node) => Merger.Map(node, scalar =>
    {
        if (!Placeholders.Any(scalar.Value))
        {
            return scalar;
        }

        var text = Placeholders.Replace(
            scalar.Value,
            word => word == "job.name" ? job.Name : Placeholders.Axis(word) is { } axis ? Value(axis, scalar) : null);
        return new ScalarNode(scalar.Span, text, scalar.Kind);
    });

    private string? Value(string axis, ScalarNode scalar)
    {
        if (combination[axis] is { } value)
        {
            return value;
        }

        bag.Report(
            DiagnosticCodes.UnknownPlaceholder,
            bag.Narrow(scalar.Span, $"${{matrix.{axis}}}"),
            $"this variant has no value of an axis '{axis}'",
            Suggestion.ForOrList(axis, [.. combination.Values.Select(pair => pair.Key)]),
            _context);
        return null;
    }

    private static MappingNode CheckServices(MappingNode services, ShapeChecker checker)
    {
        var good = new OrderedDictionary<string, MappingEntry>(StringComparer.Ordinal);
        string[] names = [.. services.Entries.Keys];
        Array.Sort(names, StringComparer.Ordinal);
        foreach (var service in names)
        {
            var entry = services.Entries[service];
            if (checker.Check(entry.Value, ServiceLanguage.Merged with { Noun = $"service '{service}'" }, $"'{service}'") is { } value)
            {
                good.Add(service, entry with { Value = value });
            }
        }

        return new MappingNode(services.Span, good);
    }

    private static SequenceNode Capabilities(MappingNode merged, List<Declaration> values)
    {
        var items = new List<Node>();
        var bodies = values.Select(value => value.Body).Prepend(merged);
        foreach (var item in bodies.SelectMany(body => (body["capabilities"] as SequenceNode)?.Items ?? []))
        {
            if (!items.Exists(known => ((ScalarNode)known).Value == ((ScalarNode)item).Value))
            {
                items.Add(item);
            }
        }

        return new SequenceNode(merged.Span, items);
    }

    private FrozenVariant Read(MappingNode tree, MappingNode services, Func<string, PinnedTests?> pinned)
    {
        var definitions = new OrderedDictionary<string, ServiceDefinition>(StringComparer.Ordinal);
        foreach (var (service, entry) in services.Entries)
        {
            var source = library.Services.TryGetValue(service, out var declared) ? declared.Place : entry.Key.Span;
            definitions.Add(service, new ServiceReader(bag, _context, trust.IsSound).Read(service, (MappingNode)entry.Value, source));
        }

        var checker = new StackChecker(bag, _context, definitions, services, trust, imageExists);
        checker.Check();
        if (definitions.Count == 0 && trust.IsSound)
        {
            bag.Report(
                DiagnosticCodes.NoServices,
                job.Place,
                $"job '{job.Name}' has no services",
                "add 'services', or make the job abstract",
                _context);
        }

        var reader = new JobPartsReader(bag, _context, job.Place, trust.IsSound);
        var suite = new SuiteReader(bag, _context, library.Suites, job.Place, trust.IsSound).Read(tree["suite"], checker);
        var nodeset = new NodesetReader(bag, _context, trust.IsSound).Read(tree["nodeset"], checker);
        var definition = new VariantDefinition(
            job.Name,
            name,
            [.. combination.Values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Value))],
            Values.Text(job.Body["description"]) ?? "",
            Values.Duration(tree["timeout"]) ?? DefaultTimeout,
            Values.Duration(tree["post-timeout"]) ?? DefaultPostTimeout,
            Values.Text(tree["attempts"]) is { } attempts ? int.Parse(attempts, CultureInfo.InvariantCulture) : 1,
            Values.Truth(tree["voting"]) ?? true,
            Values.List(tree["capabilities"]),
            [.. definitions.Values],
            suite with { Pinned = pinned(suite.Name) },
            reader.Audit(tree["audit"], checker),
            reader.Expect(tree["expect"]))
        {
            Tree = tree,
            Host = nodeset?.Host ?? Values.Text(tree["host"]),
            LogScan = reader.LogScan(tree["log-scan"], checker),
            Nodeset = nodeset,
        };
        var variant = new FrozenVariant(definition, JobPartsReader.Changes(tree["changes"]));
        if (trust.IsSound)
        {
            new NodesetChecker(bag, _context, variant).Check();
            new LogScanChecker(bag, _context, variant).CheckEntries();
        }

        return variant;
    }
}
