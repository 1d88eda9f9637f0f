"""Msvm_ComputerSystem and Msvm_ShutdownComponent: a machine's power."""

from .names import INVALID_STATE, MEMORY, OFF, OK, PAUSED, PROCESSOR, RESET, RUNNING, SAVED, SERIAL_PORT, STARTED
from .pipes import serial_arguments


class Computers:
    """Methods of Msvm_ComputerSystem."""

    def __init__(self, machines):
        self._machines = machines

    def RequestStateChange(self, system, RequestedState):
        system, now = self._machines.repository.live(system.path_()), system.EnabledState
        if (
            RequestedState == now
            or (RequestedState in (PAUSED, SAVED) and now != RUNNING)
            or (RequestedState == RESET and now == OFF)
        ):
            return None, INVALID_STATE

        def change_state():
            guest = self._machines.guest(system.Name)
            if RequestedState == RUNNING and now == OFF:
                guest.start(self._arguments(system), lambda: self._machines.set_state(system, OFF))
            elif RequestedState == RUNNING:
                guest.command("cont")
            elif RequestedState in (PAUSED, SAVED):  # weaker than Hyper-V's: a saved machine stays in memory
                guest.command("stop")
            elif RequestedState == RESET:
                guest.command("system_reset")
            elif RequestedState == OFF:
                guest.kill()
            self._machines.set_state(system, RUNNING if RequestedState == RESET else RequestedState)

        return self._machines.start_job(system.Name, change_state), STARTED

    def _arguments(self, system):
        """QEMU's arguments for a machine, out of its settings."""
        machine, parts = system.Name, self._machines.parts
        drives = self._machines.drives(machine)
        arguments = [
            "-name", system.ElementName, "-nodefaults", "-display", "none", "-vga", "std", "-accel", "tcg", "-cpu", "max",
            "-machine", "pc" if self._machines.generation(machine) == 1 else "q35",
            "-m", str(parts(MEMORY, machine)[0].VirtualQuantity),
            "-smp", str(parts(PROCESSOR, machine)[0].VirtualQuantity),
        ]  # fmt: skip
        if any(drive.controller == "SCSI" for drive, _ in drives):
            arguments += ["-device", "virtio-scsi-pci,id=scsi"]
        for drive, disk_format in drives:
            arguments += drive.arguments(disk_format)
        for number, port in enumerate(port for port in parts(SERIAL_PORT, machine) if port.Connection):
            arguments += serial_arguments(number, port.Connection[0])
        return arguments


class ShutdownComponents:
    """Methods of Msvm_ShutdownComponent: the guest's service on Windows, the ACPI power button here."""

    def __init__(self, machines):
        self._machines = machines

    def InitiateShutdown(self, component, Force, Reason):
        self._machines.guests[component.SystemName].command("system_powerdown")
        return (OK,)
