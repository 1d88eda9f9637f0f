namespace GlanceGate.TopDown.Harness;

/// <summary>
/// The properties of an image whose values Nova restricts, each with a value that it must refuse: those of <c>ImageMetaProps</c> (nova
/// objects/image_meta.py, version 1.34) whose field refuses any text, and their names of old. Nova's flags (<c>hw_boot_menu</c>, …) take any
/// text for "no", and <c>img_signature_certificate_uuid</c> takes any text.
/// </summary>
internal static class ImagePropertyTypes
{
    /// <summary>What none of them can be.</summary>
    public const string Wrong = "gate-wrong";

    /// <summary>Properties with a value of a few that are known.</summary>
    public static IReadOnlyList<string> Choices { get; } =
    [
        "hw_architecture", "hw_cdrom_bus", "hw_cpu_policy", "hw_cpu_thread_policy", "hw_disk_bus", "hw_emulation_architecture",
        "hw_ephemeral_encryption_format", "hw_firmware_type", "hw_floppy_bus", "hw_input_bus", "hw_pci_numa_affinity_policy",
        "hw_pointer_model", "hw_rescue_bus", "hw_rescue_device", "hw_rng_model", "hw_scsi_model", "hw_tpm_model", "hw_tpm_version",
        "hw_video_model", "hw_vif_model", "hw_viommu_model", "hw_vm_mode", "hw_watchdog_action", "img_config_drive", "img_hv_type",
        "img_signature_hash_method", "img_signature_key_type", "os_secure_boot", "os_type",
    ];

    /// <summary>Properties that are numbers.</summary>
    public static IReadOnlyList<string> Numbers { get; } =
    [
        "hw_cpu_cores", "hw_cpu_max_cores", "hw_cpu_max_sockets", "hw_cpu_max_threads", "hw_cpu_sockets", "hw_cpu_threads", "hw_device_id",
        "hw_numa_mem.0", "hw_numa_nodes", "hw_serial_port_count", "hw_video_ram", "img_compression_level", "img_version",
    ];

    /// <summary>Properties with a form of their own: a comparison of versions, lists of objects.</summary>
    public static IReadOnlyList<string> Forms { get; } = ["img_hv_requested_version", "img_block_device_mapping", "img_mappings"];

    /// <summary>What some of these were called before, and still may be.</summary>
    public static IReadOnlyList<string> FormerNames { get; } =
    [
        "architecture", "hypervisor_type", "hypervisor_version_requires", "vm_mode", "vmware_adaptertype", "vmware_image_version",
        "xenapi_device_id", "xenapi_image_compression_level",
    ];

    /// <summary>Properties that are yes or no.</summary>
    public static IReadOnlyList<string> Flags { get; } =
    [
        "hw_boot_menu", "hw_ephemeral_encryption", "hw_ipxe_boot", "hw_locked_memory", "hw_mem_encryption", "hw_pmu", "hw_qemu_guest_agent",
        "hw_time_hpet", "hw_vif_multiqueue_enabled", "img_bdm_v2", "img_bittorrent", "img_cache_in_nova", "img_hide_hypervisor_id",
        "img_linked_clone", "img_use_agent", "os_require_quiesce", "os_skip_agent_inject_files_at_boot", "os_skip_agent_inject_ssh",
    ];
}
