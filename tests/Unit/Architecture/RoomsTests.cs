using GlanceGate.Runs;
using GlanceGate.Unit.Jobs;
using GlanceGate.Verdicts;
using NetArchTest.Rules;

namespace GlanceGate.Unit.Architecture;

/// <summary>Rooms use those below them, and of those the ones that stand here.</summary>
/// <remarks>
/// build/README.md shows the same table. To let a room use another, say so in both; one above it cannot be let in. What is looked at is what the compiler made: a constant
/// of another room leaves no trace there.
/// </remarks>
internal sealed class RoomsTests
{
    /// <summary>Rooms from the bottom up, with what each may use.</summary>
    private static readonly (string Room, string[] Uses)[] Allowed =
    [
        ("Inputs", []),
        ("Machine", ["Inputs"]),
        ("Model", ["Inputs"]),
        ("Engine", ["Inputs", "Machine"]),
        ("Jobs", ["Inputs", "Model"]),
        ("CommandLine", ["Machine", "Engine", "Jobs"]),
        ("ImageMaking", ["Inputs", "Engine", "Jobs"]),
        ("Changes", ["Inputs", "Machine", "Model", "Engine", "Jobs", "ImageMaking"]),
        ("Topology", ["Engine", "Jobs"]),
        ("Logs", ["Jobs"]),
        ("Stack", ["Inputs", "Machine", "Model", "Engine", "Jobs", "Topology", "Logs"]),
        ("Suites", ["Inputs", "Machine", "Model", "Engine", "Jobs", "Stack"]),
        ("Evidence", ["Model", "Engine", "Jobs", "Topology", "Logs"]),
        ("Verdicts", ["Model", "Jobs", "Logs", "Evidence"]),
        ("Reports", ["Model", "Engine", "Jobs", "Changes", "Logs", "Evidence", "Verdicts"]),
        ("Terminal", ["Model", "Reports"]),
        ("Mutations", ["Inputs", "Model", "Jobs", "Changes", "Stack", "Verdicts", "Reports"]),
        ("Repeats", ["Model", "Logs", "Verdicts", "Reports"]),
        ("Runs", ["Inputs", "Machine", "Model", "Engine", "CommandLine", "Jobs", "ImageMaking", "Changes", "Topology", "Stack", "Suites", "Evidence", "Verdicts", "Reports", "Terminal", "Mutations", "Repeats"]),
        ("Tasks", ["Verdicts", "Runs"]),
    ];

    // the host: the program, and what Cake is told of a run
    private const string Host = "GlanceGate";

    // read once: each question reads all of it
    private static readonly Types Gate = Types.InAssembly(typeof(GateContext).Assembly);

    private static IEnumerable<string> Rooms => Allowed.Select(item => item.Room);

    [TestCaseSource(nameof(Rooms))]
    public void A_room_uses_what_it_may(string room)
    {
        var used = Uses(room).ToList();
        var may = Allowed.Single(item => item.Room == room).Uses;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(used.Where(edge => !may.Contains(edge.Room)), Is.Empty, "edges that it may not have");
            Assert.That(may.Except(used.Select(edge => edge.Room)), Is.Empty, "what it may use and does not");
        }
    }

    [Test]
    public void Rooms_are_in_layers()
    {
        var order = Rooms.ToList();

        Assert.That(Allowed.SelectMany(item => item.Uses.Where(used => order.IndexOf(used) >= order.IndexOf(item.Room)).Select(used => $"{item.Room} -> {used}")), Is.Empty);
    }

    [Test]
    public void Every_folder_is_a_room_and_every_type_is_in_one()
    {
        var folders = Directory.EnumerateDirectories(Repository.PathOf("build")).Select(Path.GetFileName).Except(["Images", "compat"]);
        var lost = typeof(GateContext).Assembly.GetTypes()
            .Where(type => type.Namespace is { } space && space.StartsWith(Host, StringComparison.Ordinal) && space != Host && !Rooms.Any(room => IsIn(space, room)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(folders, Is.EquivalentTo(Rooms));
            Assert.That(lost, Is.Empty);
        }
    }

    [Test]
    public void The_paper_shows_the_same_table() => Assert.That(
        File.ReadAllLines(Repository.PathOf("build", "README.md")),
        Is.SupersetOf(Allowed.Select(item => $"| `{item.Room}` | {(item.Uses.Length == 0 ? "nothing" : string.Join(", ", item.Uses.Select(used => $"`{used}`")))} |")));

    [Test]
    public void An_edge_is_seen_in_a_method_that_waits_and_is_named() => Assert.That(
        Uses("Suites").Select(edge => edge.ToString()),
        Has.Some.EqualTo("GlanceGate.Suites.ContainerSuite -> Machine"));

    [Test]
    public void Reports_put_into_words_what_was_judged_and_judge_nothing()
    {
        string[] judges =
        [
            .. new[] { typeof(VerdictJudge), typeof(Expectation), typeof(SkipRule), typeof(ExpiryRule), typeof(MinimumRule), typeof(DefectRule), typeof(LogCauses) }
                .Select(type => type.FullName!),
        ];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(In("Reports").Should().NotHaveDependencyOnAny(judges).GetResult().FailingTypes?.Select(type => type.FullName) ?? [], Is.Empty);
            Assert.That(
                In("Runs").Should().NotHaveDependencyOnAny(judges).GetResult().FailingTypes?.Select(type => type.FullName) ?? [],
                Has.Some.EqualTo(typeof(GateRun).FullName), "a type that judges is seen");
        }
    }

    private static IEnumerable<Edge> Uses(string room)
    {
        foreach (var other in Rooms.Where(other => other != room))
        {
            var result = In(room).Should().NotHaveDependencyOnAny($"{Host}.{other}").GetResult();
            foreach (var type in result.FailingTypes ?? [])
            {
                yield return new Edge(type.FullName, other);
            }
        }
    }

    private static PredicateList In(string room) =>
        Gate.That().ResideInNamespaceMatching($"^{Host}\\.{room}(\\.|$)");

    private static bool IsIn(string space, string room) => space == $"{Host}.{room}" || space.StartsWith($"{Host}.{room}.", StringComparison.Ordinal);

    private sealed record Edge(string Type, string Room)
    {
        public override string ToString() => $"{Type} -> {Room}";
    }
}
