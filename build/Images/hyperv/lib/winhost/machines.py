"""The machines of the host: their settings, which are instances of the repository, and their guests, which are processes."""

import functools
import json
import os
import uuid

from . import disk
from .guest import Drive, Guest
from .jobs import Jobs
from .names import COMPUTER, DVD, JOB, OFF, REALIZED, STORAGE, SYSTEM_SETTINGS
from .native import threading


class Machines:
    """What several services share. Settings outlive the process that uses them, as on Windows; guests do not."""

    def __init__(self, repository, folder):
        self.repository = repository
        self.guests = {}
        self.jobs = Jobs(repository, self.new_id, self.save)
        self._locks = {}
        self._folder = folder
        self._file = os.path.join(folder, "machines.json")

    def start_job(self, machine, work):
        """Begins work on a machine. What is asked of one machine is done one after the other, as on Windows."""
        lock = self._locks.setdefault(machine, threading.Lock())

        @functools.wraps(work)
        def in_turn():
            with lock:
                return work()

        return self.jobs.start(in_turn)

    @staticmethod
    def new_id():
        return str(uuid.uuid4()).upper()

    @staticmethod
    def owner(settings):
        """The machine that settings belong to."""
        name = settings.get("ConfigurationID") or settings.get("InstanceID") or settings.get("Name") or ""
        return name.replace("Microsoft:", "").split("\\")[0]

    def system(self, machine):
        return self.repository.of(COMPUTER, Name=machine)[0]

    def parts(self, class_name, machine):
        return [part for part in self.repository.of(class_name) if part.InstanceID.startswith("Microsoft:" + machine)]

    def generation(self, machine):
        return int(self.repository.of(SYSTEM_SETTINGS, InstanceID="Microsoft:" + machine)[0].VirtualSystemSubType[-1])

    def guest(self, machine):
        return self.guests.setdefault(machine, Guest(os.path.join(self._folder, "guests", machine)))

    def drives(self, machine):
        """Each drive with the format of its content, in the order of their settings."""
        found = []
        for number, storage in enumerate(self.parts(STORAGE, machine)):
            place = self.repository.live(storage.Parent)
            controller = self.repository.live(place.Parent)
            address = "SCSI" if "SCSI" in controller.ResourceSubType else controller.Address
            path, is_dvd = storage.HostResource[0], storage.ResourceSubType == DVD
            drive = Drive(f"disk{number}", path, address, place.AddressOnParent, is_dvd)
            found.append((drive, disk.format_of(path)))
        return found

    def set_state(self, system, state):
        if system.EnabledState != state:
            system.EnabledState = state
            self.save()
            self.repository.emit(system)

    def forget(self, system):
        """Removes a machine's settings, its checkpoints among them."""
        with self.repository.lock:
            for instance in self.repository.all():
                if instance is system or self.owner(instance) == system.Name:
                    self.repository.remove(instance)
        self.guests.pop(system.Name, None)

    def associators(self, instance, _association, result):
        """What is associated with an instance, as far as os-win asks."""
        if instance.class_name == JOB:
            return [self.repository.live(instance.Affected).copy()]
        if instance.class_name == COMPUTER:
            settings = self.repository.of(SYSTEM_SETTINGS, ConfigurationID=instance.Name)
            return [setting.copy() for setting in settings if setting.VirtualSystemType != REALIZED]
        if result == SYSTEM_SETTINGS:
            return self.repository.of(SYSTEM_SETTINGS, InstanceID="Microsoft:" + self.owner(instance))
        return []

    def save(self):
        with self.repository.lock:
            kept = [
                [instance.class_name, instance.values]
                for instance in self.repository.all()
                if instance.is_plain and instance.class_name != JOB
            ]
            with open(self._file + ".new", "w") as file:
                json.dump(kept, file)
            os.rename(file.name, self._file)

    def load(self):
        """Reads what was saved. Returns False where nothing was; machines are off, as after a host's restart."""
        if not os.path.exists(self._file):
            return False
        with open(self._file) as file:
            for class_name, values in json.load(file):
                instance = self.repository.add(class_name, **values)
                if class_name == COMPUTER:
                    instance.EnabledState = OFF
        return True
