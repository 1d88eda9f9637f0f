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
            Assert.That(selection.Mutated.Select(pair => pair.Key.Name), Does.Contain("xen-value-is-key").And.Not.Contain("value-is-key"));
        }
    }

    [Test]
    public void A_change_to_what_only_other_variants_run_is_a_mistake_when_it_is_asked_for() => Assert.That(
        () => MutationSource.Load(Settings() with { Jobs = ["nova-glancev2"], Variants = ["xen"], Mutations = ["value-is-key"] }),
        Throws.TypeOf<GlanceGate.Jobs.JobConfigurationException>().With.Message.Contains("no image of nova-glancev2 (xen) holds the source of a project 'nova'"));

    private static GateSettings Settings() =>
        new(Repository.Root, "/nowhere", "/nowhere", null, [], [], [], null, Keep.Never, null, null, false, false);
}
