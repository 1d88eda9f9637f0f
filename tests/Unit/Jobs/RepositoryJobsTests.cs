using GlanceGate.Jobs;

namespace GlanceGate.Unit.Jobs;

[TestFixture]
internal sealed class RepositoryJobsTests
{
    [Test]
    public void The_job_files_of_the_repository_have_no_mistakes()
    {
        var catalog = Read();

        Assert.That(catalog.Diagnostics, Is.Empty, () => DiagnosticPrinter.Print(catalog.Diagnostics));
    }

    [Test]
    public void The_default_selection_of_the_repository_has_variants()
    {
        Assert.That(Read().Select(JobSelection.Default), Is.Not.Empty);
    }

    // What is not pinned can shrink to one test and stay green.
    [Test]
    public void Every_variant_of_the_default_selection_that_must_succeed_says_how_many_tests_it_executes_at_least()
    {
        var variants = Read().Select(JobSelection.Default).Where(variant => variant.Expect is null);

        Assert.That(variants.Where(variant => variant.Suite.Pinned is not { Applies: true }).Select(variant => variant.Name), Is.Empty);
    }

    private static JobCatalog Read() => JobCatalog.Read(
        JobFolder.Read(Repository.Root),
        path => Path.Exists(Repository.PathOf("jobs", path)),
        name => Directory.Exists(Repository.PathOf("build", "Images", name)),
        JobFolder.ReadSuites(Repository.Root));
}
