using System.Diagnostics;
using GlanceGate.Machine;
using GlanceGate.Stack.Sessions;

namespace GlanceGate.Unit.Stack.Sessions;

public sealed class SessionOwnerTests : StateFolderFixture
{
    private const string Mine = "host~4026531836/boot-1/42/1000";

    [Test]
    public void This_process_is_alive() =>
        Assert.That((SessionOwner.IsAlive(SessionOwner.Current()), SessionOwner.IsAlive(null)), Is.EqualTo((true, false)));

    [Test]
    public void The_label_names_host_boot_process_and_start_time()
    {
        WriteProcess(42, "(a (odd) name) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 1000 20");

        Assert.That(SessionOwner.Of(42, Processes()), Is.EqualTo(Mine));
    }

    [TestCase(Mine, "S", nameof(OwnerState.Alive))]
    [TestCase(Mine, "Z", nameof(OwnerState.Dead), TestName = "An owner that only waits to be reaped is dead")]
    [TestCase("host~4026531836/boot-1/42/999", "S", nameof(OwnerState.Dead), TestName = "A later process with the owner's id is not the owner")]
    [TestCase("host~4026531836/boot-1/43/1000", "S", nameof(OwnerState.Dead), TestName = "An owner whose process is gone is dead")]
    [TestCase("host~4026531836/boot-0/42/1000", "S", nameof(OwnerState.Dead), TestName = "An owner of an earlier boot is dead")]
    [TestCase("other~4026531836/boot-1/42/1000", "S", nameof(OwnerState.Elsewhere), TestName = "An owner on another host cannot be judged")]
    [TestCase("host~1/boot-1/42/1000", "S", nameof(OwnerState.Elsewhere), TestName = "An owner in another container of the same name cannot be judged")]
    [TestCase("nonsense", "S", nameof(OwnerState.Elsewhere))]
    [TestCase(null, "S", nameof(OwnerState.Elsewhere))]
    [TestCase("host~4026531836/boot-1/-42/1000", "S", nameof(OwnerState.Elsewhere))]
    public void Judge_tells_the_living_from_the_dead(string? label, string state, string expected)
    {
        WriteProcess(42, $"(gate) {state} 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 1000 20");

        Assert.That(SessionOwner.Judge(label, Processes()).ToString(), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_killed_process_is_dead()
    {
        using var child = Process.Start("sleep", ["600"]);
        var owner = SessionOwner.Of(child.Id, new ProcessTable());
        var before = SessionOwner.IsAlive(owner);
        child.Kill();
        await child.WaitForExitAsync();

        Assert.That((before, SessionOwner.IsAlive(owner)), Is.EqualTo((true, false)));
    }

    private void WriteProcess(int process, string stat)
    {
        Directory.CreateDirectory(Path.Combine(State, "sys/kernel/random"));
        File.WriteAllText(Path.Combine(State, "sys/kernel/hostname"), "host\n");
        File.WriteAllText(Path.Combine(State, "sys/kernel/random/boot_id"), "boot-1\n");
        Directory.CreateDirectory(Path.Combine(State, "self/ns"));
        File.CreateSymbolicLink(Path.Combine(State, "self/ns/pid"), "pid:[4026531836]");
        Directory.CreateDirectory(Path.Combine(State, $"{process}"));
        File.WriteAllText(Path.Combine(State, $"{process}/stat"), $"{process} {stat}\n");
    }

    private ProcessTable Processes() => new(State);
}
