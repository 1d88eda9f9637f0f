using GlanceGate.ImageMaking;

namespace GlanceGate.Unit.ImageMaking;

[TestFixture]
public sealed class DebianArchiveTests
{
    private const string Mirror = "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org";
    private const string Archive =
        "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg,/usr/share/keyrings/debian-archive-removed-keys.gpg] http://archive.debian.org";

    [Test]
    public async Task A_release_with_all_its_parts_comes_from_the_mirrors()
    {
        var found = await FindAsync(
            "bullseye",
            "deb.debian.org/debian/dists/bullseye",
            "deb.debian.org/debian/dists/bullseye-updates",
            "deb.debian.org/debian-security/dists/bullseye-security",
            "archive.debian.org/debian/dists/bullseye");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found!.Sources, Is.EqualTo(new[]
            {
                $"{Mirror}/debian bullseye main", $"{Mirror}/debian bullseye-updates main", $"{Mirror}/debian-security bullseye-security main",
            }));
            Assert.That(found.Options, Is.Empty);
        }
    }

    [Test]
    public async Task Parts_that_are_gone_are_left_out()
    {
        var found = await FindAsync("sid", "deb.debian.org/debian/dists/sid");
        Assert.That(found!.Sources, Is.EqualTo(new[] { $"{Mirror}/debian sid main" }));
    }

    [Test]
    public async Task What_the_mirrors_have_no_more_comes_from_the_archive_whose_dates_are_over()
    {
        var found = await FindAsync(
            "buster",
            "deb.debian.org/debian-security/dists/buster/updates",
            "archive.debian.org/debian/dists/buster",
            "archive.debian.org/debian-security/dists/buster/updates");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found!.Sources, Is.EqualTo(new[] { $"{Archive}/debian buster main", $"{Archive}/debian-security buster/updates main" }));
            Assert.That(found.Options, Is.EqualTo(new[] { "Acquire::Check-Valid-Until \"false\";" }));
        }
    }

    [Test]
    public async Task What_nobody_has_is_not_found() => Assert.That(await FindAsync("potoroo"), Is.Null);

    [TestCase("debian:bullseye", true)]
    [TestCase("debian:bookworm", true)]
    [TestCase("debian:bookworm-slim", false)]
    [TestCase("debian:12", false)]
    [TestCase("debian:latest", false)]
    [TestCase("registry/debian:bookworm", false)]
    public void A_base_is_named_by_its_release(string image, bool expected) => Assert.That(BaseImage.IsBase(image), Is.EqualTo(expected));

    private static Task<AptSettings?> FindAsync(string suite, params string[] parts) =>
        DebianArchive.FindAsync(suite, address => Task.FromResult(parts.Contains(address["http://".Length..^"/InRelease".Length])));
}
