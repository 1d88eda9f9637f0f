using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Topology;

namespace GlanceGate.Unit.Stack;

/// <summary>Small plans.</summary>
internal static class Plans
{
    public static TopologyPlan Of(params ContainerPlan[] containers) => new(
        "s1",
        new JobVariant(
            new VariantDefinition("job", "job (x)", [], "", TimeSpan.FromHours(1), TimeSpan.FromMinutes(2), 1, true, [],
                [.. containers.Select(container => container.Definition)],
                new SuiteDefinition("Suite", "", new Dictionary<string, string>(), new Dictionary<string, ImageFile>()), null, null),
            []),
        "gate-s1",
        new Dictionary<string, string> { [GateLabels.Session] = "s1", [GateLabels.Owner] = "me", [GateLabels.Variant] = "job (x)" },
        containers,
        new Dictionary<string, string>(),
        []);

    public static ContainerPlan Service(string name, HealthcheckDefinition? check = null, params (string Service, DependencyCondition Condition)[] dependsOn) => new(
        name,
        $"gate-s1-{name}",
        new ServiceDefinition(
            name, "image", null, null, null, null, new Dictionary<string, string>(), new Dictionary<string, ConfigFile>(), check,
            dependsOn.ToDictionary(item => item.Service, item => item.Condition), null, new Dictionary<string, string>(), [], [], [], [], false,
            new SourceSpan("jobs/x.yaml", 1, 1, 1)),
        new Dictionary<string, ReadOnlyMemory<byte>>());

    public static ContainerPlan WithVolume(ContainerPlan plan, string volume, string path) => plan with
    {
        Definition = plan.Definition with { Volumes = new Dictionary<string, string> { [path] = volume } },
    };

    public static HealthcheckDefinition Check(HealthProbe probe, int seconds = 60) => new(probe, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds));

    public static HealthcheckDefinition Command(int seconds = 60) => Check(new HealthProbe.Command(["ready"]), seconds);

    // a day: the clock of a test may run ahead of the task that reads the log
    public static HealthcheckDefinition Log(string pattern) => Check(new HealthProbe.Log(pattern), 86_400);

    public static HealthcheckDefinition Http(string host) => Check(new HealthProbe.Http(new Uri($"http://{host}/"), []));

    public static HealthcheckDefinition Exit(int code) => Check(new HealthProbe.Exit(code));
}
