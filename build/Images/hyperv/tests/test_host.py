"""What os-win is told of the host, and what is not emulated."""

import unittest

from . import windows  # noqa: F401
from os_win import utilsfactory
from os_win.utils.winapi import libs
from winhost import cim, wql


class Host(unittest.TestCase):
    def test_it_is_a_server_that_os_win_supports(self):
        host = utilsfactory.get_hostutils()
        self.assertTrue(host.check_min_windows_version(10, 0))
        self.assertGreater(host.get_memory_info()[0], 0)
        self.assertEqual(len(host.get_numa_nodes()), 1)

    def test_what_is_not_emulated_says_so(self):
        with self.assertRaisesRegex(NotImplementedError, "kernel32.MoveFileW"):
            libs.kernel32.lib_handle.MoveFileW()


class Queries(unittest.TestCase):
    def setUp(self):
        self.repository = cim.Repository("host")
        for name, size in (("one", 1), ("two", 2), ("three", 3)):
            self.repository.add("Thing", Name=name, Size=size)

    def names(self, where):
        return [found.Name for found in self.repository.query("SELECT * FROM Thing WHERE " + where)]

    def test_conditions(self):
        for where, expected in (
            ("Name = 'ONE'", ["one"]),
            ("Size != 1", ["two", "three"]),
            ("Name LIKE 't%'", ["two", "three"]),
            ("Name LIKE 't%' AND Size = 3 OR Size = 1", ["one", "three"]),
            ("Name LIKE 't%' AND (Size = 3 OR Size = 1)", ["three"]),
        ):
            with self.subTest(where):
                self.assertEqual(self.names(where), expected)

    def test_who_asks_gets_a_copy(self):
        found = self.repository.query("SELECT * FROM Thing WHERE Name = 'one'")[0]
        found.Size = 7
        self.assertEqual(self.names("Size = 7"), [])

    def test_another_kind_of_query_is_not_emulated(self):
        with self.assertRaisesRegex(NotImplementedError, "DELETE"):
            wql.parse("DELETE FROM Thing")
