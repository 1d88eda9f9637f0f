"""What the identity service knows in every stack: service users, their roles, and where each service is.

Talks to the service's own application in this process: the same API, without a server to start and to wait for."""

import os

import werkzeug.test
from keystone.server import wsgi

# Type, name, URL, and whether every stack has it: the others are in the catalog of those stacks only that say so.
SERVICES = (
    ("image", "glance", "http://glance:9292", True),
    ("placement", "placement", "http://placement:8778", True),
    ("compute", "nova", "http://nova-api:8774/v2.1", True),
    ("network", "neutron", "http://neutron:9696", True),
    ("volumev3", "cinder", "http://cinder:8776/v3/%(project_id)s", False),
)


class Identity:
    def __init__(self, application):
        self._client = werkzeug.test.Client(application)
        self._headers = {}

    def call(self, method, path, body=None):
        answer = self._client.open(path, method=method, json=body, headers=self._headers)
        if answer.status_code >= 300:
            raise SystemExit(f"{method} {path}: {answer.status}: {answer.get_data(as_text=True)}")
        return answer

    def create(self, kind, **values):
        return self.call("POST", f"/v3/{kind}s", {kind: values}).json[kind]["id"]

    def authenticate(self, password):
        user = {"name": "admin", "domain": {"id": "default"}, "password": password}
        scope = {"project": {"name": "admin", "domain": {"id": "default"}}}
        identity = {"methods": ["password"], "password": {"user": user}}
        answer = self.call("POST", "/v3/auth/tokens", {"auth": {"identity": identity, "scope": scope}})
        self._headers = {"X-Auth-Token": answer.headers["X-Subject-Token"]}

    def user(self, name, project, roles, password):
        user = self.create("user", name=name, domain_id="default", password=password)
        for role in roles:
            self.call("PUT", f"/v3/projects/{project}/users/{user}/roles/{role}")


def main():
    password = os.environ["ADMIN_PASSWORD"]
    identity = Identity(wsgi.initialize_public_application())
    identity.authenticate(password)
    roles = {role["name"]: role["id"] for role in identity.call("GET", "/v3/roles").json["roles"]}
    roles["service"] = roles.get("service") or identity.create("role", name="service")

    services = identity.create("project", name="service", domain_id="default")
    for _, name, _, _ in SERVICES:
        identity.user(name, services, (roles["admin"], roles["service"]), password)
    demo = identity.create("project", name="demo", domain_id="default")
    identity.user("demo", demo, (roles["member"], roles["reader"]), password)

    for kind, name, url, enabled in SERVICES:
        service = identity.create("service", type=kind, name=name, enabled=enabled)
        for interface in ("public", "internal", "admin"):
            identity.create("endpoint", interface=interface, region_id="RegionOne", url=url, service_id=service)


main()
