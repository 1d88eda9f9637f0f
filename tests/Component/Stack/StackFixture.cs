using System.Text;
using GlanceGate.Engine;
using GlanceGate.ImageMaking;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Stack;
using GlanceGate.Stack.Sessions;
using GlanceGate.Topology;

namespace GlanceGate.Component.Stack;

/// <summary>Tiny stacks of Python programs in the gateway's image, on a real engine.</summary>
internal static class StackFixture
{
    private static readonly SemaphoreSlim Building = new(1, 1);

    public static IContainerEngine Engine => ComponentEngine.Engine;

    /// <summary>Makes a session whose services all run in the gateway's image.</summary>
    public static async Task<(StackSession Session, TopologyPlan Plan)> CreateAsync(
        string? owner, string? logFolder, params ServiceDefinition[] services)
    {
        var session = $"stack{Guid.NewGuid():N}"[..20];
        var prefix = $"gate-{session}-component";
        var plan = new TopologyPlan(
            session,
            new JobVariant(
                new VariantDefinition("component", "component", [], "", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(2), 1, true, [], services,
                    new SuiteDefinition("Suite", "", new Dictionary<string, string>(), new Dictionary<string, ImageFile>()), null, null),
                []),
            prefix,
            new Dictionary<string, string>
            {
                [GateLabels.Session] = session,
                [GateLabels.Owner] = owner ?? SessionOwner.Current(),
                [GateLabels.Variant] = "component",
            },
            [.. services.Select(service => new ContainerPlan(
                service.Name,
                $"{prefix}-{service.Name}",
                service,
                service.Config.ToDictionary(file => file.Key, file => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Value.Text!))))],
            new Dictionary<string, string>(),
            []);
        var image = await GatewayImageAsync();
        return (StackSession.Create(plan, new Dictionary<string, string> { ["gateway"] = image }, Engine, new ToEvents(), TimeProvider.System, logFolder), plan);
    }

    /// <summary>A service that runs a Python program.</summary>
    public static ServiceDefinition Python(string name, string program, HealthProbe? probe, params string[] healthyBefore) => new(
        name, "gateway", null, null, null, ["python3", "-u", "/program.py"], new Dictionary<string, string>(),
        new Dictionary<string, ConfigFile> { ["/program.py"] = new(program, null) },
        probe is null ? null : new HealthcheckDefinition(probe, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(60)),
        healthyBefore.ToDictionary(service => service, _ => DependencyCondition.ServiceHealthy),
        null, new Dictionary<string, string>(), [], ["ALL"], ["no-new-privileges"], [], true, new SourceSpan("jobs/component.yaml", 1, 1, 1));

    /// <summary>Names of what carries the session's label.</summary>
    public static async Task<IReadOnlyList<string>> LeftAsync(TopologyPlan plan) =>
        [.. (await SessionObjects.ListAsync(Engine, plan.Session, CancellationToken.None)).Select(item => item.Name)];

    private static async Task<string> GatewayImageAsync()
    {
        await Building.WaitAsync();
        try
        {
            var labels = new Dictionary<string, string> { [GateLabels.Session] = "component", [GateLabels.Owner] = SessionOwner.Current() };
            var images = new ImageProvider(Engine, Path.Combine(RepositoryRoot(), "build", "Images"), labels, TimeProvider.System);
            return await images.EnsureAsync("gateway", new ImageLines(), CancellationToken.None);
        }
        finally
        {
            Building.Release();
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CakeBuild.csproj")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }

    private sealed class ImageLines : IProgress<ImageProgress>
    {
        public void Report(ImageProgress value) => TestContext.Progress.WriteLine(value.ToString());
    }

    private sealed class ToEvents : IRunEvents
    {
        public void Publish(RunEvent item) => TestContext.Progress.WriteLine(item is RunEvent.ServiceChanged changed
            ? $"{changed.Service.Service}: {changed.Service.State} {changed.Service.Detail}"
            : item.ToString());
    }
}
