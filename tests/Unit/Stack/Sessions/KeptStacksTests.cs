using GlanceGate.Changes;
using GlanceGate.Stack;
using GlanceGate.Stack.Sessions;

namespace GlanceGate.Unit.Stack.Sessions;

public sealed class KeptStacksTests : StateFolderFixture
{
    private static readonly StackDescription Description = new(
        "s1", "job", "job (x)", [], new Dictionary<string, string> { ["password"] = "secret" }, new Dictionary<string, string>(), "", new Dictionary<string, string>());

    [Test]
    public void Keep_is_found_again_and_readable_by_its_owner_only()
    {
        var kept = new KeptStacks(State);
        kept.Keep(Stack("s1", 1) with { Changes = [new("app", "a.patch", "sha256:0", ["x"], ["doc/x"])] }, Description);

        var found = kept.Find("s1")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found with { Changes = [] }, Is.EqualTo(Stack("s1", 1)));
            Assert.That(found.Changes.Select(ChangeWords.Of), Is.EqualTo(new[] { "a.patch (x, 1 left out, sha256:0)" }));
            Assert.That(kept.Describe("s1").Parameters["password"], Is.EqualTo("secret"));
            Assert.That(kept.Protects("s1"), Is.True);
            Assert.That(Mode("kept/s1"), Is.EqualTo("700"));
            Assert.That(Mode("kept/s1/stack.json"), Is.EqualTo("600"));
            Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(State, "kept/s1")).Count(), Is.EqualTo(2), "nothing temporary is left");
        }
    }

    [Test]
    public void List_is_in_the_order_of_keeping()
    {
        var kept = new KeptStacks(State);
        kept.Keep(Stack("a", 2), Description);
        kept.Keep(Stack("b", 1), Description);

        Assert.That(kept.List().Select(stack => stack.Session), Is.EqualTo(new[] { "b", "a" }));
    }

    [Test]
    public void An_entry_that_was_not_finished_is_not_there()
    {
        var kept = new KeptStacks(State);
        Directory.CreateDirectory(Path.Combine(State, "kept/.s1.new"));
        File.WriteAllText(Path.Combine(State, "kept/.s1.new/kept.json"), "{");

        Assert.That((kept.List().Count, kept.Protects("s1")), Is.EqualTo((0, false)));
        kept.Keep(Stack("s1", 1), Description);
        Assert.That(kept.Find("s1"), Is.Not.Null, "a later one is not disturbed by it");
    }

    [Test]
    public void A_damaged_entry_still_protects_and_can_be_removed()
    {
        var kept = new KeptStacks(State);
        kept.Keep(Stack("s1", 1), Description);
        File.WriteAllText(Path.Combine(State, "kept/s1/kept.json"), """{"session": "s1"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(kept.Find("s1"), Is.Null);
            Assert.That(kept.List(), Is.Empty);
            Assert.That(kept.Protects("s1"), Is.True);
        }

        kept.Remove("s1");
        Assert.That((kept.Protects("s1"), Directory.EnumerateFileSystemEntries(Path.Combine(State, "kept")).Any()), Is.EqualTo((false, false)));
    }

    [Test]
    public void Keeping_again_replaces()
    {
        var kept = new KeptStacks(State);
        kept.Keep(Stack("s1", 1), Description);
        kept.Keep(Stack("s1", 5), Description);

        Assert.That(kept.Find("s1")?.Created.Day, Is.EqualTo(5));
    }

    [Test]
    public void Removing_what_is_not_there_does_nothing() =>
        Assert.That(() => new KeptStacks(State).Remove("s1"), Throws.Nothing);

    [TestCase("../s1")]
    [TestCase("")]
    [TestCase(".s1.new")]
    [TestCase("S1")]
    public void A_name_that_is_no_session_is_refused(string session) =>
        Assert.That(() => new KeptStacks(State).Remove(session), Throws.ArgumentException);

    private static KeptStack Stack(string session, int day) =>
        new(session, "job", "job (x)", "unix:///engine.sock", "gate-gateway", new DateTimeOffset(2024, 1, day, 0, 0, 0, TimeSpan.Zero));

    private string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(Path.Combine(State, path)), 8);
}
