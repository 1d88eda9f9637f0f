namespace Docker.DotNet.Models;

/// <summary>How to load images.</summary>
public class ImageLoadParameters
{
    public bool Quiet { get; set; }
}

/// <summary>A name for an image.</summary>
public class ImageTagParameters
{
    public string RepositoryName { get; set; }

    public string Tag { get; set; }

    public bool? Force { get; set; }
}

/// <summary>How to remove an image.</summary>
public class ImageDeleteParameters
{
    public bool? Force { get; set; }

    public bool? NoPrune { get; set; }
}
