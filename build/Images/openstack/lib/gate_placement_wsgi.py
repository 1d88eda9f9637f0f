"""Placement's application, as placement-api makes it."""

import gate_native_logging  # noqa: F401
from placement.wsgi import init_application

application = init_application()
