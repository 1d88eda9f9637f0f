"""Waiting inside a container: with a deadline, and with an error that says for what."""

import os
import socket
import sys
import time

POLL_SECONDS = 0.2


def log(message):
    print(f"{sys.argv[0].rsplit('/', 1)[-1]}: {message}", file=sys.stderr, flush=True)


def wait_until(what, seconds, probe):
    """Asks `probe` until it answers with something true, and returns that. OSError counts as "not yet"."""
    deadline = time.monotonic() + seconds
    while True:
        reason = "not yet"
        try:
            if answer := probe():
                log(f"{what}: yes")
                return answer
        except OSError as error:
            reason = error
        if time.monotonic() > deadline:
            sys.exit(f"{what}: gave up after {seconds} s: {reason}")
        time.sleep(POLL_SECONDS)


def wait_for_port(address, seconds):
    host, port = address.rsplit(":", 1)

    def connect():
        socket.create_connection((host, int(port)), timeout=2).close()
        return True

    wait_until(f"{address} is up", seconds, connect)


def wait_before_start():
    """Waits for what WAIT_BEFORE_START="host:port ..." names."""
    for address in os.environ.get("WAIT_BEFORE_START", "").split():
        wait_for_port(address, 150)
