using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDownHarness;

internal static class StackDescriptions
{
    public static StackDescription With(Uri? proxy = null, Dictionary<string, string>? hosts = null) => new(
        "stack.json",
        "test",
        ["boot"],
        new Credentials(new Uri("http://keystone:5000/v3"), "admin", "secret", "admin", "Default", "Default", null),
        new Dictionary<string, string>(),
        proxy,
        hosts ?? []);
}
