using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown;

/// <summary>Connects to the stack once, before the first test. Without a stack every test fails with the reason; none is skipped.</summary>
[SetUpFixture]
public sealed class Suite
{
    private static StackSession? s_session;

    internal static StackSession Session =>
        s_session ?? throw new InvalidOperationException("the suite is not connected to a stack");

    [OneTimeSetUp]
    public async Task ConnectAsync()
    {
        var stack = StackFile.Read(StackLocator.Locate());
        await TestContext.Progress.WriteLineAsync($"stack: {stack.Variant}, described by {stack.Source}");
        s_session = await StackSession.ConnectAsync(stack, new Transcript("log-in"));
    }

    [OneTimeTearDown]
    public async Task DisconnectAsync()
    {
        if (s_session is { } session)
        {
            await session.DisposeAsync();
        }
    }
}
