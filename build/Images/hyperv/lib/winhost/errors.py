"""Errors as PyMI, the WMI client below os-win on Windows, reports them."""

import types

from os_win import exceptions

FAILED = 0x80041001
NOT_FOUND = 0x80041002


def wmi_error(text, code=FAILED):
    return exceptions.x_wmi(text, types.SimpleNamespace(excepinfo=(0, None, text, None, 0, code)))
