using GlanceGate.CommandLine;
using GlanceGate.Runs;
using GlanceGate.Unit.Jobs;

namespace GlanceGate.Unit.Runs;

/// <summary>Which variants the targets take that work on variants and judge none, out of the repository's own jobs.</summary>
internal sealed class CandidatesTests
{
    private static readonly GateSettings Settings = new(Repository.Root, "/nowhere", "/nowhere", null, [], [], [], null, Keep.Never, null, null, false, false);

    [Test]
    public void A_matrix_value_alone_names_the_job_and_none_of_the_controls_that_share_it()
    {
        var settings = Settings with { Variants = ["libvirt"] };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(JobSource.Select(settings), Has.Count.GreaterThan(1), "controls share it");
            Assert.That(StackCommands.SelectForUp(settings).Name, Is.EqualTo("nova-glancev2 (libvirt)"));
            Assert.That(RepeatCommand.Select(settings).Select(variant => variant.Name), Is.EqualTo(["nova-glancev2 (libvirt)"]));
            Assert.That(MutationSource.Load(settings).Grounds.Select(ground => ground.Variant.Name), Is.EqualTo(["nova-glancev2 (libvirt)"]));
        }
    }

    [Test]
    public void A_control_that_is_named_by_its_job_is_taken()
    {
        var settings = Settings with { Jobs = ["control-no-tests"] };

        Assert.That(StackCommands.SelectForUp(settings).Name, Is.EqualTo("control-no-tests"));
        Assert.That(RepeatCommand.Select(settings).Select(variant => variant.Name), Is.EqualTo(["control-no-tests"]));
    }

    [Test]
    public void A_selection_of_controls_alone_says_how_to_mean_one() => Assert.That(
        () => StackCommands.SelectForUp(Settings with { Variants = ["control-no-tests"] }),
        Throws.TypeOf<GateArgumentException>().With.Message.EqualTo("the selection has only controls: control-no-tests; name one with --job"));

    [Test]
    public void Up_takes_one_of_several_variants_only_when_it_is_chosen() => Assert.That(
        () => StackCommands.SelectForUp(Settings),
        Throws.TypeOf<GateArgumentException>().With.Message.Contains("nova-glancev2 (ceph)").And.Message.Not.Contains("control"));

    [Test]
    public void Repeat_keeps_no_stack() => Assert.That(
        () => RepeatCommand.Select(Settings with { Keep = Keep.OnFailure }), Throws.TypeOf<GateArgumentException>().With.Message.Contains("leave out --keep"));
}
