"""Whether the services of Nova work, as their records say that the compute API lists.

A record outlives its process and counts as "up" for a minute after it. So where a container was replaced in a stack that
runs, only a report made since then says anything: by the new process of the container, or by one of another container
that has found the new one.
"""

import datetime
import os
import time

VERSION = {"OpenStack-API-Version": "compute 2.53"}

# Records have whole seconds, rounded; a new process makes its first report some seconds after it can be used.
ROUNDING = datetime.timedelta(seconds=1)


def container_start():
    """When this container's first process was started."""
    with open("/proc/1/stat") as file:
        ticks = int(file.read().rpartition(")")[2].split()[19])
    with open("/proc/uptime") as file:
        uptime = float(file.read().split()[0])
    age = uptime - ticks / os.sysconf("SC_CLK_TCK")
    return datetime.datetime.utcfromtimestamp(time.time() - age)


def services_work(client, compute_api, needed):
    """A question for wait_until: whether those needed, and every other one that is known, are up and have reported."""
    start = container_start()

    def has_reported(service):
        # a record that was never updated is its process's first sign of life, made when it came up
        updated = service["updated_at"]
        return updated is None or datetime.datetime.fromisoformat(updated) > start + ROUNDING

    def ask():
        services = client.get(f"{compute_api}/os-services", **VERSION)["services"]
        return needed <= {service["binary"] for service in services} and all(
            service["state"] == "up" and has_reported(service) for service in services
        )

    return ask
