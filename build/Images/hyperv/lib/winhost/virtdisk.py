"""The functions of virtdisk.dll that os-win calls: they return 0, or the number of an error."""

import functools
import logging
import os

from os_win.utils.winapi import constants

from . import disk, handles
from .handles import plain, referred

LOG = logging.getLogger(__name__)


def _status(function):
    """A Windows status out of what went wrong."""

    @functools.wraps(function)
    def entry(*arguments):
        try:
            return function(*arguments) or 0
        except FileNotFoundError:
            return handles.FILE_NOT_FOUND
        except OSError as error:
            LOG.warning("%s: %s", function.__name__, error)
            return constants.ERROR_SHARING_VIOLATION if "lock" in str(error) else handles.GENERAL_FAILURE

    return entry


@_status
def OpenVirtualDisk(storage_type, path, access, flags, parameters, handle):
    path = plain(path)
    if not os.path.exists(path):
        return handles.FILE_NOT_FOUND
    referred(handle).value = handles.open_handle(path)


@_status
def CreateVirtualDisk(storage_type, path, access, security, flags, provider_flags, parameters, overlapped, handle):
    path, wanted = plain(path), referred(parameters).Version2
    if os.path.exists(path):
        return handles.FILE_EXISTS
    fixed = flags & constants.CREATE_VIRTUAL_DISK_FLAG_FULL_PHYSICAL_ALLOCATION
    if wanted.ParentPath:
        disk.create_differencing(path, wanted.ParentPath)
    elif wanted.SourcePath:
        disk.convert(wanted.SourcePath, path, fixed)
    else:
        disk.create(path, wanted.MaximumSize, fixed)
    referred(handle).value = handles.open_handle(path)


@_status
def GetVirtualDiskInformation(handle, size, information, used):
    path, answer = handles.target_of(handle), referred(information)
    known, asked = disk.info(path), answer.Version
    if asked == constants.GET_VIRTUAL_DISK_INFO_SIZE:
        answer.Size.VirtualSize, answer.Size.PhysicalSize = known["size"], known["physical"]
        answer.Size.BlockSize, answer.Size.SectorSize = known["block"], disk.SECTOR
    elif asked == constants.GET_VIRTUAL_DISK_INFO_PARENT_LOCATION:
        if not known["parent"]:
            return constants.ERROR_VHD_INVALID_TYPE
        answer.ParentLocation.ParentResolved = 1
        answer.ParentLocation.ParentPath = known["parent"]
    elif asked == constants.GET_VIRTUAL_DISK_INFO_VIRTUAL_STORAGE_TYPE:
        is_vhdx = (disk.format_by_name(path) if known["format"] == "qcow2" else known["format"]) == "vhdx"
        answer.VirtualStorageType.DeviceId = (
            constants.VIRTUAL_STORAGE_TYPE_DEVICE_VHDX if is_vhdx else constants.VIRTUAL_STORAGE_TYPE_DEVICE_VHD
        )
    elif asked == constants.GET_VIRTUAL_DISK_INFO_PROVIDER_SUBTYPE:
        answer.ProviderSubtype = known["kind"]
    elif asked == constants.GET_VIRTUAL_DISK_INFO_IS_LOADED:
        answer.IsLoaded = 0
    else:
        raise NotImplementedError(f"virtdisk.GetVirtualDiskInformation {asked} is not emulated")


@_status
def SetVirtualDiskInformation(handle, parameters):
    wanted = referred(parameters)
    if wanted.Version != constants.SET_VIRTUAL_DISK_INFO_PARENT_PATH:
        raise NotImplementedError(f"virtdisk.SetVirtualDiskInformation {wanted.Version} is not emulated")
    disk.reparent(handles.target_of(handle), wanted.ParentFilePath)


@_status
def ResizeVirtualDisk(handle, flags, parameters, overlapped):
    path = handles.target_of(handle)
    if disk.format_of(path) == "qcow2" and disk.format_by_name(path) == "vpc":
        return constants.ERROR_VHD_INVALID_TYPE  # Windows resizes no differencing VHD
    disk.resize(path, referred(parameters).Version1.NewSize)


@_status
def MergeVirtualDisk(handle, flags, parameters, overlapped):
    disk.merge(handles.target_of(handle))


LIBRARY = handles.Library(
    "virtdisk", OpenVirtualDisk, CreateVirtualDisk, GetVirtualDiskInformation, SetVirtualDiskInformation, ResizeVirtualDisk,
    MergeVirtualDisk,
)  # fmt: skip
