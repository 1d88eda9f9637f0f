using GlanceGate.ImageMaking;

namespace GlanceGate.Unit.ImageMaking;

[TestFixture]
public sealed class AptSettingsTests
{
    [Test]
    public void Sources_of_the_release_are_taken_from_both_formats_and_others_are_not()
    {
        const string stanzas = """
            Types: deb
            # a comment
            URIs: http://deb.debian.org/debian
            Suites: bookworm bookworm-updates
            Components: main contrib
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

            Types: deb
            URIs: http://deb.debian.org/debian-security
            Suites: bookworm-security
            Components: main
            Enabled: no

            Types: deb
            URIs: https://deb.example.org/node
            Suites: nodistro
            Components: main
            """;
        string[] lines =
        [
            "# deb http://commented/debian bookworm main",
            "deb-src http://deb.debian.org/debian bookworm main",
            "deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror/debian bookworm main # here",
            "deb https://download.example.org/linux/debian bookworm stable",
            "deb [signed-by=/etc/apt/keyrings/company.gpg] http://company/debian bookworm main",
            "deb http://user:secret@private/debian bookworm main",
            "deb http://localhost:3142/debian bookworm main",
            "deb file:/srv/debian bookworm main",
            "deb http://mirror/debian trixie main",
        ];

        Assert.That(AptSettings.From("bookworm", lines, [stanzas], []).Sources, Is.EqualTo(new[]
        {
            "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror/debian bookworm main",
            "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian bookworm main",
            "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian bookworm-updates main",
        }));
    }

    [Test]
    public void Without_the_release_itself_Debians_mirrors_are_used() =>
        Assert.That(AptSettings.From("bookworm", ["deb http://mirror/debian bookworm-updates main"], [], []).Sources, Is.Empty);

    [Test]
    public void Network_settings_are_taken_and_passwords_are_not()
    {
        string[] dump =
        [
            "APT::Install-Recommends \"1\";",
            "Acquire::Check-Valid-Until \"false\";",
            "Acquire::http::Proxy \"http://proxy:3128\";",
            "Acquire::https::Proxy \"http://user:secret@proxy:3128\";",
            "Acquire::http::Proxy \"http://127.0.0.1:3142\";",
            "Acquire::http::Proxy::host \"DIRECT\";",
        ];

        Assert.That(AptSettings.From("bookworm", [], [], dump).Options, Is.EqualTo(new[]
        {
            "Acquire::Check-Valid-Until \"false\";",
            "Acquire::http::Proxy \"http://proxy:3128\";",
        }));
    }
}
