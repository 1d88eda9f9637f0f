using System.Text.Json;
using System.Text.Json.Nodes;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;
using GlanceGate.Unit.Jobs.Yaml;
using Json.Schema;

namespace GlanceGate.Unit.Jobs.Language;

[TestFixture]
internal sealed class JobSchemaTests
{
    // Mistakes of form in one file, which a schema can show; the others follow from several values or files.
    private static readonly string[] FormCodes = [DiagnosticCodes.UnknownKey, DiagnosticCodes.WrongType, DiagnosticCodes.MissingKey];

    // A misspelt exclude could be an axis of that name, as a misspelt item could; image and suite may come from another file.
    private static readonly string[] BeyondTheSchema = ["matrix-exclude-misspelt", "image-missing", "suite-none", "item-unknown", "log-scan"];

    private static readonly JsonSchema Schema = JsonSchema.FromText(JobSchema.Generate(Repository.Suites));

    private static IEnumerable<string> Good => Fixture.Names("good");

    private static IEnumerable<string> Broken => Fixture.Names("broken");

    [Test]
    public void The_schema_in_the_repository_is_fresh()
    {
        Assert.That(
            File.ReadAllText(Repository.PathOf(JobSchema.Path)),
            Is.EqualTo(JobSchema.Generate(Repository.Suites)),
            "write it anew with: dotnet run -- --target=Schema");
    }

    [Test]
    public void The_paper_of_keys_in_the_repository_is_fresh()
    {
        Assert.That(
            File.ReadAllText(Repository.PathOf(JobKeys.Path)),
            Is.EqualTo(JobKeys.Generate(Repository.Suites)),
            "write it anew with: dotnet run -- --target=Schema");
    }

    [TestCaseSource(nameof(Good))]
    public void The_schema_takes_what_the_reader_takes(string name)
    {
        Assert.That(Fixture.Load("good", name).Files.SelectMany(Mistakes), Is.Empty);
    }

    [Test]
    public void The_schema_takes_the_job_files_of_the_repository()
    {
        Assert.That(JobFolder.Read(Repository.Root).SelectMany(Mistakes), Is.Empty);
    }

    [TestCaseSource(nameof(Broken))]
    public void The_schema_refuses_what_the_reader_refuses_for_its_form(string name)
    {
        var fixture = Fixture.Load("broken", name);
        foreach (var file in fixture.Files)
        {
            var codes = fixture.Expected
                .Where(line => line.StartsWith(file.Path + ":", StringComparison.Ordinal))
                .Select(line => line.Split(' ')[1])
                .ToArray();

            if (codes.Intersect(FormCodes).Any() && !BeyondTheSchema.Contains(name))
            {
                Assert.That(Mistakes(file), Is.Not.Empty, file.Path);
            }
            else if (codes.Length == 0 && NodeReader.TryRead(file, new DiagnosticBag(), out _))
            {
                Assert.That(Mistakes(file), Is.Empty, file.Path);
            }
        }
    }

    [TestCase("- job: {name: a, timeout: 1x}")]
    [TestCase("- job: {name: A}")]
    [TestCase("- job: {name: a, voting: yes}")]
    [TestCase("- job: {name: a, attempts: 11}")]
    [TestCase("- job: {name: a, suite: {project: x, files: {a: {image: x, path: y}}}}")]
    [TestCase("- service: {name: a, mem_limit: 1x}")]
    [TestCase("- service: {name: a, config: {etc: x}}")]
    [TestCase("- project: {check: {jobs: [{a: {}, b: {}}]}}")]
    [TestCase("- virt: {name: red, capabilities: [a, a]}")]
    [TestCase("- {job: {name: a}, project: {}}")]
    [TestCase("job: {}")]
    public void The_schema_refuses_bad_values(string text)
    {
        Assert.That(Mistakes(new JobFile("x", text)), Is.Not.Empty);
    }

    [Test]
    public void Every_key_has_a_description_for_editors()
    {
        var schema = (JsonObject)JsonNode.Parse(JobSchema.Generate(Repository.Suites))!;
        var properties = ((JsonObject)schema["definitions"]!).SelectMany(definition => (JsonObject)definition.Value!["properties"]!);

        Assert.That(properties.Where(property => property.Value!["description"] is null).Select(property => property.Key), Is.Empty);
    }

    // What an editor would underline, by a validator that is not ours.
    private static IEnumerable<string> Mistakes(JobFile file)
    {
        Assert.That(NodeReader.TryRead(file, new DiagnosticBag(), out var root), file.Path);
        if (root is null)
        {
            return [];
        }

        var results = Schema.Evaluate(JsonSerializer.SerializeToElement(NodeJson.Of(root)), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? [] : Errors(results).DefaultIfEmpty("it does not fit");
    }

    private static IEnumerable<string> Errors(EvaluationResults results) =>
        (results.Details ?? []).SelectMany(Errors).Concat((results.Errors ?? new Dictionary<string, string>()).Values.Select(error => $"{results.InstanceLocation} {error}"));
}
