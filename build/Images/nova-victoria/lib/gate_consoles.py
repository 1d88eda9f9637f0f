"""Guests' consoles for Nova, where guests run on another host that leaves what they print in files.

Nova takes a console's name from the host's description of the guest, /dev/pts/N, and reads it as the terminal that it is
there: each byte once, and nothing when there is nothing new. A pipe that somebody holds open for writing reads so too.
"""

import os
import stat

# More than a guest prints between two looks; a pipe takes no more at once anyway.
CHUNK = 65536


class Console:
    """One growing file, and the pipe that its new bytes go into."""

    def __init__(self, file, pipe):
        self._file = file
        self._identity = None
        self._offset = 0
        self.pipe = pipe
        os.mkfifo(pipe, 0o600)
        # Also for reading, so that opening waits for nobody, and so that what nobody read can be taken out again.
        self._descriptor = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)

    def copy(self):
        """Copies what is new. A file that became shorter, or is another one, is another guest's: it begins anew."""
        with open(self._file, "rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            identity = (status.st_dev, status.st_ino)
            if identity != self._identity or status.st_size < self._offset:
                self._identity, self._offset = identity, 0
                self._empty()
            file.seek(self._offset)
            if data := file.read(CHUNK):
                self._offset += self._write(data)

    def close(self):
        os.unlink(self.pipe)
        os.close(self._descriptor)

    def _write(self, data):
        # A pipe that is nearly full refuses a large piece as a whole, and takes the bytes of a small one or none.
        try:
            return os.write(self._descriptor, data)
        except BlockingIOError:
            return 0  # nobody reads; the rest stays in the file

    def _empty(self):
        try:
            while os.read(self._descriptor, CHUNK):
                pass
        except BlockingIOError:
            pass


class Consoles:
    """A pipe in the folder `pipes` for every file of the folder `files` whose name is a number."""

    def __init__(self, files, pipes):
        self._files = files
        self._pipes = pipes
        self._consoles = {}

    def copy(self):
        """One look at all files."""
        names = {name for name in os.listdir(self._files) if name.isdecimal()}
        for name in self._consoles.keys() - names:
            self._consoles.pop(name).close()
        for name in sorted(names):
            try:
                if name not in self._consoles:
                    self._consoles[name] = self._open(name)
                self._consoles[name].copy()
            except FileNotFoundError:
                continue  # the guest has just ended: the next look does not find the file

    def _open(self, name):
        pipe = os.path.join(self._pipes, name)
        # Of a process that ended before this one; anything else of that name is a mistake to be seen.
        if os.path.exists(pipe) and stat.S_ISFIFO(os.stat(pipe).st_mode):
            os.unlink(pipe)
        return Console(os.path.join(self._files, name), pipe)
