namespace GlanceGate.ImageMaking;

/// <summary>A line of the making of an image.</summary>
/// <param name="Image">Folder name or reference of the image that is being made or fetched.</param>
/// <param name="Text">The line.</param>
internal sealed record ImageProgress(string Image, string Text);

/// <summary>An image that the engine has now.</summary>
/// <param name="Name">As it was asked for: a folder's name or a reference.</param>
/// <param name="Reference">As the engine knows it.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Origin">Where it came from.</param>
internal sealed record PreparedImage(string Name, string Reference, long SizeBytes, ImageOrigin Origin);

/// <summary>Where an image came from.</summary>
internal enum ImageOrigin
{
    /// <summary>The engine had it.</summary>
    Present,

    /// <summary>Its registry.</summary>
    Pulled,

    /// <summary>Made now, from a Dockerfile or from Debian's archive.</summary>
    Built,

    /// <summary>Made now, by a command in a container.</summary>
    Baked,
}
