using System.Diagnostics;
using GlanceGate.Engine;
using GlanceGate.Machine;
using GlanceGate.Stack;
using GlanceGate.Stack.Nodes;
using GlanceGate.Stack.Sessions;
using GlanceGate.Unit.Engine.InMemory;

namespace GlanceGate.Unit.Stack.Sessions;

public sealed class SweeperTests : StateFolderFixture
{
    private InMemoryEngine _engine = null!;
    private KeptStacks _kept = null!;
    private SessionRecords _records = null!;
    private Sweeper _sweeper = null!;
    private ScriptedNodes _commands = null!;
    private string _dead = "";

    [SetUp]
    public async Task MakeSweeperAsync()
    {
        _engine = new InMemoryEngine(TimeProvider.System);
        _kept = new KeptStacks(State);
        _records = new SessionRecords(State);
        _commands = new ScriptedNodes();
        _sweeper = new Sweeper(_engine, _kept, _records, new ProcessTable(), _ => _commands, TimeProvider.System);
        using var child = Process.Start("sleep", ["600"]);
        _dead = SessionOwner.Of(child.Id, new ProcessTable());
        child.Kill();
        await child.WaitForExitAsync();
    }

    [TearDown]
    public async Task DisposeEngineAsync() => await _engine.DisposeAsync();

    [Test]
    public async Task What_a_dead_owner_left_is_removed_containers_first_and_named()
    {
        Leave("s1", _dead);

        var result = await _sweeper.SweepAsync(all: false, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Problems, Is.Empty);
            Assert.That(result.Sessions.Single().Session, Is.EqualTo("s1"));
            Assert.That(result.Sessions.Single().Removed, Is.EqualTo(new[] { "container s1-db", "network s1", "volume s1-data" }));
            Assert.That(_engine.Calls.Where(call => call.Operation == "Remove").Select(call => call.Target), Is.EqualTo(new[] { "s1-db", "s1", "s1-data" }));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_living_owners_session_is_never_swept(bool all)
    {
        Leave("s1", SessionOwner.Current());
        _records.Begin("s1", null);

        Assert.That((await _sweeper.SweepAsync(all, CancellationToken.None)).Sessions, Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_kept_stack_is_never_swept(bool all)
    {
        Leave("s1", _dead);
        _kept.Keep(
            new KeptStack("s1", "job", "job", "e", "g", DateTimeOffset.UnixEpoch),
            new StackDescription("s1", "job", "job", [], new Dictionary<string, string>(), new Dictionary<string, string>(), "", new Dictionary<string, string>()));

        Assert.That((await _sweeper.SweepAsync(all, CancellationToken.None)).Sessions, Is.Empty);
    }

    [Test]
    public async Task A_stack_that_another_state_folder_keeps_is_swept_on_request_only()
    {
        Leave("s1", _dead);
        _engine.AddObject(new EngineObject(EngineObjectKind.Container, "9", "s1-kept", new Dictionary<string, string>
        {
            [GateLabels.Session] = "s1",
            [GateLabels.Owner] = _dead,
            [GateLabels.Kept] = "true",
        }));

        var automatic = await _sweeper.SweepAsync(all: false, CancellationToken.None);
        var asked = await _sweeper.SweepAsync(all: true, CancellationToken.None);

        Assert.That((automatic.Sessions.Count, asked.Sessions.Count), Is.EqualTo((0, 1)));
    }

    [TestCase("other~1/boot/1/1")]
    [TestCase(null)]
    public async Task A_session_of_another_host_is_swept_on_request_only(string? owner)
    {
        Leave("s1", owner);

        var automatic = await _sweeper.SweepAsync(all: false, CancellationToken.None);
        var asked = await _sweeper.SweepAsync(all: true, CancellationToken.None);

        Assert.That((automatic.Sessions.Count, asked.Sessions.Count), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_name_that_is_no_session_id_is_swept_like_any_other()
    {
        Leave("../Odd", _dead);

        Assert.That((await _sweeper.SweepAsync(all: false, CancellationToken.None)).Sessions.Single().Session, Is.EqualTo("../Odd"));
    }

    [Test]
    public async Task What_cannot_be_removed_is_a_problem_and_the_record_stays_for_the_next_sweep()
    {
        Leave("s1", _dead);
        Record("s1", []);
        _engine.Fail("Remove", "s1-db", "device busy");

        var result = await _sweeper.SweepAsync(all: false, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Problems, Is.EqualTo(new[] { "container s1-db was not removed: Remove s1-db: device busy" }));
            Assert.That(result.Sessions.Single().Removed, Is.EqualTo(new[] { "network s1", "volume s1-data" }));
            Assert.That(_records.Find("s1"), Is.Not.Null);
        }
    }

    [Test]
    public async Task Children_of_a_dead_session_are_killed_and_what_they_started_too()
    {
        using var child = Process.Start(Sleep("600", ""))!;
        using var grandchild = Process.Start(Sleep("600", "s1"))!;
        using var bystander = Process.Start(Sleep("600", "s2"))!;
        Record("s1", [new ChildProcess(child.Id, new ProcessTable().StartTicks(child.Id)!.Value)]);
        try
        {
            var result = await _sweeper.SweepAsync(all: false, CancellationToken.None);
            await child.WaitForExitAsync();
            await grandchild.WaitForExitAsync();

            using (Assert.EnterMultipleScope())
            {
                Assert.That(result.Sessions.Single().Removed, Is.EquivalentTo(new[] { $"process {child.Id}", $"process {grandchild.Id}" }));
                Assert.That(bystander.HasExited, Is.False);
                Assert.That(_records.Find("s1"), Is.Null);
            }
        }
        finally
        {
            bystander.Kill();
        }
    }

    [Test]
    public async Task A_later_process_with_a_childs_id_is_left_alone()
    {
        using var child = Process.Start(Sleep("600", ""))!;
        Record("s1", [new ChildProcess(child.Id, new ProcessTable().StartTicks(child.Id)!.Value - 1)]);
        try
        {
            var result = await _sweeper.SweepAsync(all: false, CancellationToken.None);

            Assert.That((result.Sessions.Count, child.HasExited), Is.EqualTo((0, false)));
        }
        finally
        {
            child.Kill();
        }
    }

    [TestCase(0)]
    [TestCase(7)]
    public async Task What_a_dead_session_put_on_nodes_is_removed_once(int code)
    {
        Record("s1", []);
        _records.AddRemoval("s1", "shelf", new NodeCommand(["remove", "all"], State, new Dictionary<string, string> { ["A"] = "b" }));
        _commands.Says("remove", code);

        var first = await _sweeper.SweepAsync(all: false, CancellationToken.None);
        await _sweeper.SweepAsync(all: false, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            var call = _commands.Calls.Single();
            Assert.That((call.Arguments[^1], call.Folder, call.Environment["A"]), Is.EqualTo(("all", State, "b")));
            Assert.That(first.Sessions.SelectMany(session => session.Removed), code == 0 ? Is.EqualTo(new[] { "service on node shelf" }) : Is.Empty);
            Assert.That(first.Problems, code == 0 ? Is.Empty : Is.EqualTo(new[] { "the service on node shelf was not removed: exit code 7 of remove" }));
            Assert.That(_records.Find("s1"), Is.Null);
        }
    }

    [Test]
    public async Task The_private_folder_of_a_dead_session_is_removed()
    {
        var folder = Path.Combine(State, "work", "s1");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "db.log"), "password");
        Record("s1", [], folder);

        var result = await _sweeper.SweepAsync(all: false, CancellationToken.None);

        Assert.That((result.Sessions.Single().Removed.Single(), Directory.Exists(folder)), Is.EqualTo(($"folder {folder}", false)));
    }

    [Test]
    public void A_folder_outside_the_state_folder_is_never_recorded() =>
        Assert.That(() => _records.Begin("s1", Path.Combine(State, "..", "elsewhere")), Throws.ArgumentException);

    [Test]
    public void Records_are_read_back_and_damaged_ones_are_passed_over()
    {
        _records.Begin("s1", null);
        _records.AddChild("s1", Environment.ProcessId);
        File.WriteAllText(Path.Combine(State, "sessions", "s0.json"), "{");

        var record = _records.All().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(record.Owner, Is.EqualTo(SessionOwner.Current()));
            Assert.That(record.Children.Single().Process, Is.EqualTo(Environment.ProcessId));
        }

        _records.End("s1");
        Assert.That(_records.All(), Is.Empty);
    }

    private static ProcessStartInfo Sleep(string seconds, string session)
    {
        var start = new ProcessStartInfo("sleep", seconds);
        start.Environment[SessionRecords.Variable] = session;
        return start;
    }

    private void Leave(string session, string? owner)
    {
        var labels = new Dictionary<string, string> { [GateLabels.Session] = session };
        if (owner is not null)
        {
            labels[GateLabels.Owner] = owner;
        }

        _engine
            .AddObject(new EngineObject(EngineObjectKind.Volume, "3", $"{session}-data", labels))
            .AddObject(new EngineObject(EngineObjectKind.Network, "1", session, labels))
            .AddObject(new EngineObject(EngineObjectKind.Container, "2", $"{session}-db", labels));
    }

    private void Record(string session, IReadOnlyList<ChildProcess> children, string? folder = null)
    {
        PrivateFiles.CreateFolder(Path.Combine(State, "sessions"));
        PrivateFiles.Write(
            Path.Combine(State, "sessions", session + ".json"),
            System.Text.Json.JsonSerializer.Serialize(new SessionRecord(session, _dead, folder, children), SessionJson.Default.SessionRecord));
    }
}
