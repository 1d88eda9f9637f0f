using System.Text.Json.Nodes;

namespace GlanceGate.TopDown.Harness;

/// <summary>Disks of a server that is asked for, as Nova's <c>block_device_mapping_v2</c> has them. Each is the first to boot from, but a blank one.</summary>
internal static class BlockDevices
{
    /// <summary>A volume that Nova makes of an image.</summary>
    public static JsonObject OfImage(string image, int gibibytes = 1, bool goesWithTheServer = true) =>
        Root("image", image, goesWithTheServer, gibibytes);

    /// <summary>A volume that is there already.</summary>
    public static JsonObject OfVolume(string volume, bool goesWithTheServer = false) => Root("volume", volume, goesWithTheServer);

    /// <summary>A volume that Nova makes of another one's snapshot.</summary>
    public static JsonObject OfSnapshot(string snapshot, bool goesWithTheServer = true) => Root("snapshot", snapshot, goesWithTheServer);

    /// <summary>The host's copy of an image, which is what a server gets that asks for an image and nothing else.</summary>
    public static JsonObject Local(string image)
    {
        var device = Root("image", image, goesWithTheServer: true);
        device["destination_type"] = "local";
        return device;
    }

    /// <summary>An empty volume that Nova makes, as a second disk.</summary>
    public static JsonObject Blank(bool goesWithTheServer = true)
    {
        var device = Root("blank", null, goesWithTheServer, gibibytes: 1);
        device["boot_index"] = -1;
        return device;
    }

    private static JsonObject Root(string source, string? id, bool goesWithTheServer, int? gibibytes = null)
    {
        var device = new JsonObject
        {
            ["source_type"] = source,
            ["destination_type"] = "volume",
            ["boot_index"] = 0,
            ["delete_on_termination"] = goesWithTheServer,
        };
        if (id is not null)
        {
            device["uuid"] = id;
        }

        if (gibibytes is { } size)
        {
            device["volume_size"] = size;
        }

        return device;
    }
}
