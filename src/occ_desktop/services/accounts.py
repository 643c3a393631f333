"""Where an account's secrets and cache live on this machine; names only, no keyring and no files opened."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Account:
    """One account on one server. The server is normalised, the user name as typed."""

    server: str
    username: str

    @property
    def tag(self) -> str:
        """Return a name for files and keyring entries that shows neither server nor person."""
        plain = f"{self.server}\n{self.username.strip().lower()}"
        return hashlib.sha256(plain.encode()).hexdigest()[:32]

    @property
    def token_name(self) -> str:
        """Return the keyring entry of the refresh token."""
        return f"refresh-{self.tag}"

    @property
    def key_name(self) -> str:
        """Return the keyring entry of the cache key (64 hex digits)."""
        return f"cache-{self.tag}"

    @property
    def device_name(self) -> str:
        """Return the keyring entry of what tells the server that this machine is known."""
        return f"device-{self.tag}"

    def cache_path(self, folder: Path) -> Path:
        """Return the cache file below ``folder``."""
        return folder / f"{self.tag}.cache"
