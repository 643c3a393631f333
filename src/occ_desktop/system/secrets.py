"""Secrets in the keyring of the system, asked in a thread of its own with a time-out.

A locked gnome-keyring makes `set_password` wait for ever, so the worker is a daemon thread that may be given
up, and no executor that closing would wait for. An answer that comes too late is thrown away.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

_log = logging.getLogger(__name__)
T = TypeVar("T")
SECONDS = 5.0


class KeyringError(Exception):
    """The keyring did not do what was asked; the message holds no secret."""


class KeyringTimeout(KeyringError):
    """No answer in time: most often a hidden prompt waits for the person to unlock."""


class KeyringLocked(KeyringError):
    """The keyring is locked and the person did not unlock it."""


class KeyringUnavailable(KeyringError):
    """There is no keyring on this system, or it is broken."""


class Secrets(Protocol):
    """Texts by name. All calls raise `KeyringTimeout`, `KeyringLocked` or `KeyringUnavailable`."""

    async def get(self, name: str) -> str | None:
        """The secret, or `None` if there is none."""
        ...

    async def set(self, name: str, secret: str) -> None:
        """Keep a secret."""
        ...

    async def delete(self, name: str) -> None:
        """Forget a secret; nothing happens if there is none."""
        ...


class Backend(Protocol):
    """The part of a keyring backend that is used."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


class KeyringSecrets:
    """The system's keyring. `service` separates profiles; `backend` is the system's choice unless given."""

    def __init__(self, service: str, *, seconds: float = SECONDS, backend: Backend | None = None) -> None:
        self._service = service
        self._seconds = seconds
        self._backend = backend
        self._last: threading.Thread | None = None

    async def get(self, name: str) -> str | None:
        """The secret, or `None` if there is none."""
        return await self._ask(lambda ring: ring.get_password(self._service, name))

    async def set(self, name: str, secret: str) -> None:
        """Keep a secret."""
        await self._ask(lambda ring: ring.set_password(self._service, name, secret))

    async def delete(self, name: str) -> None:
        """Forget a secret; nothing happens if there is none."""

        def forget(ring: Backend) -> None:
            from keyring.errors import PasswordDeleteError

            try:
                ring.delete_password(self._service, name)
            except PasswordDeleteError:
                _log.debug("nothing to delete in the keyring")

        await self._ask(forget)

    async def _ask(self, question: Callable[[Backend], T]) -> T:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def settle(result: T | None, error: BaseException | None) -> None:
            if answer.done():
                return
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(result)  # type: ignore[arg-type]  # T may itself be Optional

        def work() -> None:
            if before is not None:
                before.join()  # one after the other: a late answer must not undo a newer one
            result: T | None = None
            failure: BaseException | None = None
            try:
                result = question(self._backend or _system_keyring())
            except Exception as error:  # noqa: BLE001 - backends raise whatever their library raises
                failure = _translate(error)
            try:
                loop.call_soon_threadsafe(settle, result, failure)
            except RuntimeError:
                _log.debug("the keyring answered after the program had closed its loop")

        before, self._last = self._last, threading.Thread(target=work, name="occ-keyring", daemon=True)
        self._last.start()
        try:
            async with asyncio.timeout(self._seconds):
                return await answer
        except TimeoutError:
            raise KeyringTimeout(f"the keyring did not answer within {self._seconds:g} s") from None


class SessionSecrets:
    """Keeps secrets in memory until the program ends.

    Only for the mode the person is told about: "keyring unavailable, logged in for this session only".
    """

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    async def get(self, name: str) -> str | None:
        """The secret, or `None` if there is none."""
        return self._secrets.get(name)

    async def set(self, name: str, secret: str) -> None:
        """Keep a secret for this session."""
        self._secrets[name] = secret

    async def delete(self, name: str) -> None:
        """Forget a secret."""
        self._secrets.pop(name, None)


def _system_keyring() -> Backend:
    """Return the system's keyring; the library is loaded here, in the worker, to keep the start short."""
    import keyring

    return keyring.get_keyring()


def _translate(error: Exception) -> KeyringError:
    kind = type(error).__name__
    if "Locked" in kind or "Dismissed" in kind:
        return KeyringLocked(kind)
    return KeyringUnavailable(kind)
