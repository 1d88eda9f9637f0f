#!/usr/bin/python3
"""The gate's one way into a stack's network: many TCP connections over one stdin and one stdout.

Started by the gate with `docker exec -i`, so it works with a remote engine and no port is published.

A frame is: channel (u32), kind (u8), payload length (u32), payload; integers are big-endian. The gate numbers the
channels and uses no number twice.

  kind     direction        payload
  1 OPEN   gate to relay    "host:port"; the name is resolved anew each time, as containers come and go
  2 OPENED relay to gate    empty
  3 DATA   both             bytes, at most as many as the receiver has given credit for
  4 EOF    both             empty: no more data this way, the other way stays open
  5 CLOSE  both             from the relay: why there was no connection, or why it broke. From the gate: drop it
  6 WINDOW both             u32: so many more bytes may be sent to the one who says it

Each side starts with a credit of 256 KiB per channel and direction. Without it one slow reader would hold up every
other channel, as they share a pipe. A channel is over after CLOSE, or after EOF both ways; what still arrives for it
is ignored, as the two sides may end it at the same time. The relay exits when its stdin ends.
"""

import asyncio
import concurrent.futures
import struct
import sys

OPEN, OPENED, DATA, EOF, CLOSE, WINDOW = range(1, 7)
HEADER = struct.Struct(">IBI")
CREDIT = 256 * 1024
CHUNK = 32 * 1024
CONNECT_SECONDS = 2


class Gate:
    """The gate's end: whole frames out, one at a time."""

    def __init__(self, pipe):
        self._pipe = pipe
        self._lock = asyncio.Lock()

    async def send(self, channel, kind, payload=b""):
        async with self._lock:
            self._pipe.write(HEADER.pack(channel, kind, len(payload)) + payload)
            await self._pipe.drain()


class Channel:
    """One TCP connection into the network."""

    def __init__(self, number, gate, forget):
        self._number = number
        self._gate = gate
        self._forget = forget
        self._from_gate = asyncio.Queue()
        self._queued = 0
        self._credit = CREDIT
        self._has_credit = asyncio.Event()
        self._has_credit.set()
        self._task = None

    def start(self, address):
        self._task = asyncio.create_task(self._run(address))

    def stop(self):
        self._task.cancel()

    def receive(self, data):
        """Takes data of the gate; b"" means EOF."""
        self._queued += len(data)
        if self._queued > CREDIT:
            raise ProtocolError(f"channel {self._number}: more data than there was credit for")
        self._from_gate.put_nowait(data)

    def grant(self, size):
        self._credit += size
        self._has_credit.set()

    async def _run(self, address):
        writer = None
        try:
            reader, writer = await self._connect(address)
            await self._gate.send(self._number, OPENED)
            await self._both_ways(reader, writer)
        except OSError as error:
            await self._gate.send(self._number, CLOSE, f"{address}: {error or type(error).__name__}".encode())
        except asyncio.CancelledError:
            if writer is not None:
                writer.transport.abort()
            raise
        finally:
            self._forget()
            if writer is not None:
                writer.close()

    @staticmethod
    async def _connect(address):
        host, separator, port = address.rpartition(":")
        if not separator or not port.isdecimal() or int(port) > 65535:
            raise OSError("not an address of the form host:port")
        try:
            return await asyncio.wait_for(asyncio.open_connection(host, int(port)), CONNECT_SECONDS)
        except asyncio.TimeoutError:
            raise OSError(f"no connection within {CONNECT_SECONDS} s") from None
        except UnicodeError:
            raise OSError("not a host name") from None

    async def _both_ways(self, reader, writer):
        ways = [asyncio.create_task(self._network_to_gate(reader)), asyncio.create_task(self._gate_to_network(writer))]
        try:
            await asyncio.gather(*ways)
        finally:
            for way in ways:
                way.cancel()

    async def _network_to_gate(self, reader):
        while data := await reader.read(min(CHUNK, await self._wait_for_credit())):
            self._credit -= len(data)
            await self._gate.send(self._number, DATA, data)
        await self._gate.send(self._number, EOF)

    async def _wait_for_credit(self):
        while self._credit <= 0:
            self._has_credit.clear()
            await self._has_credit.wait()
        return self._credit

    async def _gate_to_network(self, writer):
        while data := await self._from_gate.get():
            writer.write(data)
            await writer.drain()
            self._queued -= len(data)
            await self._gate.send(self._number, WINDOW, struct.pack(">I", len(data)))
        writer.write_eof()


class ProtocolError(Exception):
    """The gate said something that the protocol has no place for."""


class Relay:
    def __init__(self, gate):
        self._gate = gate
        self._channels = {}

    def handle(self, number, kind, payload):
        if kind == OPEN:
            self._open(number, payload.decode())
            return
        if kind not in (DATA, EOF, CLOSE, WINDOW):
            raise ProtocolError(f"channel {number}: unknown frame kind {kind}")
        channel = self._channels.get(number)
        if channel is None:
            return
        if kind == DATA:
            if payload:
                channel.receive(payload)
        elif kind == EOF:
            channel.receive(b"")
        elif kind == WINDOW:
            channel.grant(struct.unpack(">I", payload)[0])
        else:
            self._channels.pop(number).stop()

    def _open(self, number, address):
        if number in self._channels:
            raise ProtocolError(f"channel {number} is open already")
        channel = self._channels[number] = Channel(number, self._gate, lambda: self._channels.pop(number, None))
        channel.start(address)



async def main():
    loop = asyncio.get_running_loop()
    # A name without an answer holds its resolver thread longer than the connect timeout: enough of them for all channels.
    loop.set_default_executor(concurrent.futures.ThreadPoolExecutor(64))
    stdin = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stdin), sys.stdin.buffer)
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, sys.stdout.buffer)
    relay = Relay(Gate(asyncio.StreamWriter(transport, protocol, None, loop)))
    try:
        while True:
            number, kind, length = HEADER.unpack(await stdin.readexactly(HEADER.size))
            if length > CREDIT:
                raise ProtocolError(f"channel {number}: a frame of {length} bytes, at most {CREDIT} are allowed")
            relay.handle(number, kind, await stdin.readexactly(length))
    except asyncio.IncompleteReadError:
        return 0
    except (ProtocolError, UnicodeDecodeError, struct.error) as error:
        print(f"relay: {error}", file=sys.stderr, flush=True)
        return 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
