"""Blocking parts of the standard library as they are without eventlet.

Windows works beside the process that asks it. So does this host: in threads of the operating system, which no green
thread waits for. (Locks inside subprocess stay eventlet's: only one thread may touch a Popen.)
"""

from eventlet import patcher

queue = patcher.original("queue")
socket = patcher.original("socket")
subprocess = patcher.original("subprocess")
threading = patcher.original("threading")
time = patcher.original("time")
