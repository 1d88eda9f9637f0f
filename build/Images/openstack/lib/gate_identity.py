"""A client of the stack's APIs with the credentials of a service's own configuration; standard library only, as the
OpenStack client libraries take longer to import than most checks take."""

import configparser
import json
import urllib.error
import urllib.request

# On a busy machine a service's first answer takes long, and one that is not waited for is work for nothing.
TIMEOUT_SECONDS = 30


class Client:
    """Asks as the service user of one section ([keystone_authtoken], [placement]...) of a service's file."""

    def __init__(self, path, section):
        config = configparser.ConfigParser(interpolation=None, strict=False)
        with open(path) as file:
            config.read_file(file)
        self._options = config[section]
        self._token = None

    def get(self, url, **headers):
        """The answer's JSON; OSError with the URL and the status when there is none."""
        if self._token is None:
            self._token = self._authenticate()
        return _exchange(urllib.request.Request(url, headers={"X-Auth-Token": self._token, **headers}))[1]

    def _authenticate(self):
        options = self._options
        user = {
            "name": options["username"],
            "password": options["password"],
            "domain": {"name": options["user_domain_name"]},
        }
        project = {"name": options["project_name"], "domain": {"name": options["project_domain_name"]}}
        body = {
            "auth": {
                "identity": {"methods": ["password"], "password": {"user": user}},
                "scope": {"project": project},
            }
        }
        url = options["auth_url"].rstrip("/") + "/v3/auth/tokens"
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        return _exchange(request)[0]["X-Subject-Token"]


def _exchange(request):
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            return answer.headers, json.load(answer)
    except urllib.error.HTTPError as error:
        text = error.read(500).decode(errors="replace")
        raise OSError(f"{request.full_url} answered {error.code}: {text}") from None
    except (OSError, ValueError) as error:
        raise OSError(f"{request.full_url}: {error}") from None
