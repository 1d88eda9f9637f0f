"""What `import wmi` gives on Windows, over a repository."""

import re
import types

from os_win import exceptions

from .native import queue

STATE = re.compile(r"TargetInstance\.EnabledState = '(\d+)'")


class Class:
    """A class of a namespace: called, it lists instances."""

    def __init__(self, repository, name):
        self._repository, self._name = repository, name

    def __call__(self, fields=None, **where):
        return [instance.copy() for instance in self._repository.of(self._name, **where)]

    def new(self):
        return self._repository.transient(self._name)

    def watch_for(self, raw_wql=None, fields=None):
        """A function that waits for the next change of state that the query names."""
        events = queue.Queue()
        self._repository.listeners.append((STATE.findall(raw_wql or ""), events))

        def listen(timeout_ms=None):
            try:
                return events.get(timeout=(timeout_ms or 2000) / 1000)
            except queue.Empty:
                raise exceptions.x_wmi_timed_out("timed out") from None

        return listen


class Connection:
    """A connection to a namespace. All namespaces are one here: no class is in two of them."""

    def __init__(self, repository):
        self._repository = repository
        self.query = repository.query

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Class(self._repository, name)


def module(repository):
    """The module `wmi`."""

    def connect(moniker="//./root/cimv2", privileges=None, **_options):
        is_instance = ":" in moniker.replace("\\", "/").lstrip("/")
        return repository.live(moniker).copy() if is_instance else Connection(repository)

    return types.SimpleNamespace(WMI=connect, x_wmi=exceptions.x_wmi, x_wmi_timed_out=exceptions.x_wmi_timed_out)
