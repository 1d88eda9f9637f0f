"""The functions of kernel32.dll that os-win calls, with the very arguments that it gives them."""

import ctypes
import os
import shutil

from os_win.utils.winapi import constants

from . import disk, handles, pipes
from .handles import plain, referred
from .native import threading, time

POLL_SECONDS = 0.2
PROCESSOR_FEATURES = {
    3: "mmx", 6: "sse", 8: "tsc", 9: "pae", 10: "sse2", 12: "nx", 13: "pni", 17: "xsave", 20: "ept", 21: "vmx",
}  # fmt: skip

_thread = threading.local()


class Event:
    def __init__(self, is_set):
        self.is_set = is_set


def GetLastError():
    return handles.last_error()


def SetLastError(code):
    handles.fail(code)


def FormatMessageA(flags, source, code, language, buffer, size, arguments):
    referred(buffer).value = b"emulated Windows error %d" % code
    return 1


def LocalFree(_memory):
    return 1


def CloseHandle(handle):
    return handles.close(handle)


def CopyFileW(source, target, fail_if_exists):
    source, target = plain(source), plain(target)
    if not os.path.exists(source):
        return handles.fail(handles.FILE_NOT_FOUND)
    if os.path.exists(target) and plain(fail_if_exists):
        return handles.fail(handles.FILE_EXISTS)
    try:
        disk.copy(source, target)
        return 1
    except OSError:
        return handles.fail(handles.GENERAL_FAILURE)


def GetDiskFreeSpaceExW(path, available, total, free):
    usage = shutil.disk_usage(plain(path))
    total.contents.value, free.contents.value = usage.total, usage.free
    return 1


def GetTickCount64():
    return int(time.monotonic() * 1000)


def IsProcessorFeaturePresent(feature):
    with open("/proc/cpuinfo") as file:
        return PROCESSOR_FEATURES.get(feature) in file.read().split()


def WaitNamedPipeW(name, milliseconds):
    deadline = time.monotonic() + plain(milliseconds) / 1000
    while not os.path.exists(pipes.log_of(plain(name))):
        if time.monotonic() > deadline:
            return handles.fail(handles.FILE_NOT_FOUND)
        time.sleep(POLL_SECONDS)
    return 1


def CreateFileW(path, access, share, security, disposition, flags, template):
    """Opens a named pipe; os-win opens nothing else."""
    try:
        return handles.open_handle(pipes.Pipe(plain(path)))
    except OSError:
        return handles.fail(handles.FILE_NOT_FOUND, constants.INVALID_HANDLE_VALUE)


def CreateEventW(attributes, manual, initial, name):
    return handles.open_handle(Event(bool(initial)))


def SetEvent(handle):
    handles.target_of(handle).is_set = True
    return 1


def ResetEvent(handle):
    handles.target_of(handle).is_set = False
    return 1


def ReadFileEx(*arguments):
    return _begin(False, *arguments)


def WriteFileEx(*arguments):
    return _begin(True, *arguments)


def _begin(is_write, handle, buffer, size, overlapped, completion):
    """An overlapped operation is done in the alertable wait that follows it in the same thread."""
    pipe = handles.target_of(handle)
    if pipe is None:
        return handles.fail(constants.ERROR_INVALID_HANDLE)
    _thread.operation = (is_write, pipe, buffer, size, referred(overlapped), completion)
    return 1


def WaitForSingleObjectEx(handle, milliseconds, alertable):
    operation, _thread.operation = getattr(_thread, "operation", None), None
    if operation:
        _finish(*operation)
    event = handles.target_of(handle)
    while event and not event.is_set:
        time.sleep(POLL_SECONDS / 4)
    return 0


def _finish(is_write, pipe, buffer, size, overlapped, completion):
    done = 0
    if is_write:
        pipe.write(bytes(bytearray(buffer[:size])))
        done = size
    while not is_write and not pipe.is_cancelled:
        if data := pipe.read(size):
            ctypes.memmove(buffer, data, len(data))
            done = len(data)
            break
        time.sleep(POLL_SECONDS)
    pipe.is_cancelled = False
    completion(0, done, ctypes.pointer(overlapped))


def CancelIoEx(handle, overlapped):
    pipe = handles.target_of(handle)
    if pipe is None:
        return handles.fail(constants.ERROR_INVALID_HANDLE)
    pipe.is_cancelled = True
    return 1


LIBRARY = handles.Library(
    "kernel32", GetLastError, SetLastError, FormatMessageA, LocalFree, CloseHandle, CopyFileW, GetDiskFreeSpaceExW,
    GetTickCount64, IsProcessorFeaturePresent, WaitNamedPipeW, CreateFileW, CreateEventW, SetEvent, ResetEvent, ReadFileEx,
    WriteFileEx, WaitForSingleObjectEx, CancelIoEx,
)  # fmt: skip
