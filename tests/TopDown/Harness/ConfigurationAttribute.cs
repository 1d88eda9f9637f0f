using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace GlanceGate.TopDown.Harness;

/// <summary>
/// For which deployments that are set up otherwise a test is: property <c>Configuration</c>, by which a job selects its tests. What the deployment
/// must have says <see cref="RequiresAttribute"/>.
/// </summary>
/// <param name="names">Values of the jobs' matrix axis <c>configuration</c>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class ConfigurationAttribute(params string[] names) : NUnitAttribute, IApplyToTest
{
    public void ApplyToTest(Test test)
    {
        foreach (var name in names)
        {
            test.Properties.Add("Configuration", name);
        }
    }
}
