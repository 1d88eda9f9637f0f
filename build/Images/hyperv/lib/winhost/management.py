"""Msvm_VirtualSystemManagementService: machines are defined, changed, asked about and destroyed."""

import os

from .names import (
    COMPUTER, DVD, HARD_DISK, INVALID_STATE, MEMORY, OFF, OK, PREFIX, PROCESSOR, REALIZED, RESOURCE, SERIAL_PORT, STARTED,
    STORAGE, SYSTEM_SETTINGS,
)  # fmt: skip
from .native import time


class ManagementService:
    """The service's methods; each gets the instance that it was called at, and what os-win names."""

    def __init__(self, machines):
        self._machines = machines
        self._repository = machines.repository

    def DefineSystem(self, _service, ResourceSettings, ReferenceConfiguration, SystemSettings):
        settings, machine = self._repository.parse(SystemSettings), self._machines.new_id()
        generation = 2 if str(settings.get("VirtualSystemSubType") or "").endswith("2") else 1
        system = self._repository.add(COMPUTER, Name=machine, ElementName=settings.ElementName, EnabledState=OFF)
        self._add_settings(machine, generation, settings.values)
        self._machines.save()
        return None, system.path_(), OK

    def _add_settings(self, machine, generation, given):
        root, add = "Microsoft:" + machine, self._repository.add
        add(
            SYSTEM_SETTINGS,
            **{
                **given,
                "InstanceID": root,
                "ConfigurationID": machine,
                "Version": "9.0",
                "VirtualSystemType": REALIZED,
                "BootSourceOrder": [],
                "VirtualSystemSubType": f"{PREFIX}SubType:{generation}",
            },
        )
        add(
            MEMORY,
            InstanceID=root + r"\memory",
            VirtualQuantity=1024,
            Reservation=1024,
            Limit=1048576,
            DynamicMemoryEnabled=False,
        )
        add(PROCESSOR, InstanceID=root + r"\processor", VirtualQuantity=1)
        for number in range(2):
            if generation == 1:
                subtype = PREFIX + "Emulated IDE Controller"
                add(RESOURCE, InstanceID=rf"{root}\ide{number}", Address=str(number), ResourceSubType=subtype)
            add(SERIAL_PORT, InstanceID=rf"{root}\com{number}", ResourceSubType=PREFIX + "Serial Port", Connection=[])

    def ModifySystemSettings(self, _service, SystemSettings):
        settings = self._repository.parse(SystemSettings)
        self._repository.live(settings.path_()).values.update(settings.values)
        self._machines.save()
        return None, OK

    def AddResourceSettings(self, _service, affected, settings):
        machine, added = self._machines.owner(self._repository.live(affected)), []
        for resource in map(self._repository.parse, settings):
            try:
                self._check(resource)
            except OSError as error:
                return self._machines.jobs.failed(error), [], STARTED
            resource.InstanceID = rf"Microsoft:{machine}\{self._machines.new_id()}"
            added.append(self._repository.add(resource.class_name, **resource.values).path_())
        self._machines.save()
        return None, added, OK

    def _check(self, resource):
        """What Windows refuses to attach."""
        subtype = str(resource.get("ResourceSubType") or "")
        if subtype in (HARD_DISK, DVD):
            path = resource.HostResource[0]
            if not os.path.exists(path):
                raise OSError(f"attachment '{path}' not found")
            if any(other.HostResource == [path] for other in self._repository.of(STORAGE)):
                raise OSError(f"attachment '{path}' is in use")
        elif subtype.endswith("Drive"):
            place = resource.Parent, str(resource.AddressOnParent)
            if any((other.get("Parent"), str(other.get("AddressOnParent"))) == place for other in self._repository.of(RESOURCE)):
                raise OSError("this place at the controller is taken")

    def ModifyResourceSettings(self, _service, ResourceSettings):
        for resource in map(self._repository.parse, ResourceSettings):
            self._repository.live(resource.path_()).values.update(resource.values)
        self._machines.save()
        return None, [], OK

    def RemoveResourceSettings(self, _service, ResourceSettings):
        for path in ResourceSettings:
            self._repository.remove(self._repository.live(path))
        self._machines.save()
        return None, OK

    def GetSummaryInformation(self, _service, RequestedInformation, SettingData):
        return OK, [self._summary(self._machines.owner(self._repository.live(path))) for path in SettingData]

    def _summary(self, machine):
        guest = self._machines.guests.get(machine)
        up = int((time.monotonic() - guest.started) * 1000) if guest and guest.is_running else 0
        memory = self._machines.parts(MEMORY, machine)[0].VirtualQuantity
        return self._repository.transient(
            "Msvm_SummaryInformation",
            Name=machine,
            EnabledState=self._machines.system(machine).EnabledState,
            NumberOfProcessors=self._machines.parts(PROCESSOR, machine)[0].VirtualQuantity,
            MemoryUsage=memory if up else None,
            UpTime=up,
        )

    def DestroySystem(self, _service, AffectedSystem):
        system = self._repository.live(AffectedSystem)
        if system.EnabledState != OFF:
            return None, INVALID_STATE

        def destroy_system():
            self._machines.forget(system)

        return self._machines.start_job(system.Name, destroy_system), STARTED
