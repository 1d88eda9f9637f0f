using GlanceGate.ImageMaking;

namespace GlanceGate.Changes;

/// <summary>The projects that an image holds, those of the images that it is made on top of among them.</summary>
internal static class HeldProjects
{
    /// <summary>Reads them.</summary>
    /// <param name="image">Name of a folder of images, or a registry reference, which holds none.</param>
    /// <param name="find">The folder of a name, or null.</param>
    public static ImageProjects Of(string image, Func<string, ImageFolder?> find) => Of(image, find, []);

    private static ImageProjects Of(string image, Func<string, ImageFolder?> find, IReadOnlyList<string> users) =>
        users.Contains(image) || find(image) is not { } folder
            ? ImageProjects.None
            : folder.Projects.Over(folder.Bases.Aggregate(
                ImageProjects.None, (held, source) => held.Over(Of(source, find, [.. users, image]))));
}
