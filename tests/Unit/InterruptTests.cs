using System.Runtime.InteropServices;

namespace GlanceGate.Unit;

[Platform(Exclude = "Win")]
[NonParallelizable]
internal sealed class InterruptTests
{
    // without the handler the process of the tests would end
    [TestCase(1, TestName = "The end of its terminal ends a run in order")]
    [TestCase(2, TestName = "Ctrl-C ends a run in order")]
    [TestCase(15, TestName = "SIGTERM ends a run in order")]
    [CancelAfter(30_000)]
    public async Task A_signal_ends_a_run_in_order(int signal, CancellationToken cancellation)
    {
        using var interrupt = new Interrupt();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = interrupt.Token.Register(ended.SetResult);

        Assert.That(Kill(Environment.ProcessId, signal), Is.Zero);

        await ended.Task.WaitAsync(cancellation);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
