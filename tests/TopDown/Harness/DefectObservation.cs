using NUnit.Framework.Constraints;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace GlanceGate.TopDown.Harness;

/// <summary>Compares what was seen with a known defect and with the right behaviour, and writes down which of the two it is.</summary>
internal static class DefectObservation
{
    /// <param name="test">The test, which has a <see cref="KnownDefectAttribute"/>.</param>
    /// <param name="seen">What was seen.</param>
    /// <param name="live">The known symptom, exactly: a constraint that holds for other errors too would hide those.</param>
    /// <param name="right">What is right.</param>
    /// <exception cref="AssertionException">It is neither.</exception>
    public static void Record<T>(Test test, T seen, IResolveConstraint live, IResolveConstraint right)
    {
        var defect = KnownDefectAttribute.Of(test)
            ?? throw new InvalidOperationException($"{test.Name} has no {nameof(KnownDefectAttribute)}, so there is nothing to observe");
        var (symptom, wanted) = (live.Resolve().ApplyTo(seen), right.Resolve().ApplyTo(seen));
        if (!symptom.IsSuccess && !wanted.IsSuccess)
        {
            var writer = new TextMessageWriter($"{defect.Id} is neither as it should be nor as it is known to be ({defect.Symptom})");
            wanted.WriteMessageTo(writer);
            throw new AssertionException($"{writer}  Or, while the defect lives: {symptom.Description}");
        }

        // Both would be a mistake in the test; the right behaviour wins, because news is looked at.
        test.Properties.Set(KnownDefectAttribute.Property, $"{defect.Id}: {(wanted.IsSuccess ? "fixed" : "live")}");
    }

    /// <summary>A test that ends well without having looked proves neither.</summary>
    /// <exception cref="AssertionException">The test has a known defect, passed, and did not look.</exception>
    public static void Demand(Test test, TestStatus status)
    {
        if (status == TestStatus.Passed && KnownDefectAttribute.Of(test) is { } defect
            && !test.Properties.ContainsKey(KnownDefectAttribute.Property))
        {
            throw new AssertionException($"{test.Name} is to show {defect.Id} and never looked");
        }
    }
}
