using GlanceGate.Engine;

namespace GlanceGate.Unit.Engine;

[TestFixture]
public sealed class EngineChoiceTests
{
    private static readonly AnsweringEngine DockerWithout = new("Docker 26 at /var/run/docker.sock", false);
    private static readonly AnsweringEngine DockerWith = DockerWithout with { HasImages = true };
    private static readonly AnsweringEngine PodmanWith = new("Podman 5 at /run/podman/podman.sock", true);

    [Test]
    public void The_own_engine_with_images_goes_before_a_usual_one_without()
    {
        var choice = EngineChoice.Choose([DockerWithout], ownHasImages: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(choice.Index, Is.Null);
            Assert.That(choice.Reason, Is.EqualTo("the gate's own, which has the gate's images; Docker 26 at /var/run/docker.sock has none of them (--engine names another)"));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_usual_engine_with_images_goes_before_the_own_one(bool ownHasImages) =>
        Assert.That(EngineChoice.Choose([DockerWith], ownHasImages), Is.EqualTo(new ChosenEngine(0, "has the gate's images")));

    [Test]
    public void A_later_socket_with_images_goes_before_an_earlier_one_without()
    {
        var choice = EngineChoice.Choose([DockerWithout, PodmanWith], ownHasImages: false);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(choice.Index, Is.EqualTo(1));
            Assert.That(choice.Reason, Does.Contain("Docker 26").And.Contain("none of them"));
        }
    }

    [Test]
    public void Where_there_are_no_images_the_first_usual_engine_is_taken() =>
        Assert.That(EngineChoice.Choose([DockerWithout], ownHasImages: false).Index, Is.Zero);

    [TestCase(false)]
    [TestCase(true)]
    public void Where_none_answers_the_own_one_is_taken(bool ownHasImages) =>
        Assert.That(EngineChoice.Choose([], ownHasImages), Is.EqualTo(new ChosenEngine(null, "the gate's own, as no other answers")));
}
