"""A host for tests, with os-win over it. Imported first, as os-win looks for Windows when it is imported."""

import eventlet

eventlet.monkey_patch()

import atexit  # noqa: E402
import logging  # noqa: E402
import os  # noqa: E402
import shutil  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
import uuid  # noqa: E402

import winhost  # noqa: E402

logging.disable(logging.CRITICAL)  # tests provoke errors, and say themselves what went wrong
FOLDER = tempfile.mkdtemp(prefix="winhost-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
winhost.install(os.path.join(FOLDER, "state"))

from os_win import constants, utilsfactory  # noqa: E402

DEADLINE_SECONDS = 60
SIZE = 64 << 20

vms = utilsfactory.get_vmutils()
disks = utilsfactory.get_vhdutils()
paths = utilsfactory.get_pathutils()


def new_folder():
    return tempfile.mkdtemp(dir=FOLDER)


def guest_disk(extension):
    """A copy of the guest's image, in a folder of its own."""
    path = os.path.join(new_folder(), "base." + extension)
    shutil.copy("/guest/guest." + extension, path)
    return path


def wait_until(what, probe):
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not (answer := probe()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {DEADLINE_SECONDS} s: {what}")
        time.sleep(0.1)
    return answer


class Machine:
    """A machine made as Nova's driver makes one, with its disk on top of a base."""

    def __init__(self, extension, generation):
        self.name, self.extension, self.generation = "instance-" + uuid.uuid4().hex[:8], extension, generation
        self.base = guest_disk(extension)
        self.folder = new_folder()
        self.disk = os.path.join(self.folder, "root." + extension)
        self.pipe = rf"\\.\pipe\{uuid.uuid4()}_rw"
        self._console = os.path.join(self.folder, "console.log")
        self._handler = None

    def create(self):
        disks.create_differencing_vhd(self.disk, self.base)
        vms.create_vm(self.name, False, self.generation, self.folder, [str(uuid.uuid4())])
        vms.update_vm(self.name, 64, None, 1, None, False, 1.0)
        vms.create_scsi_controller(self.name)
        if self.generation == 1:
            vms.attach_ide_drive(self.name, self.disk, 0, 0, constants.DISK)
        else:
            vms.attach_scsi_drive(self.name, self.disk, constants.DISK)
        vms.set_vm_serial_port_connection(self.name, 1, self.pipe)

    def set_state(self, state):
        vms.set_vm_state(self.name, state)

    def start(self):
        self.set_state(constants.HYPERV_VM_STATE_ENABLED)

    def stop(self):
        self.set_state(constants.HYPERV_VM_STATE_DISABLED)

    def watch(self):
        """Begins to read the console, as Nova's driver does."""
        self._handler = utilsfactory.get_named_pipe_handler(self.pipe, log_file=self._console)
        self._handler.start()

    def wait_for(self, marker):
        wait_until(f"{marker} on the console", lambda: os.path.exists(self._console) and marker in self.console())

    def console(self):
        with open(self._console, errors="replace") as file:
            return file.read()

    def destroy(self):
        if self._handler:
            self._handler.stop()
        if vms.get_vm_state(self.name) != constants.HYPERV_VM_STATE_DISABLED:
            self.stop()
        vms.destroy_vm(self.name)


def boots_on(path):
    """What a disk's guest counted, read from the disk itself."""
    from winhost import disk

    raw = os.path.join(new_folder(), "raw")
    disk.run("qemu-img", "convert", "-U", "-f", disk.format_of(path), "-O", "raw", path, raw)
    with open(raw, "rb") as file:
        return file.read(513)[512]
