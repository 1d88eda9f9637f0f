"""os-win makes, runs, checkpoints and destroys machines."""

import os
import unittest

from . import windows
from .windows import constants, disks, paths, vms


class Machines:
    """What holds for both generations."""

    extension, generation = None, None

    def setUp(self):
        self.machine = windows.Machine(self.extension, self.generation)
        self.machine.create()
        self.addCleanup(self.machine.destroy)

    def test_a_machine_is_known_as_it_was_made(self):
        self.assertIn(self.machine.name, vms.list_instances())
        self.assertEqual(vms.get_vm_generation(self.machine.name), self.generation)
        self.assertEqual(vms.get_vm_state(self.machine.name), constants.HYPERV_VM_STATE_DISABLED)
        self.assertEqual(vms.get_vm_storage_paths(self.machine.name)[0], [self.machine.disk])

    def test_a_guest_runs_from_its_disk_and_says_so_on_its_console(self):
        self.machine.start()
        self.machine.watch()
        self.machine.wait_for("GATE-GUEST-UP boots=1")
        self.machine.wait_for("GATE-GUEST-SYNCED")
        self.assertEqual(windows.boots_on(self.machine.disk), 1)
        self.assertEqual(windows.boots_on(self.machine.base), 0, "the disk below is as it was")

    def test_a_checkpoint_freezes_the_disk_and_is_merged_when_it_goes(self):
        self.machine.start()
        self.machine.watch()
        self.machine.wait_for("GATE-GUEST-SYNCED")
        checkpoint = vms.take_vm_snapshot(self.machine.name)
        self.machine.set_state(constants.HYPERV_VM_STATE_REBOOT)
        self.machine.wait_for("GATE-GUEST-UP boots=2")
        self.assertEqual(windows.boots_on(self.machine.disk), 1)

        vms.remove_vm_snapshot(checkpoint)

        self.assertEqual(vms.get_vm_storage_paths(self.machine.name)[0], [self.machine.disk])
        self.assertEqual(windows.boots_on(self.machine.disk), 2)
        self.assertEqual([name for name in os.listdir(self.machine.folder) if "_" in name], [], "the overlay is gone")

    def test_a_copy_is_merged_into_a_real_disk_of_the_format(self):
        self.machine.start()
        self.machine.watch()
        self.machine.wait_for("GATE-GUEST-SYNCED")
        self.machine.stop()
        folder = windows.new_folder()
        base, root = os.path.join(folder, "base." + self.extension), os.path.join(folder, "root." + self.extension)
        paths.copyfile(self.machine.base, base)
        paths.copyfile(self.machine.disk, root)

        disks.reconnect_parent_vhd(root, base)
        disks.merge_vhd(root)

        self.assertEqual(windows.boots_on(base), 1)
        with open(base, "rb") as file:
            self.assertEqual(file.read(8), b"conectix" if self.extension == "vhd" else b"vhdxfile")

    def test_states_follow_what_is_asked_for(self):
        for state in ("ENABLED", "PAUSED", "ENABLED", "DISABLED"):
            wanted = getattr(constants, "HYPERV_VM_STATE_" + state)
            self.machine.set_state(wanted)
            self.assertEqual(vms.get_vm_state(self.machine.name), wanted, state)

    def test_a_disk_that_is_attached_is_not_attached_again(self):
        with self.assertRaisesRegex(Exception, "in use"):
            vms.attach_scsi_drive(self.machine.name, self.machine.disk, constants.DISK)


class GenerationOne(Machines, unittest.TestCase):
    extension, generation = "vhd", 1


class GenerationTwo(Machines, unittest.TestCase):
    extension, generation = "vhdx", 2

    def test_secure_boot_is_asked_for(self):
        vms.enable_secure_boot(self.machine.name, msft_ca_required=True)
