"""Msvm_VirtualSystemSnapshotService: checkpoints. They hold disks and, unlike Hyper-V's, no memory."""

import os

from . import disk
from .names import SNAPSHOT, STARTED, STORAGE, SYSTEM_SETTINGS


class SnapshotService:
    """A checkpoint freezes a disk: the machine goes on in an overlay until the checkpoint is destroyed."""

    def __init__(self, machines):
        self._machines = machines
        self._repository = machines.repository

    def CreateSnapshot(self, _service, AffectedSystem, SnapshotType):
        system, checkpoint = self._repository.live(AffectedSystem), self._machines.new_id()

        def create_snapshot():
            moved = self._freeze(system.Name, checkpoint)
            return self._repository.add(
                SYSTEM_SETTINGS,
                InstanceID="Microsoft:" + checkpoint,
                ElementName=f"{system.ElementName} - checkpoint",
                ConfigurationID=system.Name,
                Notes=None,
                VirtualSystemType=SNAPSHOT,
                Disks=moved,
            ).path_()

        return self._machines.start_job(system.Name, create_snapshot), None, STARTED

    def _freeze(self, machine, checkpoint):
        """[drive, its settings, disk, overlay] of every disk."""
        guest, moved = self._machines.guests.get(machine), []
        storage = self._machines.parts(STORAGE, machine)
        for (drive, _), settings in zip(self._machines.drives(machine), storage):
            if drive.is_dvd:
                continue
            stem, extension = os.path.splitext(drive.path)
            overlay = f"{stem}_{checkpoint}.a{extension[1:]}"
            if guest and guest.is_running:
                guest.take_checkpoint(drive.name, overlay)
            else:
                disk.create_differencing(overlay, drive.path)
            settings.HostResource = [overlay]
            moved.append([drive.name, settings.path_(), drive.path, overlay])
        return moved

    def DestroySnapshot(self, _service, AffectedSnapshot):
        checkpoint = self._repository.live(AffectedSnapshot)
        guest = self._machines.guests.get(checkpoint.ConfigurationID)

        def destroy_snapshot():
            if checkpoint not in self._repository.all():
                return  # it has gone with its machine
            for drive, settings, base, overlay in checkpoint.Disks:
                if guest and guest.is_running:
                    guest.remove_checkpoint(drive, base)
                else:
                    disk.merge(overlay)
                os.remove(overlay)
                self._repository.live(settings).HostResource = [base]
            self._repository.remove(checkpoint)

        return self._machines.start_job(checkpoint.ConfigurationID, destroy_snapshot), STARTED
