using GlanceGate.Topology;

namespace GlanceGate.Unit.Topology;

[TestFixture]
internal sealed class SecretBoxTests
{
    [Test]
    public void Get_of_the_same_name_gives_the_same_value_and_of_another_another()
    {
        var box = new SecretBox();
        var first = box.Get("a");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(box.Get("a"), Is.EqualTo(first));
            Assert.That(box.Get("b"), Is.Not.EqualTo(first));
            Assert.That(new SecretBox().Get("a"), Is.Not.EqualTo(first));
        }
    }

    [Test]
    public void Get_gives_24_letters_and_digits()
    {
        Assert.That(new SecretBox().Get("a"), Does.Match("^[A-Za-z0-9]{24}$"));
    }

    [Test]
    public void Values_remembers_every_value()
    {
        var box = new SecretBox();
        var b = box.Get("b");
        var a = box.Get("a");

        Assert.That(box.Values, Is.EqualTo(new[] { a, b }));
    }

    [Test]
    public void Get_from_many_threads_gives_one_value()
    {
        var box = new SecretBox();
        var values = new string[64];

        Parallel.For(0, values.Length, index => values[index] = box.Get("a"));

        Assert.That(values.Distinct().Count(), Is.EqualTo(1));
    }
}
