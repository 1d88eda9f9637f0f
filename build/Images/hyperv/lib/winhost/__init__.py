"""A Hyper-V host below os-win, on Linux.

Real: Nova's driver nova.virt.hyperv and os-win, unmodified; VHD and VHDX files; guests that run, one QEMU each.
Emulated, here: Windows, as far as os-win asks it: WMI (the module `wmi`) and two libraries (kernel32, virtdisk). What is
not emulated says so with its name. Weaker than Hyper-V: generation 2 boots a BIOS, secure boot is written down and not
enforced, a suspended machine stays in memory, checkpoints hold disks only, network adapters have no network.
"""

import builtins
import ctypes
import logging
import os
import platform
import types

LOG = logging.getLogger(__name__)


def install(folder):
    """Puts the host in where os-win looks for Windows, before anything imports os_win.utils. Its state is in `folder`."""
    os.makedirs(folder, exist_ok=True)
    if not hasattr(builtins, "WindowsError"):
        # named in the driver's except clauses; nothing raises it on Linux
        builtins.WindowsError = type("WindowsError", (OSError,), {"winerror": None})
    _install_libraries(folder)
    _install_wmi(folder)
    LOG.warning("Windows below os-win is emulated; its state is in %s", folder)


def _install_libraries(folder):
    from os_win.utils.winapi import wintypes
    from os_win.utils.winapi.libs import kernel32, virtdisk

    wintypes.LPOVERLAPPED_COMPLETION_ROUTINE = ctypes.CFUNCTYPE(
        None, wintypes.DWORD, wintypes.DWORD, wintypes.LPOVERLAPPED
    )
    from . import kernel32 as emulated_kernel32
    from . import pipes
    from . import virtdisk as emulated_virtdisk

    kernel32.lib_handle = emulated_kernel32.LIBRARY
    virtdisk.lib_handle = emulated_virtdisk.LIBRARY
    pipes.use(os.path.join(folder, "pipes"))


def _install_wmi(folder):
    from os_win.utils import baseutils

    from . import wmi

    baseutils.wmi = wmi.module(_start_host(folder))
    baseutils.sys = types.SimpleNamespace(platform="win32")


def _start_host(folder):
    from . import cim, computers, host, machines, management, names, snapshots

    repository = cim.Repository(platform.node())
    repository.optional = host.OPTIONAL
    known = machines.Machines(repository, folder)
    repository.associators = known.associators
    repository.providers = {
        "Msvm_VirtualSystemManagementService": management.ManagementService(known),
        "Msvm_VirtualSystemSnapshotService": snapshots.SnapshotService(known),
        "Msvm_ShutdownComponent": computers.ShutdownComponents(known),
        names.COMPUTER: computers.Computers(known),
    }
    host.HostClasses(repository, known).register()
    if not known.load():
        host.add_templates(repository, known.new_id)
    return repository
