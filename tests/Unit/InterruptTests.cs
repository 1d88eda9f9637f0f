using System.Runtime.InteropServices;

namespace GlanceGate.Unit;

[NonParallelizable]
internal sealed class InterruptTests
{
    private const int Terminate = 15;

    /// <summary>SIGINT and SIGHUP are ignored where whoever started the tests ignores them, as <c>nohup</c> and shells in the background do; the campaign's kills send them.</summary>
    [Test]
    [CancelAfter(30_000)]
    public async Task A_signal_ends_a_run_in_order(CancellationToken cancellation)
    {
        using var interrupt = new Interrupt();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = interrupt.Token.Register(ended.SetResult);

        // without the handler the process of the tests would end
        Assert.That(Kill(Environment.ProcessId, Terminate), Is.Zero);

        await ended.Task.WaitAsync(cancellation);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
