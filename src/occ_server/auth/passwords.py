"""Passwords: argon2id in worker threads, a bounded number at once. It knows no account."""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from typing import Self

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from occ_contract.errors import ErrorCode
from occ_server.kit.problems import refused_field

MINIMUM_LENGTH = 8
MAXIMUM_LENGTH = 200


def checked_password(password: str) -> str:
    """Return a new password.

    :raises ApiError: 422 when it is shorter than 8 or longer than 200 characters.
    """
    if not password:
        raise refused_field("password", ErrorCode.REQUIRED)
    if not MINIMUM_LENGTH <= len(password) <= MAXIMUM_LENGTH:
        raise refused_field("password", ErrorCode.BAD_RANGE, least=MINIMUM_LENGTH, most=MAXIMUM_LENGTH)
    return password


def _written(password: str) -> str:
    """Return one form of a password: keyboards compose Hangul and accents differently."""
    return unicodedata.normalize("NFC", password)[: MAXIMUM_LENGTH + 1]


class Passwords:
    """Hashes and verifies. One verification takes about 64 MiB, hence the small number of threads."""

    def __init__(self, hasher: PasswordHasher | None = None, *, threads: int = 2) -> None:
        self._hasher = hasher or PasswordHasher()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="argon2")
        self._nobody = self._hasher.hash("nobody's password")

    @classmethod
    def cheap(cls) -> Self:
        """Return one whose hashes cost next to nothing, for tests and sample data in bulk."""
        return cls(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))

    def hash_now(self, password: str) -> str:
        """Return the hash of a password, in this thread."""
        return self._hasher.hash(_written(password))

    async def hash(self, password: str) -> str:
        """Return the hash of a password."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.hash_now, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Tell whether it is the right password; for an account that does not exist it takes as long."""
        right = await asyncio.get_running_loop().run_in_executor(
            self._threads, self._matches, stored or self._nobody, _written(password)
        )
        return right and stored is not None

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
