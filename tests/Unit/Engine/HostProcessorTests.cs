using GlanceGate.Engine;

namespace GlanceGate.Unit.Engine;

[TestFixture]
public sealed class HostProcessorTests
{
    [Test]
    public void A_processor_is_its_model_and_nominal_frequency_and_not_the_frequency_of_the_moment()
    {
        string[] now = ["processor\t: 0", "model name\t: Maker Model: X @ 2.60GHz", "cpu MHz\t\t: 2599.998", "", "model name\t: Other"];
        string[] later = [.. now.Select(line => line.Replace("2599.998", "800.000", StringComparison.Ordinal))];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(HostProcessor.Describe(now, "2600000\n"), Is.EqualTo("Maker Model: X @ 2.60GHz 2600000"));
            Assert.That(HostProcessor.Describe(later, "2600000\n"), Is.EqualTo(HostProcessor.Describe(now, "2600000\n")));
            Assert.That(HostProcessor.Describe(now, ""), Is.EqualTo("Maker Model: X @ 2.60GHz"));
            Assert.That(HostProcessor.Describe([], ""), Is.Empty);
        }
    }
}
