using GlanceGate.Jobs;
using GlanceGate.Model;

namespace GlanceGate.Unit.Jobs;

/// <summary>Frozen variants as they are once their changes are read, without a file: each change says nothing.</summary>
internal static class ReadVariants
{
    public static JobVariant WithChangesRead(this FrozenVariant variant) =>
        new(variant, [.. variant.Changes.Select(change => new JobChange(change, new Change(change.Project, change.Patch, new PatchContent([], "sha256:0"))))]);
}
