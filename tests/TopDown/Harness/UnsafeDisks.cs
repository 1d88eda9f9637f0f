namespace GlanceGate.TopDown.Harness;

/// <summary>A disk that no host may open.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Format">What Glance is told that it is.</param>
/// <param name="Data">Its bytes, by the id of its image.</param>
/// <param name="Reason">What the fault of a server says.</param>
internal sealed record UnsafeDisk(string Name, string Format, Func<string, byte[]> Data, string Reason = "is unacceptable");

/// <summary>Disks that lead their reader to other files, and disks that are not what they are said to be.</summary>
internal static class UnsafeDisks
{
    private const long Small = 1 << 20;
    private const string HostFile = "/etc/passwd";
    private const string HostExtent = "RW 8 FLAT \"/etc/passwd\" 0";
    private const string HostFileInJson = """json:{"driver":"raw","file":{"driver":"file","filename":"/etc/passwd"}}""";
    private const string Unreadable = "Disk info file is invalid";

    /// <summary>One for each thing that is looked for.</summary>
    public static IReadOnlyList<UnsafeDisk> Kinds { get; } =
    [
        Of("its data in a file of the host", "qcow2", Qcow2.EmptyOfVersion3(Small, Qcow2.ExternalDataFile, HostFile)),
        Of("a feature that nobody knows", "qcow2", Qcow2.EmptyOfVersion3(Small, Qcow2.UnknownFeature)),
        Of("QCOW2 and a CD at once", "qcow2", ForeignDisks.AlsoIso(Qcow2.Empty(Small))),
        Of("an extent of the host", "vmdk", Vmdk.Sparse(Small, extent: HostExtent)),
        Of("VMDK's text, said to be raw", "raw", Vmdk.Descriptor("monolithicFlat", HostExtent)),
        new("VMDK of a layout that is not allowed", "vmdk", FlatOfItself),
        Of("QCOW2, said to be raw", "raw", Qcow2.Empty(Small)),
        Of("Parallels, said to be raw", "raw", ForeignDisks.Parallels()),
    ];

    /// <summary>More of the same kinds.</summary>
    public static IReadOnlyList<UnsafeDisk> Forms { get; } =
    [
        Of("behind it what JSON says", "qcow2", Qcow2.Empty(Small, HostFileInJson)),
        Of("half of a header", "raw", Qcow2.Empty(Small)[..100]),
        Of("QED", "raw", ForeignDisks.Qed(HostFile)),
        Of("a file of the host behind it, whose format it says", "qcow2", Qcow2.Empty(Small, HostFile, "raw")),
        Of("a file behind it, by a relative name", "qcow2", Qcow2.Empty(Small, "../../../../../etc/passwd")),
        Of("a server of disks behind it", "qcow2", Qcow2.Empty(Small, "nbd://127.0.0.1:10809/disk")),
        Of("its data in a file without a name", "qcow2", Qcow2.EmptyOfVersion3(Small, Qcow2.ExternalDataFile)),
        Of("the next feature that is not known", "qcow2", Qcow2.EmptyOfVersion3(Small, feature: 5)),
        Of("QCOW2 with its data elsewhere, said to be raw", "raw", Qcow2.EmptyOfVersion3(Small, Qcow2.ExternalDataFile, HostFile)),
        Of("half of a QCOW2's header", "qcow2", Qcow2.Empty(Small)[..100]),
        Of("raw, said to be QCOW2", "qcow2", new byte[Small]),
        Of("VMDK, said to be QCOW2", "qcow2", Vmdk.Sparse(Small)),
        Of("raw, said to be VMDK", "vmdk", new byte[Small]),
        Of("QCOW2, said to be VMDK", "vmdk", Qcow2.Empty(Small)),
        Of("VMDK, said to be raw", "raw", Vmdk.Sparse(Small)),
        Of("VMDK's text alone", "vmdk", Vmdk.Descriptor("monolithicFlat", HostExtent)),
        Of("VMDK's text alone, of files of 2 GiB", "vmdk", Vmdk.Descriptor("twoGbMaxExtentFlat", HostExtent)),
        Of("VMDK's text of files of 2 GiB, said to be raw", "raw", Vmdk.Descriptor("twoGbMaxExtentFlat", HostExtent)),
        Of("VMDK with its header at the end", "vmdk", Vmdk.Sparse(Small, footer: true)),
        Of("VMDK with its text elsewhere", "vmdk", Vmdk.Sparse(Small, descriptorSector: 2)),
        Of("VMDK's text with a line that nobody knows", "vmdk", Vmdk.Sparse(Small, extent: "parentFileNameHint /etc/passwd")),
        Of("a VHD of differences", "vhd", ForeignDisks.DifferencingVhd(), Unreadable),
        Of("a VHD of differences, said to be raw", "raw", ForeignDisks.DifferencingVhd()),
        Of("raw, said to be VHD", "vhd", new byte[Small]),
        Of("a VHDX without regions", "vhdx", ForeignDisks.BareVhdx()),
        Of("a VHDX, said to be raw", "raw", ForeignDisks.BareVhdx(), Unreadable),
        Of("half of a VDI", "vdi", ForeignDisks.Vdi(), Unreadable),
        Of("a VDI, said to be raw", "raw", ForeignDisks.Vdi()),
        Of("an encrypted disk, said to be raw", "raw", ForeignDisks.Luks(), Unreadable),
        Of("a CD, said to be raw", "raw", ForeignDisks.AlsoIso(new byte[Small])),
        Of("raw, said to be a CD", "iso", new byte[Small]),
        Of("QCOW2, said to be a CD", "iso", Qcow2.Empty(Small)),
        Of("QCOW2 and a CD at once, said to be a CD", "iso", ForeignDisks.AlsoIso(Qcow2.Empty(Small, HostFile))),
        Of("a format of containers", "ploop", new byte[Small]),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<UnsafeDisk> All { get; } = [.. Kinds, .. Forms];

    private static UnsafeDisk Of(string name, string format, byte[] data, string reason = "is unacceptable") => new(name, format, _ => data, reason);

    /// <summary>
    /// A disk without a capacity is what its text says; and this one says that it lies in one flat file, the very one that Nova downloads
    /// it to. Nothing but its layout is wrong.
    /// </summary>
    private static byte[] FlatOfItself(string image) =>
        Vmdk.Sparse(0, "twoGbMaxExtentFlat", $"RW 8 FLAT \"{Checksums.FileOfImage(image)}.part\" 0");
}
