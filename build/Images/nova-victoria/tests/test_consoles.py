"""The pipes of consoles, read by Nova's own function."""

import os
import pathlib
import tempfile
import unittest

import nova.privsep
from gate_consoles import Consoles
from nova.privsep.libvirt import readpty

nova.privsep.sys_admin_pctxt.set_client_mode(False)  # here and now, without a helper process


class ConsolesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.files, self.pipes = (pathlib.Path(folder.name, name) for name in ("files", "pipes"))
        self.files.mkdir()
        self.pipes.mkdir()
        self.consoles = Consoles(str(self.files), str(self.pipes))

    def print(self, number, text):
        with open(self.files / number, "a") as file:
            file.write(text)
        self.consoles.copy()

    def read(self, number):
        return readpty(str(self.pipes / number))

    def test_each_byte_is_read_once(self):
        self.print("1", "one\n")
        self.assertEqual("one\n", self.read("1"))
        self.assertEqual("", self.read("1"))
        self.print("1", "two\n")
        self.print("1", "three\n")
        self.assertEqual("two\nthree\n", self.read("1"))
        self.assertEqual("", self.read("1"))

    def test_a_guest_that_has_printed_nothing_keeps_nobody_waiting(self):
        self.print("1", "")
        self.assertEqual("", self.read("1"))

    def test_guests_are_kept_apart_and_other_files_left_alone(self):
        self.print("1", "of one")
        self.print("2", "of two")
        self.print("notes", "of nobody")
        self.assertEqual("of two", self.read("2"))
        self.assertEqual("of one", self.read("1"))
        self.assertEqual(["1", "2"], sorted(os.listdir(self.pipes)))

    def test_a_new_guest_with_the_same_number_begins_anew(self):
        self.print("1", "the first guest, unread")
        os.truncate(self.files / "1", 0)
        self.print("1", "the second")
        self.assertEqual("the second", self.read("1"))

    def test_a_file_made_anew_begins_anew_even_if_it_is_longer(self):
        self.print("1", "short")
        os.rename(self.files / "1", self.files / "kept")  # or the new file could get its inode
        self.print("1", "a longer one than the first")
        self.assertEqual("a longer one than the first", self.read("1"))

    def test_the_pipe_goes_with_the_file_and_comes_again(self):
        self.print("1", "first")
        os.unlink(self.files / "1")
        self.consoles.copy()
        self.assertEqual([], os.listdir(self.pipes))
        self.print("1", "second")
        self.assertEqual("second", self.read("1"))

    def test_more_than_a_pipe_takes_waits_for_its_reader(self):
        text = "".join(f"{number:07}\n" for number in range(40000))
        self.print("1", text)
        received = ""
        for _ in range(20):
            self.consoles.copy()  # the pipe is full by then
            received += self.read("1")
            self.consoles.copy()
        self.assertEqual(text, received)

    def test_a_pipe_that_an_earlier_relay_left_is_taken_over(self):
        os.mkfifo(self.pipes / "1")
        self.print("1", "text")
        self.assertEqual("text", self.read("1"))


if __name__ == "__main__":
    unittest.main()
