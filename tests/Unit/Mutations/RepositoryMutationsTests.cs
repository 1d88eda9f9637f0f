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

    private static GateSettings Settings() =>
        new(Repository.Root, "/nowhere", "/nowhere", null, [], [], [], null, Keep.Never, null, null, false, false);
}
