namespace GlanceGate.Jobs.Freezing;

/// <summary>
/// How far a variant's merged keys can be believed after mistakes were taken out of them, so that one mistake is not reported as several.
/// </summary>
internal sealed class Trust
{
    /// <summary>Whether nothing was taken out: only then is what is missing a mistake of its own.</summary>
    public bool IsSound { get; set; } = true;

    /// <summary>
    /// Whether every service of the stack is known at least by name: only then is a name that is not there a mistake of its own.
    /// </summary>
    public bool KnowsServices { get; set; } = true;

    /// <summary>Takes in a declaration that the variant is made of.</summary>
    public void Add(Declaration item)
    {
        IsSound &= item.IsSound;
        KnowsServices &= item.IsSound || item.Body["services"] is not null;
    }
}
