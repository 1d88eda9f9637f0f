using Docker.DotNet;
using GlanceGate.Engine;
using GlanceGate.Engine.Packages;
using GlanceGate.ImageMaking;
using GlanceGate.Inputs;
using GlanceGate.Machine;

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

    internal static bool IsPodman => Lease.Info.Name.StartsWith("Podman", StringComparison.Ordinal);

    /// <summary>Reference of a Debian image.</summary>
    internal static string BaseImage { get; private set; } = "";

    /// <summary>An image that the gate did not make.</summary>
    internal static string ForeignImage => "glance-gate-foreign:test";

    internal static async Task RemoveForeignNetworkAsync(string name)
    {
        using var docker = Connect();
        await docker.Networks.DeleteNetworkAsync(name);
    }

    [OneTimeSetUp]
    public async Task TakeAnEngine()
    {
        try
        {
            _lease = await EngineProvider.ConnectAsync(
                new EngineRequest(null, StateFolder.Default()), new ToTestOutput(), CancellationToken.None);
            var image = await new BaseImage(
                _lease.Engine, "debian:bookworm", HostPackages.OfThisMachine(Patience.Usual), Patience.Usual, new ToTestOutput()).EnsureAsync(CancellationToken.None);
            BaseImage = image.Reference;
            await MakeForeignImageAsync();
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
            if (BaseImage.Length > 0)
            {
                using var docker = Connect();
                await docker.Images.DeleteImageAsync(ForeignImage, new());
            }

            await _lease.DisposeAsync();
        }
    }

    // for what is not the gate's, which its own engine refuses to remove
    private static DockerClient Connect() => new DockerClientBuilder().WithEndpoint(Lease.Info.Endpoint).Build();

    private static Task MakeForeignImageAsync() =>
        Engine.BuildImageAsync(
            new ImageBuild(ForeignImage, "FROM scratch\nENV OF=somebody\n", new Dictionary<string, ContextFile>(), new Dictionary<string, string>()),
            new ToTestOutput(),
            CancellationToken.None);
}
