"""The stack as Tempest needs it: images and flavors to test with, and tempest.conf. Standard library only, so that it is quick."""

import configparser
import functools
import http.server
import json
import os
import socket
import threading
import urllib.error
import urllib.parse
import urllib.request
import uuid

TIMEOUT_SECONDS = 60


class Stack:
    """What the file of $GATE_STACK describes, asked as the administrator that it names."""

    def __init__(self, description):
        self.parameters = description["parameters"]
        self.guest = description["files"]["guest"]
        self.capabilities = description["capabilities"]
        # Chosen here, so that the configuration can be written before they exist.
        self.images = [str(uuid.uuid4()), str(uuid.uuid4())]
        self.flavors = [str(uuid.uuid4()), str(uuid.uuid4())]
        self._token = None
        self._endpoints = {}

    def log_in(self):
        """Gets a token and the addresses of the services."""
        user = {
            "name": self.parameters["username"],
            "password": self.parameters["password"],
            "domain": {"name": self.parameters["user-domain"]},
        }
        project = {"name": self.parameters["project"], "domain": {"name": self.parameters["project-domain"]}}
        identity = {"methods": ["password"], "password": {"user": user}}
        url = self.parameters["auth-url"].rstrip("/") + "/auth/tokens"
        headers, body = self._exchange("POST", url, {"auth": {"identity": identity, "scope": {"project": project}}})
        self._token = headers["X-Subject-Token"]
        for service in json.loads(body)["token"]["catalog"]:
            for endpoint in service["endpoints"]:
                if endpoint["interface"] == "public" and endpoint["region"] == self.parameters["region"]:
                    self._endpoints[service["type"]] = endpoint["url"].rstrip("/")

    def prepare(self):
        """Makes the images and flavors; they go with the stack."""
        image, compute = self._endpoints["image"], self._endpoints["compute"]
        with open(self.guest, "rb") as file:
            guest = file.read()
        for number, name in enumerate(self.images):
            body = {"id": name, "name": f"tempest-{number}", "disk_format": "raw", "container_format": "bare", "visibility": "public"}
            self._exchange("POST", f"{image}/v2/images", body)
            self._exchange("PUT", f"{image}/v2/images/{name}/file", guest)
        for number, name in enumerate(self.flavors):
            flavor = {"id": name, "name": f"tempest-{number}", "ram": 64 * (number + 1), "vcpus": number + 1, "disk": 1}
            self._exchange("POST", f"{compute}/flavors", {"flavor": flavor})

    def serve_guest(self):
        """Offers the guest to whoever imports images from the web: the image service takes them from ports of the web only."""
        handler = functools.partial(_QuietHandler, directory=os.path.dirname(self.guest))
        server = http.server.ThreadingHTTPServer(("", 80), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def write_configuration(self, path, lock_path):
        """Writes tempest.conf. It says what is there and what is not; a test that needs what is not there skips itself."""
        config = configparser.ConfigParser(interpolation=None)
        config.read_dict({
            "DEFAULT": {"debug": True, "use_stderr": False, "log_file": "tempest.log"},
            "oslo_concurrency": {"lock_path": lock_path},
            "auth": {
                "use_dynamic_credentials": True,
                "create_isolated_networks": False,
                "tempest_roles": "member",
                "admin_username": self.parameters["username"],
                "admin_password": self.parameters["password"],
                "admin_project_name": self.parameters["project"],
                "admin_domain_name": self.parameters["user-domain"],
            },
            "identity": {
                "uri_v3": self.parameters["auth-url"],
                "auth_version": "v3",
                "v3_endpoint_type": "public",
                "region": self.parameters["region"],
            },
            "service_available": {"nova": True, "glance": True, "cinder": "volumes" in self.capabilities, "neutron": False, "swift": False, "horizon": False},
            "compute": {
                "image_ref": self.images[0],
                "image_ref_alt": self.images[1],
                "flavor_ref": self.flavors[0],
                "flavor_ref_alt": self.flavors[1],
                "min_compute_nodes": 1,
                # From the oldest on: what Nova offers of the image API ends at 2.35 and 2.38.
                "max_microversion": "latest",
                "build_interval": 1,
                "build_timeout": 120,
            },
            "compute-feature-enabled": {
                "resize": False,
                "cold_migration": False,
                "live_migration": False,
                "interface_attach": False,
                "console_output": "console" in self.capabilities,
                "vnc_console": False,
                "config_drive": False,
                "metadata_service": False,
                "attach_encrypted_volume": False,
                "rescue": True,
                "shelve": True,
                "snapshot": "snapshot" in self.capabilities,
                "pause": True,
                "suspend": True,
            },
            # Servers have no network, and guests no login.
            "validation": {"run_validation": False},
            "image": {
                "container_formats": "bare,ami,ari,aki,ovf,ova",
                "http_image": f"http://{socket.gethostname()}/{os.path.basename(self.guest)}",
                "disk_formats": "qcow2,raw,ami,ari,aki,vhd,vhdx,vmdk,vdi,iso",
                "build_interval": 1,
                "build_timeout": 120,
            },
            "volume": {
                "catalog_type": "volumev3",
                "backend_names": "",
                "disk_format": "raw",
                "volume_size": 1,
                "build_interval": 1,
                "build_timeout": 120,
            },
            "volume-feature-enabled": {"backup": False, "snapshot": True},
            "image-feature-enabled": {
                "api_v1": False,
                "api_v2": True,
                "import_image": True,
                "os_glance_reserved": True,
                "manage_locations": "locations" in self.capabilities,
            },
        })
        with open(path, "w") as file:
            config.write(file)

    def _exchange(self, method, url, body):
        headers = {"X-Auth-Token": self._token} if self._token else {}
        is_bytes = isinstance(body, bytes)
        headers["Content-Type"] = "application/octet-stream" if is_bytes else "application/json"
        request = urllib.request.Request(url, body if is_bytes else json.dumps(body).encode(), headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                return answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            text = error.read(500).decode(errors="replace")
            raise SystemExit(f"{method} {url} answered {error.code}: {text}") from None
        except OSError as error:
            raise SystemExit(f"{method} {url}: {error}") from None


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """What was asked for is in the importer's log."""
