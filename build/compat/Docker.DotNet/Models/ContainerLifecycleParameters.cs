namespace Docker.DotNet.Models;

/// <summary>Options of a start.</summary>
public class ContainerStartParameters
{
    public string DetachKeys { get; set; }
}

/// <summary>Options of a stop. A zero is not sent and so means the daemon's default.</summary>
public class ContainerStopParameters
{
    public uint? WaitBeforeKillSeconds { get; set; }
}

/// <summary>The signal to send.</summary>
public class ContainerKillParameters
{
    public string Signal { get; set; }
}

/// <summary>Options of a removal.</summary>
public class ContainerRemoveParameters
{
    public bool? RemoveVolumes { get; set; }

    public bool? RemoveLinks { get; set; }

    public bool? Force { get; set; }
}
