using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace GlanceGate.TopDown.Harness;

/// <summary>Says which check of the catalogue a test makes and where the check comes from: properties <c>Check</c> and <c>Source</c>.</summary>
/// <param name="id">The check, for example <c>B10</c>.</param>
/// <param name="source">The change, bug or document that says what is right.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class CheckAttribute(string id, string source) : NUnitAttribute, IApplyToTest
{
    public string Id => id;

    public string Source => source;

    public void ApplyToTest(Test test)
    {
        test.Properties.Add("Check", id);
        test.Properties.Add("Source", $"{id}: {source}");
    }

    /// <summary>
    /// Gives a case the properties of its method. NUnit leaves them on the group of the method's cases, and reports know cases only.
    /// </summary>
    public static void CopyToCase(Test test)
    {
        if (test.Parent is not ParameterizedMethodSuite method)
        {
            return;
        }

        foreach (var key in method.Properties.Keys.Where(key => !test.Properties.ContainsKey(key)).ToArray())
        {
            foreach (var value in method.Properties[key])
            {
                test.Properties.Add(key, value);
            }
        }
    }
}
