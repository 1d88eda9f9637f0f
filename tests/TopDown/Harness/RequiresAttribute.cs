using GlanceGate.TopDown.Connection;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace GlanceGate.TopDown.Harness;

/// <summary>
/// The test, or each test of the fixture, needs something that not every stack has. Where the stack lacks it the test is ignored with that
/// reason and gets the property <c>Requires</c>; nothing else in the suite may skip a test.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class RequiresAttribute(params string[] capabilities) : NUnitAttribute, IApplyToTest
{
    private static readonly Lazy<IReadOnlyCollection<string>?> Present = new(Load);

    public IReadOnlyCollection<string> Capabilities => capabilities;

    public void ApplyToTest(Test test) => Apply(test, Present.Value);

    /// <param name="test">The test to mark.</param>
    /// <param name="present">What the stack has; null when there is no stack, which is not this attribute's to report.</param>
    internal void Apply(Test test, IReadOnlyCollection<string>? present)
    {
        if (present is null || test.RunState == RunState.NotRunnable)
        {
            return;
        }

        if (capabilities.FirstOrDefault(capability => !present.Contains(capability)) is { } missing)
        {
            test.RunState = RunState.Ignored;
            test.Properties.Set(PropertyNames.SkipReason, $"requires capability '{missing}', which this variant does not have or leaves to another");
            test.Properties.Set("Requires", missing);
        }
    }

    private static IReadOnlyCollection<string>? Load()
    {
        try
        {
            return StackFile.Read(StackLocator.Locate()).Capabilities;
        }
        catch (StackFileException)
        {
            // Tests are being listed, or will all fail when the suite's set-up says the same thing with its reason.
            return null;
        }
    }
}
