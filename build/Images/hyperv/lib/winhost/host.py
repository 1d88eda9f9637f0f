"""What the host says of itself: the operating system, processors, memory, and templates of what machines are made of."""

import os

from .names import DVD, HARD_DISK, PREFIX, RESOURCE, STORAGE, SYSTEM_SETTINGS

# Windows Server 2019. Nothing of it is here: os-win chooses its classes by this number.
WINDOWS = "10.0.17763"

DEFINITION = r"Microsoft:Definition\{}\Default"
DRIVES_AND_CONTROLLERS = (
    "Synthetic Disk Drive", "Synthetic DVD Drive", "Physical Disk Drive", "Synthetic SCSI Controller", "Emulated IDE Controller",
)  # fmt: skip

# Properties that os-win asks instances for which may lack them.
OPTIONAL = {
    SYSTEM_SETTINGS: ("BootSourceOrder", "Version", "Notes", "VirtualSystemSubType"),
    RESOURCE: ("HostResource", "Parent", "AddressOnParent", "Address"),
    STORAGE: ("HostResource", "Parent", "Address"),
    "Msvm_ConcreteJob": ("ErrorDescription", "ErrorSummaryDescription"),
    "Msvm_SyntheticEthernetPortSettingData": ("Address", "ElementName"),
}


def add_templates(repository, new_id):
    """The definitions that os-win copies when it adds a part to a machine, and the services themselves."""

    def define(class_name, subtype, **values):
        repository.add(class_name, InstanceID=DEFINITION.format(new_id()), ResourceSubType=subtype, **values)

    for subtype in DRIVES_AND_CONTROLLERS:
        define(RESOURCE, PREFIX + subtype, HostResource=None, Parent=None, Address=None)
    for subtype in (HARD_DISK, DVD):
        define(STORAGE, subtype, HostResource=None, Parent=None)
    define("Msvm_SyntheticEthernetPortSettingData", PREFIX + "Synthetic Ethernet Port", ElementName=None, Address=None)
    repository.add(
        SYSTEM_SETTINGS,
        InstanceID=r"Microsoft:Definition\UefiCA",
        ElementName="MicrosoftUEFICertificateAuthority",
        VirtualSystemType="template",
        SecureBootTemplateId=new_id(),
    )
    repository.add("Msvm_VirtualSystemManagementService", Name="vmms")
    repository.add("Msvm_VirtualSystemSnapshotService", Name="vmms")
    repository.add("Msvm_TerminalServiceSettingData", InstanceID="terminal", ListenerPort=2179)


def memory():
    """All and available memory, in KiB."""
    with open("/proc/meminfo") as file:
        sizes = dict(line.split()[:2] for line in file)
    return int(sizes["MemTotal:"]), int(sizes["MemAvailable:"])


class HostClasses:
    """Instances that are made anew whenever somebody asks."""

    def __init__(self, repository, machines):
        self._make = repository.transient
        self._repository, self._machines = repository, machines

    def register(self):
        self._repository.dynamic.update({
            "win32_operatingsystem": self.operating_system,
            "win32_processor": self.processors,
            "msvm_numanode": lambda: [self.node()],
            "msvm_memory": lambda: [self.node_memory()],
            "msvm_processor": self.node_processors,
            "msvm_hosteddependency": self.dependencies,
            "msvm_shutdowncomponent": self.shutdown_components,
            "msvm_logicalidentity": self.boot_sources,
        })  # fmt: skip

    def operating_system(self):
        total, free = memory()
        return [
            self._make(
                "Win32_OperatingSystem",
                Version=WINDOWS,
                Name=self._repository.host,
                TotalVisibleMemorySize=total,
                FreePhysicalMemory=free,
            )
        ]

    def processors(self):
        count = os.cpu_count()
        return [
            self._make(
                "Win32_Processor",
                DeviceID="CPU0",
                ProcessorType=3,
                Architecture=9,
                Name="emulated",
                Manufacturer="GenuineIntel",
                MaxClockSpeed=2000,
                NumberOfCores=count,
                NumberOfLogicalProcessors=count,
            )
        ]

    def node(self):
        total, free = memory()
        used = (total - free) // 1024
        return self._make("Msvm_NumaNode", NodeID=r"Microsoft:PhysicalNode\0", CurrentlyConsumableMemoryBlocks=used)

    def node_memory(self):
        return self._make("Msvm_Memory", DeviceID="memory0", NumberOfBlocks=memory()[0] // 1024)

    def node_processors(self):
        return [self._make("Msvm_Processor", DeviceID=rf"Microsoft:HOST\0\{number}") for number in range(os.cpu_count())]

    def dependencies(self):
        node = self.node().path_()
        parts = [self.node_memory(), *self.node_processors()]
        return [self._make("Msvm_HostedDependency", Antecedent=node, Dependent=part) for part in parts]

    def shutdown_components(self):
        running = [name for name, guest in list(self._machines.guests.items()) if guest.is_running]
        return [self._make("Msvm_ShutdownComponent", SystemName=name) for name in running]

    def boot_sources(self):
        return [
            self._make(
                "Msvm_LogicalIdentity",
                SystemElement=resource.path_(),
                SameElement=self._make("Msvm_BootSourceSettingData", InstanceID=resource.InstanceID + r"\boot"),
            )
            for resource in self._repository.of(RESOURCE)
        ]
