"""Keystone's public application, whose policies are read before the first request.

Keystone reads them when a request first asks for one, and no lock makes other threads wait: a request that comes
meanwhile is judged by what is read so far, and refused. All services of a stack send their first requests at once.
"""

import gate_native_logging  # noqa: F401
from keystone.common.rbac_enforcer.enforcer import RBACEnforcer
from keystone.server.wsgi import initialize_public_application

application = initialize_public_application()
RBACEnforcer()._enforcer.load_rules()
