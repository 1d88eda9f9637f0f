"""VHD and VHDX files, through qemu-img.

Real: dynamic and fixed VHD and VHDX, which is what Glance stores and what the image cache holds. Emulated: a differencing
disk, which QEMU cannot write in these formats, is a QCOW2 overlay under its .vhd, .vhdx, .avhd or .avhdx name. Nova never
uploads one: it merges it into a copy of its base first.
"""

import json
import os
import struct

from .native import subprocess

SECTOR = 512
FIXED, DYNAMIC, DIFFERENCING = 2, 3, 4


def run(*command):
    """A command's output; OSError with its error."""
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if ended.returncode:
        raise OSError(31, f"{' '.join(command)}: {ended.stderr.decode().strip()}")
    return ended.stdout.decode()


def format_of(path):
    """The format of a file's content, as QEMU calls it; nobody's word is taken for it."""
    with open(path, "rb") as file:
        head = file.read(8)
        file.seek(max(os.path.getsize(path) - SECTOR, 0))
        tail = file.read(8)
    if head[:4] == b"QFI\xfb":
        return "qcow2"
    if head == b"vhdxfile":
        return "vhdx"
    return "vpc" if b"conectix" in (head, tail) else "raw"


def format_by_name(path):
    return "vhdx" if path.lower().endswith("x") else "vpc"


def info(path):
    """Format, sizes, kind and parent of a disk."""
    content = format_of(path)
    if content == "raw":
        raise OSError(31, f"{path} is neither VHD nor VHDX")
    told = json.loads(run("qemu-img", "info", "-U", "-f", content, "--output=json", path))
    block, kind = _layout(path, content, told)
    return {
        "format": content,
        "size": told["virtual-size"],
        "physical": told["actual-size"],
        "block": block,
        "kind": kind,
        "parent": told.get("full-backing-filename"),
    }


def _layout(path, content, told):
    """Size of a block, and the kind of disk."""
    if content == "qcow2":
        return 2 << 20, DIFFERENCING
    if content == "vhdx":
        return told.get("cluster-size") or 32 << 20, DYNAMIC
    with open(path, "rb") as file:
        file.seek(-SECTOR, os.SEEK_END)
        kind = struct.unpack(">I", file.read(SECTOR)[60:64])[0]
        if kind != DYNAMIC:
            return 2 << 20, kind
        file.seek(SECTOR + 32)
        return struct.unpack(">I", file.read(4))[0], kind


def _options(disk_format, fixed=False):
    kind = "subformat=" + ("fixed" if fixed else "dynamic")
    # without force_size the size is rounded to cylinders
    return kind + ",force_size=on" if disk_format == "vpc" else kind


def create(path, size, fixed=False):
    disk_format = format_by_name(path)
    run("qemu-img", "create", "-q", "-f", disk_format, "-o", _options(disk_format, fixed), path, str(size))


def create_differencing(path, parent):
    run("qemu-img", "create", "-q", "-f", "qcow2", "-b", parent, "-F", format_of(parent), path)


def convert(source, target, fixed=False):
    disk_format = format_by_name(target)
    run(
        "qemu-img", "convert", "-f", format_of(source), "-O", disk_format, "-o", _options(disk_format, fixed), source, target
    )


def resize(path, size):
    content = format_of(path)
    if content == "qcow2":
        run("qemu-img", "resize", "-q", "-f", content, path, str(size))
        return
    raw = path + ".raw"  # QEMU cannot resize the other two
    try:
        run("qemu-img", "convert", "-f", content, "-O", "raw", path, raw)
        os.truncate(raw, size)
        run("qemu-img", "convert", "-f", "raw", "-O", content, "-o", _options(content), raw, path)
    finally:
        if os.path.exists(raw):
            os.remove(raw)


def merge(path):
    """Writes a differencing disk's content into its parent."""
    child = info(path)
    if child["size"] > info(child["parent"])["size"]:
        resize(child["parent"], child["size"])
    run("qemu-img", "commit", "-q", "-d", "-f", "qcow2", path)


def reparent(path, parent):
    run("qemu-img", "rebase", "-q", "-u", "-f", "qcow2", "-b", parent, "-F", format_of(parent), path)


def copy(source, target):
    run("cp", "--sparse=always", "--reflink=auto", source, target)
