namespace GlanceGate.Model;

/// <summary>State of one service at one moment; immutable.</summary>
/// <param name="Service">Service name.</param>
/// <param name="State">State.</param>
/// <param name="Since">When it entered the state.</param>
/// <param name="Detail">For people: what it waits for, what the last probe said, how it ended; may be empty.</param>
internal sealed record ServiceSnapshot(string Service, ServiceState State, DateTimeOffset Since, string Detail);

/// <summary>States of a service, in the order in which a good one goes through them.</summary>
internal enum ServiceState
{
    /// <summary>Planned, nothing made yet.</summary>
    Planned,

    /// <summary>Its container exists.</summary>
    Created,

    /// <summary>Waits for the conditions of its dependencies.</summary>
    Waiting,

    /// <summary>Runs, its healthcheck has not passed yet.</summary>
    Starting,

    /// <summary>Its healthcheck passed.</summary>
    Healthy,

    /// <summary>A one-shot service ran to its end with the expected exit code.</summary>
    Completed,

    /// <summary>Ended when it should run, or missed its healthcheck's deadline, or could not be created.</summary>
    Failed,

    /// <summary>Stopped by the gate.</summary>
    Stopped,
}
