"""What services need from the outside, as protocols, so that no Qt, clock or keyring is named here."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


class Clock(Protocol):
    """Where services get the time from."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        ...


class Tasks(Protocol):
    """Owner of background work: named, held strongly, cancelled at close, errors to one door."""

    def start(self, work: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[None] | None:
        """Start work; a name that still runs keeps running and ``work`` is dropped."""
        ...

    def cancel(self, name: str) -> None:
        """Cancel the work of that name, if any."""
        ...

    def running(self, name: str) -> bool:
        """Tell whether work of that name is under way."""
        ...


class Secrets(Protocol):
    """The system's keyring, with a time-out.

    :raises SecretsFailure: from each of its calls.
    """

    async def get(self, name: str) -> str | None:
        """Return a secret, None when there is none."""
        ...

    async def set(self, name: str, value: str) -> None:
        """Keep a secret."""
        ...

    async def delete(self, name: str) -> None:
        """Forget a secret; unknown names are fine."""
        ...


class SyncControl(Protocol):
    """The running synchronisation of one cache with one server."""

    def start(self) -> None:
        """Begin; returns at once."""
        ...

    async def stop(self) -> None:
        """End; the outbox keeps what was not sent."""
        ...

    def nudge(self) -> None:
        """Say that a local command waits or that the server has news: push and pull now."""
        ...

    def keep_back(self, key: str) -> None:
        """Do not send this command yet, nor a later one on its callback; it may be queued only now."""
        ...

    def let_go(self, key: str) -> None:
        """Send a command that was kept back, now."""
        ...

    def listen_anew(self) -> None:
        """Have the event stream opened again: it begins with a snapshot of what it tells."""
        ...


OpenUri = Callable[[str], None]


@dataclass(frozen=True)
class Beats:
    """How often services do things by themselves, in seconds."""

    claim: float = 15.0  # a claim lives 45 s without renewal
    notices: float = 2.0  # what arrives within this is told together
    quiet: float = 30.0  # how often do-not-disturb, and what waits for quiet, look at the clock
    colleagues: float = 0.25  # at most so often screens hear what colleagues do
    keep_colleagues: float = 30.0  # and the cache keeps it for the next start
    second_thoughts: float = 5.0  # so long a completion waits before it is sent
    limit: float = 15.0  # so often a copy that cannot be written is looked at again
