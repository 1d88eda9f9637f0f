using Docker.DotNet;
using Docker.DotNet.Models;

namespace GlanceGate.Component.Compat;

public sealed class ImageTests
{
    [Test]
    public async Task A_build_that_fails_is_a_message()
    {
        await using var scratch = new DockerScratch();
        var messages = new Reports<JSONMessage>();

        await BuildAsync(scratch, $"FROM {DockerScratch.BaseImage}\nRUN echo before && exit 9\n", messages);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(string.Concat(messages.Select(message => message.Stream)), Does.Contain("before"));
            Assert.That(messages[^1].ErrorMessage, Does.Contain("9"));
            Assert.That(messages[^1].Error.Code, Is.EqualTo(9));
        }

        await Assert.ThatAsync(() => scratch.Docker.Images.InspectImageAsync(scratch.Id), Throws.TypeOf<DockerImageNotFoundException>());
    }

    [Test]
    public async Task A_built_image_has_its_tag_and_labels_and_loses_a_name()
    {
        await using var scratch = new DockerScratch();
        var images = scratch.Docker.Images;
        var messages = new Reports<JSONMessage>();

        await BuildAsync(scratch, $"FROM {DockerScratch.BaseImage}\nARG WORD\nLABEL word=$WORD\n", messages);
        await images.TagImageAsync(scratch.Id, new() { RepositoryName = scratch.Id, Tag = "second" });
        var image = await images.InspectImageAsync($"{scratch.Id}:second");
        var removed = await images.DeleteImageAsync($"{scratch.Id}:second", new());
        var left = await images.ListImagesAsync(new() { Filters = scratch.Filters });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(messages.Select(message => message.ErrorMessage), Is.All.Null);
            Assert.That(image.Config.Labels["word"], Is.EqualTo("w"));
            Assert.That(image.RepoTags, Is.EquivalentTo(new[] { $"{scratch.Id}:latest", $"{scratch.Id}:second" }));
            Assert.That(removed.SelectMany(pair => pair.Keys), Is.EqualTo(new[] { "Untagged" }));
            Assert.That(left.Select(found => found.ID), Is.EqualTo(new[] { image.ID }));
        }
    }

    [Test]
    public async Task A_tar_is_imported_as_an_image()
    {
        await using var scratch = new DockerScratch();
        var parameters = new ImagesCreateParameters { Repo = scratch.Id, Tag = "t", Changes = [$"LABEL gate.compat={scratch.Id}", "CMD [\"/x\"]"] };
        var messages = new Reports<JSONMessage>();

        await scratch.Docker.Images.CreateImageAsync(parameters, DockerScratch.Tar(("x", "text")), null, messages);
        var image = await scratch.Docker.Images.InspectImageAsync($"{scratch.Id}:t");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(messages.Select(message => message.ErrorMessage), Is.All.Null);
            Assert.That(messages[^1].Status, Is.EqualTo(image.ID));
            Assert.That(image.Config.Cmd, Is.EqualTo(new[] { "/x" }));
            Assert.That(image.Config.Labels["gate.compat"], Is.EqualTo(scratch.Id));
            Assert.That(image.Size, Is.EqualTo(4));
        }
    }

    [Test]
    public async Task A_tar_that_is_none_is_refused()
    {
        await using var scratch = new DockerScratch();
        using var garbage = new MemoryStream(Enumerable.Repeat((byte)'x', 2000).ToArray());

        await Assert.ThatAsync(
            () => scratch.Docker.Images.CreateImageAsync(new() { Repo = scratch.Id }, garbage, null, new Reports<JSONMessage>()),
            Throws.TypeOf<DockerApiException>());
    }

    [Test]
    public async Task A_container_is_committed_with_changes()
    {
        await using var scratch = new DockerScratch();
        var id = await scratch.CreateAsync("sh", "-c", "true");
        await scratch.Docker.Containers.ExtractArchiveToContainerAsync(id, new() { Path = "/opt" }, DockerScratch.Tar(("kept", "yes")));

        var commit = await scratch.Docker.Images.CommitContainerChangesAsync(new()
        {
            ContainerID = id,
            RepositoryName = scratch.Id,
            Tag = "baked",
            Changes = ["LABEL baked=1", "CMD [\"cat\", \"/opt/kept\"]"],
        });
        var image = await scratch.Docker.Images.InspectImageAsync($"{scratch.Id}:baked");
        var second = await scratch.CreateAsync(p => (p.Image, p.Cmd) = ($"{scratch.Id}:baked", null));
        await scratch.Docker.Containers.StartContainerAsync(second, new());
        await scratch.Docker.Containers.WaitContainerAsync(second);
        using var logs = await scratch.Docker.Containers.GetContainerLogsAsync(second, tty: false, new() { ShowStdout = true });
        var (output, _) = await logs.ReadOutputToEndAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(commit.ID, Is.EqualTo(image.ID));
            Assert.That(image.Config.Labels["baked"], Is.EqualTo("1"));
            Assert.That(image.Config.Labels["gate.compat"], Is.EqualTo(scratch.Id));
            Assert.That(output, Is.EqualTo("yes"));
        }
    }

    private static Task BuildAsync(DockerScratch scratch, string dockerfile, IProgress<JSONMessage> progress)
    {
        var parameters = new ImageBuildParameters
        {
            Tags = [scratch.Id],
            Labels = scratch.Labels,
            BuildArgs = new Dictionary<string, string> { ["WORD"] = "w" },
            Remove = true,
            ForceRemove = true,
            NetworkMode = "none",
        };
        return scratch.Docker.Images.BuildImageFromDockerfileAsync(parameters, DockerScratch.Tar(("Dockerfile", dockerfile)), null, null, progress);
    }
}
