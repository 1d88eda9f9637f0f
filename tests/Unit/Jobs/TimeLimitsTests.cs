using GlanceGate.Jobs;
using GlanceGate.Unit.Stack;

namespace GlanceGate.Unit.Jobs;

internal sealed class TimeLimitsTests
{
    [Test]
    public void Stretch_EveryLimitOfAJob_GetsLonger()
    {
        var variant = new FrozenVariant(Plans.Of(Plans.Service("api", Plans.Command(seconds: 30))).Variant, []) with
        {
            Timeout = TimeSpan.FromMinutes(20),
            PostTimeout = TimeSpan.FromMinutes(2),
            Nodeset = new NodesetDefinition("127.0.0.1", [], [new NodeDefinition("hv1", "192.0.2.10", "compute", TimeSpan.FromMinutes(5))]),
        };

        var stretched = TimeLimits.Stretch(variant, 1.5);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stretched.Timeout, Is.EqualTo(TimeSpan.FromMinutes(30)));
            Assert.That(stretched.PostTimeout, Is.EqualTo(TimeSpan.FromMinutes(3)));
            Assert.That(stretched.Services[0].Healthcheck!.Timeout, Is.EqualTo(TimeSpan.FromSeconds(45)));
            Assert.That(stretched.Services[0].Healthcheck!.Interval, Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(stretched.Nodeset!.Nodes[0].Timeout, Is.EqualTo(TimeSpan.FromMinutes(7.5)));
        }
    }
}
