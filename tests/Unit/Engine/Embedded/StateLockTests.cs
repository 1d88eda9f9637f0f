using GlanceGate.Engine;
using GlanceGate.Engine.Embedded;
using GlanceGate.Unit.Inputs;

namespace GlanceGate.Unit.Engine.Embedded;

[Platform("Linux")]
internal sealed class StateLockTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(300);

    // a limit that no test would live to see
    [Test]
    [CancelAfter(30_000)]
    public async Task A_folder_that_cannot_be_written_to_is_not_waited_for(CancellationToken cancellation) => await Assert.ThatAsync(
        () => StateLock.TakeAsync("/proc/self/lock", TimeSpan.FromHours(1), new CollectingProgress(), cancellation),
        Throws.TypeOf<EngineException>().With.Message.StartsWith("the state folder is not usable: "));

    [Test]
    public async Task Another_gate_that_holds_it_is_waited_for()
    {
        using var folder = new InputFolder();
        using (await StateLock.TakeAsync(folder.Of("lock"), Limit, new CollectingProgress(), CancellationToken.None))
        {
            await Assert.ThatAsync(
                () => StateLock.TakeAsync(folder.Of("lock"), Limit, new CollectingProgress(), CancellationToken.None),
                Throws.TypeOf<EngineException>().With.Message.StartsWith("another gate starts or stops the engine"));
        }

        using var again = await StateLock.TakeAsync(folder.Of("lock"), Limit, new CollectingProgress(), CancellationToken.None);
        Assert.That(File.Exists(folder.Of("lock")), Is.True);
    }
}
