"""QEMU's control socket: one command at a time, and the events that a command leads to."""

import json

from .native import socket

TIMEOUT_SECONDS = 60


class Exchange:
    """One connection. Events may come before a command has returned; they are kept."""

    def __init__(self, path):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(TIMEOUT_SECONDS)
        self._socket.connect(path)
        self._stream = self._socket.makefile("rw")
        self._seen = []
        self._stream.readline()  # QEMU's greeting
        self.call("qmp_capabilities")

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self._socket.close()

    def call(self, command, **arguments):
        self._stream.write(json.dumps({"execute": command, "arguments": arguments}))
        self._stream.flush()
        while True:
            answer = self._read(command)
            if "return" in answer:
                return answer["return"]

    def wait(self, event):
        while event not in self._seen:
            self._read(event)

    def _read(self, what):
        line = self._stream.readline()
        if not line:
            raise OSError(f"{what}: the guest's emulator has ended")
        message = json.loads(line)
        if "error" in message or message.get("data", {}).get("error"):
            raise OSError(f"{what}: {message}")
        self._seen.append(message.get("event"))
        return message
