"""os-win reads and changes VHD and VHDX files."""

import os
import unittest

from . import windows
from .windows import constants, disks


class Disks(unittest.TestCase):
    def test_a_disk_says_its_format_and_size(self):
        for extension, disk_format in (("vhd", constants.DISK_FORMAT_VHD), ("vhdx", constants.DISK_FORMAT_VHDX)):
            with self.subTest(extension):
                path = windows.guest_disk(extension)
                self.assertEqual(disks.get_vhd_format(path), disk_format)
                self.assertEqual(disks.get_vhd_size(path)["VirtualSize"], 1 << 20)

    def test_a_disk_grows_and_keeps_its_content(self):
        for extension in ("vhd", "vhdx"):
            with self.subTest(extension):
                path = windows.guest_disk(extension)
                disks.resize_vhd(path, windows.SIZE, is_file_max_size=False)
                self.assertEqual(disks.get_vhd_size(path)["VirtualSize"], windows.SIZE)
                self.assertEqual(windows.boots_on(path), 0)

    def test_a_differencing_disk_knows_its_parent(self):
        base = windows.guest_disk("vhd")
        path = os.path.join(windows.new_folder(), "child.vhd")
        disks.create_differencing_vhd(path, base)
        self.assertEqual(disks.get_vhd_parent_path(path), base)

    def test_a_differencing_vhd_is_not_resized_as_windows_does_not(self):
        base = windows.guest_disk("vhd")
        path = os.path.join(windows.new_folder(), "child.vhd")
        disks.create_differencing_vhd(path, base)
        with self.assertRaises(Exception):
            disks.resize_vhd(path, windows.SIZE, is_file_max_size=False)

    def test_bytes_that_are_no_disk_are_refused(self):
        path = os.path.join(windows.new_folder(), "liar.vhd")
        with open(path, "wb") as file:
            file.write(bytes(1 << 20))
        with self.assertRaises(Exception):
            disks.get_vhd_info(path)
