"""A virtual machine that really runs: one QEMU process, without KVM, so that it needs no device of the host.

Generation 1 has IDE disks as with Hyper-V. Generation 2 has its disks at virtio-scsi in place of Hyper-V's own SCSI
controller, and a BIOS in place of UEFI firmware.
"""

import logging
import os
import signal

from .native import subprocess, threading, time
from .qmp import Exchange

LOG = logging.getLogger(__name__)


class Drive:
    """A disk or DVD of a machine, where it is attached."""

    def __init__(self, name, path, controller, slot, is_dvd):
        self.name, self.path, self.controller, self.slot, self.is_dvd = name, path, controller, slot, is_dvd

    def arguments(self, disk_format):
        kind = "cd" if self.is_dvd else "hd"
        device = (
            f"scsi-{kind},bus=scsi.0,lun={self.slot}"
            if self.controller == "SCSI"
            else f"ide-{kind},bus=ide.{self.controller},unit={self.slot}"
        )
        read_only = ",readonly=on" if self.is_dvd else ""
        # What a guest has written is in the file, also of one that is turned off the hard way.
        drive = f"if=none,id={self.name},file={self.path},format={disk_format},cache=writethrough{read_only}"
        return ["-drive", drive, "-device", f"{device},drive={self.name}"]


class Guest:
    """The process of one machine. Disks are given as they are when it starts; a checkpoint changes them while it runs."""

    def __init__(self, folder):
        self._folder = folder
        self._socket = os.path.join(folder, "qmp")
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._ended.set()
        self._process = None
        self.started = 0

    @property
    def is_running(self):
        return not self._ended.is_set()

    def start(self, arguments, on_end):
        """Starts QEMU and waits until it takes commands; `on_end` is called when it has ended, for whatever reason."""
        os.makedirs(self._folder, exist_ok=True)
        if os.path.exists(self._socket):
            os.remove(self._socket)
        command = ["qemu-system-x86_64", *arguments, "-qmp", f"unix:{self._socket},server=on,wait=off"]
        LOG.info("%s", " ".join(command))
        with open(os.path.join(self._folder, "qemu.log"), "wb") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self.started, self._ended = time.monotonic(), threading.Event()
        threading.Thread(target=self._wait, args=(self._process, self._ended, on_end), daemon=True).start()
        while not os.path.exists(self._socket):
            if self._ended.wait(0.05):
                with open(log.name) as file:
                    raise OSError(f"QEMU ended: {file.read()}")

    @staticmethod
    def _wait(process, ended, on_end):
        while process.poll() is None:  # nobody else may touch the process: its locks are eventlet's
            time.sleep(0.1)
        ended.set()
        on_end()

    def kill(self):
        if self.is_running:
            os.kill(self._process.pid, signal.SIGKILL)
            self._ended.wait()

    def command(self, name, **arguments):
        with self._lock, Exchange(self._socket) as exchange:
            return exchange.call(name, **arguments)

    def take_checkpoint(self, drive, overlay):
        """From now on the guest writes into the overlay, and the disk stays as it is."""
        self.command("blockdev-snapshot-sync", **{"device": drive, "snapshot-file": overlay, "format": "qcow2"})

    def remove_checkpoint(self, drive, base):
        """Writes the overlay into the disk while the guest goes on. Without `base` QEMU would write into the image cache."""
        job = f"merge-{drive}"
        with self._lock, Exchange(self._socket) as exchange:
            exchange.call("block-commit", **{"job-id": job, "device": drive, "base": base})
            exchange.wait("BLOCK_JOB_READY")
            exchange.call("block-job-complete", device=job)
            exchange.wait("BLOCK_JOB_COMPLETED")
