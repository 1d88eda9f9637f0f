"""Named pipes behind serial ports: what QEMU wrote to a port, from the beginning, so that nothing is lost that was printed early."""

import os

from .native import socket

_folder = None
_consumed = {}  # pipe: how much of it was read


def use(folder):
    """Where the pipes' files are."""
    global _folder
    _folder = folder
    os.makedirs(folder, exist_ok=True)


def path_of(name):
    return os.path.join(_folder, name.split("\\")[-1])


def log_of(name):
    return path_of(name) + ".log"


def serial_arguments(number, name):
    """QEMU's arguments for a serial port with this pipe behind it, which begins anew."""
    path = path_of(name)
    _consumed.pop(path, None)
    for old in (path, log_of(name)):
        if os.path.exists(old):
            os.remove(old)
    port = f"com{number}"
    chardev = f"socket,id={port},path={path},server=on,wait=off,logfile={log_of(name)}"
    return ["-chardev", chardev, "-serial", f"chardev:{port}"]


class Pipe:
    """The client's end. One that is opened again goes on where the last one stopped."""

    def __init__(self, name):
        self._path = path_of(name)
        self._log = open(log_of(name), "rb")
        self._log.seek(_consumed.get(self._path, 0))
        self._socket = None
        self.is_cancelled = False

    def read(self, size):
        data = self._log.read(size)
        _consumed[self._path] = self._log.tell()
        return data

    def close(self):
        self._log.close()
        if self._socket is not None:
            self._socket.close()

    def write(self, data):
        if self._socket is None:
            self._socket = socket.socket(socket.AF_UNIX)
            self._socket.connect(self._path)
        self._socket.sendall(data)
