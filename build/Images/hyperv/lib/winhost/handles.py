"""Handles of Windows objects, and each thread's last error."""

import itertools

from os_win.utils.winapi import constants

from .native import threading

FILE_NOT_FOUND, GENERAL_FAILURE, FILE_EXISTS = 2, 31, 80

_open = {}
_numbers = itertools.count(1000, 4)
_lock = threading.Lock()
_thread = threading.local()


def open_handle(target):
    with _lock:
        number = next(_numbers)
        _open[number] = target
        return number


def target_of(handle):
    """What a handle stands for, or None."""
    return _open.get(plain(handle))


def close(handle):
    target = _open.pop(plain(handle), None)
    if target is None:
        return fail(constants.ERROR_INVALID_HANDLE)
    if hasattr(target, "close"):
        target.close()
    return 1


def fail(code, result=0):
    """Sets the last error, and is what a function returns with it."""
    _thread.error = code
    return result


def last_error():
    return getattr(_thread, "error", 0)


def plain(argument):
    """The value of a ctypes argument."""
    return argument.value if hasattr(argument, "value") else argument


def referred(argument):
    """The object that byref was given."""
    return getattr(argument, "_obj", None) if argument is not None else None


class Library:
    """Entry points by name; one that is not emulated says so when it is called."""

    def __init__(self, name, *functions):
        self._name = name
        for function in functions:
            setattr(self, function.__name__, function)

    def __getattr__(self, name):
        def missing(*_arguments):
            raise NotImplementedError(f"{self._name}.{name} is not emulated")

        missing.__name__ = name
        return missing
