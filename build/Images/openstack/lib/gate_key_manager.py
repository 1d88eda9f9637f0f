"""A key manager of castellan that has certificates only, those of the service key-manager (gate-key-manager), which stands in for Barbican.

Option [key_manager] backend: gate_key_manager.CertificateKeyManager
"""

import urllib.error
import urllib.request

from castellan.common import exception
from castellan.common.objects import x_509
from castellan.key_manager import not_implemented_key_manager

SERVICE = "http://key-manager:8080"
TIMEOUT_SECONDS = 30


class CertificateKeyManager(not_implemented_key_manager.NotImplementedKeyManager):
    def get(self, context, managed_object_id, metadata_only=False):
        try:
            with urllib.request.urlopen(f"{SERVICE}/certificates/{managed_object_id}", timeout=TIMEOUT_SECONDS) as answer:
                return x_509.X509(answer.read())
        except urllib.error.HTTPError as error:
            if error.code == 404:
                raise exception.ManagedObjectNotFoundError(uuid=managed_object_id)
            raise exception.KeyManagerError(str(error))
        except OSError as error:
            raise exception.KeyManagerError(str(error))
