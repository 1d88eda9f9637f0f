"""What a running OpenStack process says of its own configuration: the "Guru Meditation Report" that SIGUSR2 asks for.

https://docs.openstack.org/oslo.reports: the report lists every option that the process knows, with the value that it uses.
An option that a file sets and no code declares is ignored by oslo.config without a word, and missing in the report.
"""

import configparser
import os
import pathlib
import re
import signal
import sys
import time

FOLDER = pathlib.Path("/var/lib/gate-reports")
DEADLINE = 20


def set_process_name(name):
    """Gives this process the name by which its reports are asked for; a script has its interpreter's or its own file's."""
    pathlib.Path("/proc/self/comm").write_text(name)


def processes(name):
    """Ids of the processes of that name, parents before their children."""
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "comm").read_text().strip() == name:
                found.append(int(folder.name))
        except FileNotFoundError:
            continue  # it has ended meanwhile
    return sorted(found)


def configuration(pid):
    """Section to option to value, as the process has them; names in lower case with underscores."""
    for stale in FOLDER.iterdir():
        stale.unlink()
    process = os.stat(f"/proc/{pid}")  # its open files are shown to its own user, not to a root without CAP_SYS_PTRACE
    os.setegid(process.st_gid)
    os.seteuid(process.st_uid)
    try:
        return _ask(pid)
    finally:
        os.seteuid(0)
        os.setegid(0)


def _ask(pid):
    os.kill(pid, signal.SIGUSR2)
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        for report in FOLDER.iterdir():
            if not _is_open(pid, report):
                sections = _parse(report.read_text())
                report.unlink()
                return sections
        time.sleep(0.02)
    sys.exit(f"process {pid} wrote no report into {FOLDER} within {DEADLINE} s")


def _is_open(pid, file):
    for descriptor in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        try:
            if os.path.samefile(descriptor, file):
                return True
        except FileNotFoundError:
            continue  # closed meanwhile
    return False


def _parse(text):
    sections, section = {}, None
    for line in text.partition("  Configuration  ")[2].splitlines():
        if heading := re.fullmatch(r"(\S.*): ", line):
            section = sections.setdefault(heading[1].lower(), {})
        elif section is not None and (option := re.fullmatch(r"  (\S+?)(?: = (.*)|: )", line)):
            section[option[1].lower().replace("-", "_")] = option[2]  # None for one of several lines
    return sections


def written(file):
    """Section and option of everything that a configuration file sets."""
    config = configparser.RawConfigParser(strict=False, default_section="")
    with open(file) as stream:
        config.read_file(stream)
    return [(section, option.replace("-", "_")) for section in config.sections() for option in config[section]]
