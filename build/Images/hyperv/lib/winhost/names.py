"""Names and numbers of Hyper-V's WMI classes that several parts of the emulation use."""

COMPUTER = "Msvm_ComputerSystem"
SYSTEM_SETTINGS = "Msvm_VirtualSystemSettingData"
RESOURCE = "Msvm_ResourceAllocationSettingData"
STORAGE = "Msvm_StorageAllocationSettingData"
MEMORY = "Msvm_MemorySettingData"
PROCESSOR = "Msvm_ProcessorSettingData"
SERIAL_PORT = "Msvm_SerialPortSettingData"
JOB = "Msvm_ConcreteJob"

PREFIX = "Microsoft:Hyper-V:"
REALIZED = PREFIX + "System:Realized"
SNAPSHOT = PREFIX + "Snapshot:Realized"
HARD_DISK = PREFIX + "Virtual Hard Disk"
DVD = PREFIX + "Virtual CD/DVD Disk"

# EnabledState
RUNNING, OFF, SAVED, PAUSED, RESET = 2, 3, 6, 9, 11

# what a method returns: done, a job goes on with it, not in this state
OK, STARTED, INVALID_STATE = 0, 4096, 32775
