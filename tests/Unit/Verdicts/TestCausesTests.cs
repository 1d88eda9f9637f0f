using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Verdicts;

public sealed class TestCausesTests
{
    [TestCase("  Expected: 1\n  But was:  2\n", "Expected: 1 But was:  2")]
    [TestCase("  because\nAssert.That(x)\n  Strings differ\n  Expected: \"y\"\n  But was:  \"x\"\n  -----^", "because: Expected: \"y\" But was:  \"x\"")]
    [TestCase("Multiple failures or warnings in test:\n  1)   first\n  Expected: 2\n  But was:  1\n\n  2)   second", "1)   first: Expected: 2 But was:  1")]
    [TestCase("System.InvalidOperationException : boom\nsecond", "System.InvalidOperationException : boom")]
    [TestCase("Expected: alone", "Expected: alone")]
    [TestCase("", "no message")]
    public void Headline_says_what_was_expected_and_found(string message, string headline) =>
        Assert.That(TestCauses.Headline(TestCauses.Lines(message)), Is.EqualTo(headline));
}
