using System.Net;
using GlanceGate.Engine;
using GlanceGate.Engine.Embedded;

namespace GlanceGate.Unit.Engine.Embedded;

[TestFixture]
public sealed class AddressPoolTests
{
    private static readonly IPNetwork All = IPNetwork.Parse("0.0.0.0/0");

    [Test]
    public void Choose_takes_the_range_of_before_if_it_is_free_still() =>
        Assert.That(AddressPool.Choose(IPNetwork.Parse("10.100.0.0/16"), 7, []), Is.EqualTo(IPNetwork.Parse("10.100.0.0/16")));

    [TestCase("10.100.0.0/16")]
    [TestCase("10.100.7.0/24")]
    [TestCase("10.100.255.1/32")]
    [TestCase("10.96.0.0/12")]
    public void Choose_leaves_a_range_that_is_in_use(string used)
    {
        var taken = IPNetwork.Parse(used);

        var pool = AddressPool.Choose(IPNetwork.Parse("10.100.0.0/16"), 36, [taken]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pool.Contains(taken.BaseAddress), Is.False);
            Assert.That(taken.Contains(pool.BaseAddress), Is.False);
            Assert.That(pool.PrefixLength, Is.EqualTo(16));
        }
    }

    [Test]
    public void Choose_falls_back_on_other_private_ranges() =>
        Assert.That(
            AddressPool.Choose(null, 0, [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12")]),
            Is.EqualTo(IPNetwork.Parse("198.18.0.0/16")));

    [Test]
    public void Choose_begins_at_different_ranges_for_different_seeds() =>
        Assert.That(AddressPool.Choose(null, 1, []), Is.Not.EqualTo(AddressPool.Choose(null, uint.MaxValue, [])));

    [Test]
    public void Choose_says_when_everything_is_taken() =>
        Assert.That(() => AddressPool.Choose(null, 0, [All]), Throws.TypeOf<EngineException>().With.Message.Contains("--engine"));

    [Test]
    public void The_bridge_is_in_the_last_part_of_the_range() =>
        Assert.That(AddressPool.BridgeAddress(IPNetwork.Parse("10.100.0.0/16")), Is.EqualTo(IPAddress.Parse("10.100.255.1")));

    [Test]
    public void ParseRoutes_leaves_out_default_routes()
    {
        string[] table =
        [
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
            "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
            "docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0",
            "tun0\t00000A0A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
        ];

        Assert.That(HostAddresses.ParseRoutes(table), Is.EqualTo(new[] { IPNetwork.Parse("172.17.0.0/16"), IPNetwork.Parse("10.10.0.0/24") }));
    }
}
