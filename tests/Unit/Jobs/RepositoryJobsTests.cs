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

    private static JobCatalog Read() => JobCatalog.Read(
        JobFolder.Read(Repository.Root),
        path => Path.Exists(Repository.PathOf("jobs", path)),
        name => Directory.Exists(Repository.PathOf("build", "Images", name)),
        JobFolder.ReadSuites(Repository.Root));
}
