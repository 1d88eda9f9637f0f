namespace GlanceGate.Engine.Docker;

/// <summary>Parts of an image reference as the API wants them.</summary>
/// <param name="Name">Name with registry, without tag.</param>
/// <param name="Tag">Tag, or a digest.</param>
internal readonly record struct ImageReference(string Name, string Tag)
{
    // What Podman puts before the names of images that were given none.
    private static readonly string[] Unsaid = ["docker.io/library/", "docker.io/", "localhost/"];

    /// <summary>A reference as people write it, and as Docker itself lists it: without a registry that nobody has named.</summary>
    public static string Familiar(string reference) =>
        Unsaid.FirstOrDefault(prefix => reference.StartsWith(prefix, StringComparison.Ordinal)) is { } unsaid ? reference[unsaid.Length..] : reference;

    /// <summary>Splits a reference; <c>latest</c> where it has no tag.</summary>
    public static ImageReference Parse(string reference)
    {
        var digest = reference.IndexOf('@', StringComparison.Ordinal);
        if (digest >= 0)
        {
            return new ImageReference(reference[..digest], reference[(digest + 1)..]);
        }

        // A colon before the last slash belongs to the registry's port.
        var colon = reference.LastIndexOf(':');
        return colon > reference.LastIndexOf('/')
            ? new ImageReference(reference[..colon], reference[(colon + 1)..])
            : new ImageReference(reference, "latest");
    }
}
