using GlanceGate.CommandLine;
using GlanceGate.Runs;
using GlanceGate.Unit.Jobs;

namespace GlanceGate.Unit.Mutations;

internal sealed class RepositoryMutationsTests
{
    [Test]
    public void The_mutation_files_of_the_repository_have_no_mistakes() => Assert.That(() => MutationSource.LoadAll(Settings()), Throws.Nothing);

    [Test]
    public void A_mutation_that_no_file_holds_is_a_mistake() => Assert.That(
        () => MutationSource.Load(Settings() with { Mutations = ["no-such-thing"] }),
        Throws.TypeOf<GlanceGate.Jobs.JobConfigurationException>().With.Message.Contains("there is no mutation 'no-such-thing'"));

    [Test]
    public void A_change_to_what_only_other_variants_run_is_left_out()
    {
        var selection = MutationSource.Load(Settings() with { Jobs = ["nova-glancev2"], Variants = ["xen"] });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(selection.LeftOut.Select(mutation => mutation.Name), Does.Contain("value-is-key").And.Not.Contain("xen-value-is-key"));
            Assert.That(selection.Grounds.Single().Mutated.Select(pair => pair.Key.Name), Does.Contain("xen-value-is-key").And.Not.Contain("value-is-key"));
        }
    }

    [Test]
    public void A_change_to_what_only_other_variants_run_is_a_mistake_when_it_is_asked_for() => Assert.That(
        () => MutationSource.Load(Settings() with { Jobs = ["nova-glancev2"], Variants = ["xen"], Mutations = ["value-is-key"] }),
        Throws.TypeOf<GlanceGate.Jobs.JobConfigurationException>().With.Message.Contains("no image of nova-glancev2 (xen) holds the source of a project 'nova'"));

    [Test]
    public void Each_mutation_is_tried_on_the_first_variant_that_can_show_it()
    {
        var plan = MutationSource.Load(Settings() with { Jobs = ["nova-glancev2"], Variants = ["xen", "libvirt", "ceph"] });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(plan.Grounds.Select(ground => ground.Variant.Name), Is.EqualTo(new[] { "nova-glancev2 (libvirt)", "nova-glancev2 (ceph)", "nova-glancev2 (xen)" }));
            Assert.That(plan.Count, Is.LessThan(plan.Grounds.Sum(ground => ground.Mutated.Count)), "most can be shown by several");
            Assert.That(plan.Grounds.SelectMany(ground => ground.Mutated).Where(pair => pair.Key.Variants.Count == 0 && pair.Key.Name == "value-is-key").Select(pair => plan.HomeOf(pair.Key).Variant.Name).Distinct(), Is.EqualTo(new[] { "nova-glancev2 (libvirt)" }));
        }
    }

    [Test]
    public void What_does_no_harm_has_a_folder_of_its_own() => Assert.That(
        MutationSource.LoadAll(Settings()).Grounds.SelectMany(ground => ground.Mutated).Select(pair => pair.Key)
            .Where(mutation => mutation.IsHarmless != mutation.File.StartsWith("tests/Mutations/harmless/", StringComparison.Ordinal)),
        Is.Empty);

    private static GateSettings Settings() =>
        new(Repository.Root, "/nowhere", "/nowhere", null, [], [], [], null, Keep.Never, null, null, false, false);
}
