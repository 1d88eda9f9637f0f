using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace GlanceGate.TopDown.Harness;

/// <summary>
/// The fixture's story is a server's life and takes long. It is begun before the other fixtures, whose quick tests then fill the time
/// of the other workers; begun last, one worker would tell it alone while the others are done.
/// </summary>
/// <remarks>NUnit begins what has an order before what has none; its own attribute for that is to go.</remarks>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ToldFirstAttribute : NUnitAttribute, IApplyToTest
{
    public void ApplyToTest(Test test) => test.Properties.Set(PropertyNames.Order, 1);
}
