namespace GlanceGate.Unit.Stack.Sessions;

/// <summary>A state folder of a test's own.</summary>
public abstract class StateFolderFixture
{
    protected string State { get; private set; } = "";

    [SetUp]
    public void MakeStateFolder() => State = Directory.CreateTempSubdirectory("glance-gate-test-").FullName;

    [TearDown]
    public void RemoveStateFolder() => Directory.Delete(State, recursive: true);
}
