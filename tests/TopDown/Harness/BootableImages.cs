using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Harness;

/// <summary>What an image of this stack must be, and have beside it, so that a server boots from it.</summary>
/// <param name="DiskFormat">The <c>disk_format</c> of images, unless a test gives another.</param>
/// <param name="AttributesAsync">Attributes and properties of an image that boots, besides what a test gives: none where disks boot by themselves.</param>
internal sealed record BootableImages(string DiskFormat, Func<Task<JsonObject>> AttributesAsync)
{
    /// <summary>Images boot by themselves.</summary>
    public static BootableImages Whole(string diskFormat) => new(diskFormat, () => Task.FromResult(new JsonObject()));

    /// <summary>As the stack's description says: with the files <c>kernel</c> and <c>ramdisk</c>, a disk is only a part of three.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="parts">The attributes of a disk whose kernel and ramdisk are in Glance.</param>
    public static BootableImages Of(StackDescription stack, Shared<JsonObject> parts) =>
        stack.Files.ContainsKey("kernel") ? new(stack.GuestFormat, parts.GetAsync) : Whole(stack.GuestFormat);

    /// <summary>Makes the kernel's and the ramdisk's image, for everyone's servers, and returns what a disk's image says of them.</summary>
    /// <remarks>"Three-part images", in Nova's and Glance's words aki, ari and ami; what they are for now is a Xen host's paravirtual guests.</remarks>
    public static async Task<JsonObject> UploadPartsAsync(StackDescription stack, Operations steps)
    {
        var kernel = await UploadPartAsync(stack, steps, "kernel", "aki");
        var ramdisk = await UploadPartAsync(stack, steps, "ramdisk", "ari");
        return new JsonObject
        {
            ["disk_format"] = "ami",
            ["container_format"] = "ami",
            ["kernel_id"] = kernel,
            ["ramdisk_id"] = ramdisk,
            ["vm_mode"] = "xen",
            ["os_command_line"] = stack.Parameters.GetValueOrDefault("guest-command-line", string.Empty),
        };
    }

    private static async Task<string> UploadPartAsync(StackDescription stack, Operations steps, string file, string format)
    {
        var attributes = new JsonObject { ["disk_format"] = format, ["container_format"] = format, ["visibility"] = "public" };
        return (await steps.UploadImageAsync(Names.Unique(file), await File.ReadAllBytesAsync(stack.File(file)), attributes)).Id;
    }
}
