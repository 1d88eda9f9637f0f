namespace Docker.DotNet.Models;

/// <summary>A part of a container's file system that comes from elsewhere.</summary>
public class Mount
{
    public string Type { get; set; }

    public string Source { get; set; }

    public string Target { get; set; }

    public bool ReadOnly { get; set; }

    public string Consistency { get; set; }

    public BindOptions BindOptions { get; set; }

    public VolumeOptions VolumeOptions { get; set; }

    public TmpfsOptions TmpfsOptions { get; set; }
}

/// <summary>Options of a mount of the type bind.</summary>
public class BindOptions
{
    public string Propagation { get; set; }

    public bool NonRecursive { get; set; }
}

/// <summary>Options of a mount of the type volume.</summary>
public class VolumeOptions
{
    public bool NoCopy { get; set; }

    public IDictionary<string, string> Labels { get; set; }
}

/// <summary>Options of a mount of the type tmpfs.</summary>
public class TmpfsOptions
{
    public long SizeBytes { get; set; }

    public uint Mode { get; set; }
}
