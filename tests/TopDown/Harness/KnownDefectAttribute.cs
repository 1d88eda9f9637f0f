using System.Globalization;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace GlanceGate.TopDown.Harness;

/// <summary>
/// The test shows a defect that the services are known to have. It passes with the known symptom (property <c>Defect</c> is
/// <c>D4: live</c>) and with the right behaviour (<c>D4: fixed</c>, which is news); all else, its set-up included, fails as in any test.
/// What is seen is compared by <c>Observe</c> of <see cref="StackTest"/>.
/// </summary>
/// <param name="id">The check that does not hold, for example <c>D4</c>.</param>
/// <param name="source">Where the defect is, and who says that it is one.</param>
/// <param name="symptom">What a user sees of it, in one line; goes into reports as property <c>Symptom</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KnownDefectAttribute(string id, string source, string symptom) : NUnitAttribute, IApplyToTest
{
    /// <summary>Name of the property that says what was seen.</summary>
    public const string Property = "Defect";

    public string Id => id;

    public string Source => source;

    public string Symptom => symptom;

    /// <summary>Last day on which it may live without a remark, as in 2027-01-31, or null; goes into reports as property <c>Until</c>.</summary>
    public string? Until { get; init; }

    public void ApplyToTest(Test test)
    {
        test.Properties.Set("Symptom", symptom);
        test.Properties.Set("DefectSource", source);
        if (Until is not null)
        {
            test.Properties.Set("Until", DateOnly.ParseExact(Until, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The defect that this test is expected to show, or null.</summary>
    public static KnownDefectAttribute? Of(ITest test) =>
        test.Method?.GetCustomAttributes<KnownDefectAttribute>(inherit: false).SingleOrDefault();
}
