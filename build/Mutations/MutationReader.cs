using System.Text;
using GlanceGate.Changes;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Freezing;
using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Mutations;

/// <summary>Reads mutation files of both forms: a header and a diff (<c>*.patch</c>), or overrides (<c>*.yaml</c>). Pure.</summary>
internal static class MutationReader
{
    /// <summary>Reads files; mistakes go to the bag, and what has one is not in the result.</summary>
    public static IReadOnlyList<Mutation> Read(IReadOnlyList<JobFile> files, DiagnosticBag bag)
    {
        var mutations = new Dictionary<string, Mutation>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (file.Problem is { } problem)
            {
                bag.Report(problem.Code, problem.Span, problem.Message, problem.Suggestion);
                continue;
            }

            bag.AddSource(file.Path, file.Text);
            var read = file.Path.EndsWith(".patch", StringComparison.Ordinal) ? ReadPatch(file, bag) : ReadYaml(file, bag);
            if (read is not null && !mutations.TryAdd(read.Name, read))
            {
                bag.Report(
                    DiagnosticCodes.DuplicateName,
                    new SourceSpan(file.Path, 1, 1, 1),
                    $"there are two mutations '{read.Name}'",
                    $"the other is {mutations[read.Name].File}: rename one of them");
            }
        }

        return [.. mutations.Values];
    }

    private static Mutation? ReadPatch(JobFile file, DiagnosticBag bag)
    {
        var before = bag.Count;
        var header = MutationHeader.Read(file, bag, out var end);
        if (bag.Count > before || Check(header, MutationLanguage.Header, file, bag) is not { } good)
        {
            return null;
        }

        var lines = file.Text.ReplaceLineEndings("\n").Split('\n').Skip(end);
        if (!lines.Any(line => line.StartsWith("@@ ", StringComparison.Ordinal)))
        {
            bag.Report(
                DiagnosticCodes.MutationWithoutDiff,
                new SourceSpan(file.Path, end, 1, 1),
                "no diff follows the header",
                "a unified diff stands after an empty line, its paths relative to the project's source");
            return null;
        }

        var project = (ScalarNode)good["Project"]!;
        try
        {
            // a diff may have text before it, so that its lines have the numbers of the file
            var change = ChangeReader.OfPatch(project.Value, file.Path, Encoding.UTF8.GetBytes(file.Text));
            return Make(file, good, name => name, new PatchMutation(change, project.Span), bag);
        }
        catch (ChangeFormatException problem)
        {
            bag.Report(
                DiagnosticCodes.BadChange, new SourceSpan(file.Path, Math.Max(1, problem.Line), 1, 1), problem.Message, problem.Suggestion, $"in the mutation {NameOf(file)}");
            return null;
        }
    }

    private static Mutation? ReadYaml(JobFile file, DiagnosticBag bag)
    {
        if (!NodeReader.TryRead(file, bag, out var root))
        {
            return null;
        }

        if (Check(root ?? new MappingNode(new SourceSpan(file.Path, 1, 1, 1), []), MutationLanguage.Yaml, file, bag) is not { } good)
        {
            return null;
        }

        var sets = ((SequenceNode)good["set"]!).Items.Cast<ScalarNode>().Select(item => KeyValuePair.Create(item.Span, item.Value)).ToList();
        var services = sets.Select(set => ServiceOf(set.Value)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return Make(file, good, name => name.ToLowerInvariant(), new SetMutation(sets, string.Join(", ", services)), bag);
    }

    private static MappingNode? Check(Node root, ObjectShape shape, JobFile file, DiagnosticBag bag)
    {
        var checker = new ShapeChecker(bag, $"in the mutation {NameOf(file)}");
        var good = checker.Check(root, shape, shape.Noun) as MappingNode;
        return checker.Failed ? null : good;
    }

    private static Mutation? Make(JobFile file, MappingNode good, Func<string, string> key, MutationContent content, DiagnosticBag bag)
    {
        var checks = Values.List(good[key("Caught-by")]);
        if (checks.Count > 1 && checks.Contains(Mutation.NoCheck))
        {
            bag.Report(
                DiagnosticCodes.HarmlessMutation,
                good[key("Caught-by")]!.Span,
                $"what checks must catch is not what {Mutation.NoCheck} may notice",
                $"leave out '{Mutation.NoCheck}', or the checks",
                $"in the mutation {NameOf(file)}");
            return null;
        }

        return new Mutation(NameOf(file), file.Path, Values.Text(good[key("Mutation")])!, checks, Values.Text(good[key("Source")])!, content)
        {
            Variants = Values.List(good[key("Variant")]),
        };
    }

    private static string NameOf(JobFile file) => Path.GetFileNameWithoutExtension(file.Path);

    private static string ServiceOf(string set)
    {
        var address = set.StartsWith("services.", StringComparison.Ordinal) ? set["services.".Length..] : set;
        return address.Split('.', '=')[0];
    }
}
