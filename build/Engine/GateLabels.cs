namespace GlanceGate.Engine;

/// <summary>Labels of everything that the gate creates on an engine.</summary>
internal static class GateLabels
{
    /// <summary>What every label of the gate begins with.</summary>
    public const string Prefix = "glance-gate.";

    /// <summary>Id of the session that owns the object.</summary>
    public const string Session = "glance-gate.session";

    /// <summary>Owner of the session: <c>host/boot-id/process-id/process-start-ticks</c>, so that a killed gate is told from a running one.</summary>
    public const string Owner = "glance-gate.owner";

    /// <summary>Service name of a container.</summary>
    public const string Service = "glance-gate.service";

    /// <summary>Variant name.</summary>
    public const string Variant = "glance-gate.variant";

    /// <summary>On an object of a session that is kept on purpose: no sweep of another state folder or host may remove it unasked.</summary>
    public const string Kept = "glance-gate.kept";

    /// <summary>Content hash of an image that the gate built.</summary>
    public const string Content = "glance-gate.content";

    /// <summary>Reference of the image that an image with changes was made from.</summary>
    public const string Base = "glance-gate.base";
}
