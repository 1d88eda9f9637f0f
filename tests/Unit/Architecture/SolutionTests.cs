using System.Text.Json;
using System.Xml.Linq;
using GlanceGate.Unit.Jobs;

namespace GlanceGate.Unit.Architecture;

/// <summary>What an editor opens is all there is.</summary>
internal sealed class SolutionTests
{
    [Test]
    public void The_solution_holds_every_project()
    {
        var solution = Repository.PathOf("build/GlanceGate.slnx");
        var held = XDocument.Load(solution).Descendants("Project")
            .Select(project => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(solution)!, project.Attribute("Path")!.Value)));

        var projects = new[] { Repository.PathOf("CakeBuild.csproj") }
            .Concat(Directory.EnumerateFiles(Repository.PathOf("build"), "*.csproj", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.PathOf("tests"), "*.csproj", SearchOption.AllDirectories))
            .Select(Path.GetFullPath);

        Assert.That(held, Is.EquivalentTo(projects));
    }

    [Test]
    public void An_editor_is_told_what_is_there()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(".vscode/settings.json")));
        var schemas = settings.RootElement.GetProperty("yaml.schemas").EnumerateObject().Select(schema => schema.Name);

        Assert.That(schemas.Append(settings.RootElement.GetProperty("dotnet.defaultSolution").GetString()!).Select(path => Repository.PathOf(path)), Is.All.Exist);
    }
}
