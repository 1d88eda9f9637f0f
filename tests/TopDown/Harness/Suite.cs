using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown;

/// <summary>Connects to the stack once, before the first test. Without a stack every test fails with the reason; none is skipped.</summary>
[SetUpFixture]
public sealed class Suite
{
    private static StackSession? _session;

    internal static StackSession Session
    {
        get => _session ?? throw new InvalidOperationException("the suite is not connected to a stack");
        set => _session = value;
    }

    [OneTimeSetUp]
    public async Task ConnectAsync()
    {
        var stack = StackFile.Read(StackLocator.Locate());
        await TestContext.Progress.WriteLineAsync($"stack: {stack.Variant}, described by {stack.Source}");
        _session = await StackSession.ConnectAsync(stack, new Transcript("log-in"));
    }

    [OneTimeTearDown]
    public async Task DisconnectAsync()
    {
        if (_session is { } session)
        {
            await session.DisposeAsync();
        }
    }
}
