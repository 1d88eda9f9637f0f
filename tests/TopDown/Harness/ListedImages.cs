namespace GlanceGate.TopDown.Harness;

/// <summary>Images without data that lists are made of; tests read them, and nothing else.</summary>
/// <param name="ProxyName">The name of images that have all that Nova's proxy can filter by, all the same.</param>
/// <param name="Batch">What the images of <see cref="Various"/> have as <see cref="Property"/>.</param>
internal sealed record ListedImages(string ProxyName, string Batch)
{
    /// <summary>The property that marks the images of <see cref="Various"/>.</summary>
    public const string Property = "gate_batch";

    /// <summary>How many images have the one name.</summary>
    public const int Same = 4;

    /// <summary>The server that they say they are made of; there is none.</summary>
    public const string Instance = "5f6f0b1e-7a53-4a65-9f0e-d0c1b9a7a101";

    /// <summary>Formats and containers of which some are the same, so that there is no order but by the last key, the id.</summary>
    public static IReadOnlyList<(string Format, string Container)> Various { get; } =
        [("raw", "bare"), ("iso", "ovf"), ("iso", "bare"), ("ami", "ami"), ("raw", "ovf")];

    public static async Task<ListedImages> MakeAsync(Operations steps)
    {
        var listed = new ListedImages(Names.Unique("listed"), Names.Unique("batch"));
        for (var i = 0; i < Same; i++)
        {
            await steps.CreateImageAsync(listed.ProxyName, new()
            {
                ["min_ram"] = 7,
                ["min_disk"] = 3,
                ["image_type"] = "snapshot",
                ["instance_uuid"] = Instance,
                ["Camel Key"] = "a&b",
            });
        }

        foreach (var (format, container) in Various)
        {
            await steps.CreateImageAsync(listed.Batch, new()
            {
                ["disk_format"] = format,
                ["container_format"] = container,
                [Property] = listed.Batch,
            });
        }

        return listed;
    }
}
