using GlanceGate.TopDown.Harness;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace GlanceGate.TopDownHarness;

/// <summary>A known defect may be as it is known or gone; everything else, and a test that never looked, is red.</summary>
public sealed class KnownDefectTests
{
    private const string Login = """
        {"token": {"project": {"id": "p"}, "user": {"id": "u"}, "catalog": [
            {"type": "image", "endpoints": [{"interface": "public", "url": "http://image"}]},
            {"type": "compute", "endpoints": [{"interface": "public", "url": "http://compute"}]}]}}
        """;

    [TestCase(0, "X1: live")]
    [TestCase(1, "X1: fixed")]
    public void Record_KnownSymptomOrRightBehaviour_PassesAndSaysWhich(int seen, string property)
    {
        var test = Of(nameof(Sample.Shows_a_defect));

        DefectObservation.Record(test, seen, live: Is.Zero, right: Is.EqualTo(1));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(test.Properties.Get("Defect"), Is.EqualTo(property));
            Assert.That(test.Properties.Get("Symptom"), Is.EqualTo("it is 0"));
            Assert.That(() => DefectObservation.Demand(test, TestStatus.Passed), Throws.Nothing);
        }
    }

    [Test]
    public void ApplyToTest_Date_IsAProperty()
    {
        var test = Of(nameof(Sample.Shows_a_defect));

        new KnownDefectAttribute("X1", "the source", "it is 0") { Until = "2027-01-31" }.ApplyToTest(test);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(test.Properties.Get("Until"), Is.EqualTo("2027-01-31"));
            Assert.That(() => new KnownDefectAttribute("X1", "", "") { Until = "soon" }.ApplyToTest(test), Throws.TypeOf<FormatException>());
        }
    }

    [Test]
    public void Record_ThirdBehaviour_IsRedAndTellsBothExpectations()
    {
        var test = Of(nameof(Sample.Shows_a_defect));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                () => DefectObservation.Record(test, 2, live: Is.Zero, right: Is.EqualTo(1)),
                Throws.TypeOf<AssertionException>().With.Message.Contain("X1 is neither as it should be nor as it is known to be (it is 0)")
                    .And.Message.Contain("Expected: 1").And.Message.Contain("But was:  2").And.Message.Contain("while the defect lives: 0"));
            Assert.That(test.Properties.ContainsKey("Defect"), Is.False);
        }
    }

    [Test]
    public void Record_NoDefectDeclared_IsAMistakeOfTheTest() => Assert.That(
        () => DefectObservation.Record(Of(nameof(Sample.Shows_none)), 1, Is.Zero, Is.EqualTo(1)), Throws.InvalidOperationException);

    [Test]
    public void Demand_PassedWithoutHavingLooked_IsRed() => Assert.That(
        () => DefectObservation.Demand(Of(nameof(Sample.Shows_a_defect)), TestStatus.Passed),
        Throws.TypeOf<AssertionException>().With.Message.Contain("is to show X1 and never looked"));

    // A set-up that failed is already red, with its own reason.
    [TestCase(nameof(Sample.Shows_a_defect), TestStatus.Failed)]
    [TestCase(nameof(Sample.Shows_a_defect), TestStatus.Skipped)]
    [TestCase(nameof(Sample.Shows_none), TestStatus.Passed)]
    public void Demand_NothingToProve_AddsNothing(string method, TestStatus status) =>
        Assert.That(() => DefectObservation.Demand(Of(method), status), Throws.Nothing);

    // NUnit runs each as it would run a test of the suite.
    [TestCase("Live", TestStatus.Passed, "X2: live")]
    [TestCase("Fixed", TestStatus.Passed, "X2: fixed")]
    [TestCase("Third", TestStatus.Failed, null)]
    [TestCase("Set_up_fails", TestStatus.Failed, null)]
    [TestCase("Never_looks", TestStatus.Failed, null)]
    public async Task Run_EachEnding_HasItsResultAndProperty(string method, TestStatus status, string? property)
    {
        using var stack = new ScriptedStack(request => request == "POST /v3/auth/tokens" ? (201, Login) : (500, "broken"));
        TopDown.Suite.Session = await StackSession.ConnectAsync(StackDescriptions.With(), stack.Http, new("log-in"));

        var result = NestedRun.Of(typeof(Defective), method);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ResultState.Status, Is.EqualTo(status), result.Message);
            Assert.That(result.Test.Properties.Get("Defect"), Is.EqualTo(property));
        }
    }

    private static TestMethod Of(string method)
    {
        var test = new TestMethod(new MethodWrapper(typeof(Sample), method));
        KnownDefectAttribute.Of(test)?.ApplyToTest(test);
        return test;
    }

    private static class Sample
    {
        [KnownDefect("X1", "the source", "it is 0")]
        public static void Shows_a_defect()
        {
        }

        public static void Shows_none()
        {
        }
    }
}
