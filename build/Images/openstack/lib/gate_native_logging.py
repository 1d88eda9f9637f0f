"""Import it first in an application whose threads are native, as uwsgi's are.

Where eventlet is loaded at all, and oslo.messaging loads it, oslo.log 5.0 gives Python's logging the locks of eventlet. A
native thread that waits for one is never woken ("greenlet.error: cannot switch to a different thread"), keeps what it holds,
and soon no request is answered any more. Later releases ask whether eventlet is used, not whether it is there.
"""

from oslo_log import log

log._fix_eventlet_logging = lambda: None
