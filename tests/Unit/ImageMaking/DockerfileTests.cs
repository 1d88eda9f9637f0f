using GlanceGate.ImageMaking;

namespace GlanceGate.Unit.ImageMaking;

[TestFixture]
public sealed class DockerfileTests
{
    private const string Text = """
        # FROM comment
        ARG VERSION=1
        FROM --platform=linux/amd64 debian:bookworm AS assembler
        RUN select \
        # a comment within
        FROM table \

          && FROM x
        COPY --chown=a --from=tools /x /x
        FROM assembler
        COPY --from=assembler /y /y
        COPY --from=0 /z /z
        from base as last
        FROM scratch
        FROM registry/${NAME}:1
        """;

    [Test]
    public void FindSources_finds_images_and_neither_stages_nor_shell_text() =>
        Assert.That(Dockerfile.FindSources(Text), Is.EqualTo(new[]
        {
            new Dockerfile.Source("debian:bookworm", 3, 29),
            new Dockerfile.Source("tools", 9, 23),
            new Dockerfile.Source("base", 13, 6),
        }));

    [Test]
    public void FindBases_leaves_out_what_only_files_are_taken_from() =>
        Assert.That(Dockerfile.FindBases(Text).Select(source => source.Name), Is.EqualTo(new[] { "debian:bookworm", "base" }));

    [Test]
    public void Replace_changes_the_images_and_nothing_else()
    {
        var replaced = Dockerfile.Replace(Text, new Dictionary<string, string>
        {
            ["debian:bookworm"] = "gate/debian:1",
            ["base"] = "gate/base:2",
            ["assembler"] = "never",
            ["x"] = "never",
        });

        Assert.That(replaced, Is.EqualTo(Text
            .Replace("debian:bookworm", "gate/debian:1", StringComparison.Ordinal)
            .Replace("from base", "from gate/base:2", StringComparison.Ordinal)));
    }

    [Test]
    public void Line_ends_of_Windows_are_understood() =>
        Assert.That(Dockerfile.FindSources("FROM a\r\nRUN x \\\r\nFROM b\r\n").Select(source => source.Name), Is.EqualTo(new[] { "a" }));
}
