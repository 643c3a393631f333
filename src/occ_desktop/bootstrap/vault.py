"""The keyring as services know it: the same calls, failures named in the client's own words."""

from collections.abc import Awaitable
from typing import TypeVar

from occ_desktop.domain.failures import SecretsFailure
from occ_desktop.system.secrets import KeyringError, KeyringLocked, KeyringTimeout, Secrets

T = TypeVar("T")


class Vault:
    """Passes on to a keyring; each call raises `SecretsFailure` (`timeout`, `locked`, `unavailable`)."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    async def get(self, name: str) -> str | None:
        """Return a secret, None when there is none."""
        return await _named(self._secrets.get(name))

    async def set(self, name: str, value: str) -> None:
        """Keep a secret."""
        await _named(self._secrets.set(name, value))

    async def delete(self, name: str) -> None:
        """Forget a secret; unknown names are fine."""
        await _named(self._secrets.delete(name))


async def _named(work: Awaitable[T]) -> T:
    try:
        return await work
    except KeyringTimeout as error:
        raise SecretsFailure("timeout") from error
    except KeyringLocked as error:
        raise SecretsFailure("locked") from error
    except KeyringError as error:
        raise SecretsFailure("unavailable") from error
