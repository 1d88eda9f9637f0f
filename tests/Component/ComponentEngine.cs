using GlanceGate.Engine;

namespace GlanceGate.Component;

/// <summary>The engine of all component tests, taken as a run of the gate takes it.</summary>
/// <remarks>
/// Where none can be had every test fails: a suite that skips itself proves nothing. Outside CI <c>GATE_NO_ENGINE=1</c>
/// says that a person knows, and the tests are ignored with that reason.
/// </remarks>
[SetUpFixture]
public sealed class ComponentEngine
{
    private static EngineLease? _lease;
    private static string _reason = "the set-up has not run";

    internal static EngineLease Lease
    {
        get
        {
            if (_lease is null && Environment.GetEnvironmentVariable("GATE_NO_ENGINE") == "1" && Environment.GetEnvironmentVariable("CI") != "true")
            {
                Assert.Ignore($"GATE_NO_ENGINE=1: {_reason}");
            }

            return _lease ?? throw new AssertionException($"component tests need an engine: {_reason}");
        }
    }

    internal static IContainerEngine Engine => Lease.Engine;

    [OneTimeSetUp]
    public async Task TakeAnEngine()
    {
        try
        {
            _lease = await EngineProvider.ConnectAsync(
                new EngineRequest(null, EngineRequest.DefaultStateFolder), new ToTestOutput(), CancellationToken.None);
        }
        catch (EngineException failure)
        {
            _reason = failure.Message;
        }
    }

    [OneTimeTearDown]
    public async Task GiveItBack()
    {
        if (_lease is not null)
        {
            await _lease.DisposeAsync();
        }
    }
}
