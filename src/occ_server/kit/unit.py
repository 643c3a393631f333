"""The unit of work: one transaction, its one moment, the rows it touched and what follows its commit.

Services take one and never commit. What is done at the end (the feed's stamps) comes from a ``Stamper``, so
that this module knows no table.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import Entity
from occ_server.kit.announcements import Announcement, FeedMoved

StampStep = Callable[["UnitOfWork", int], Awaitable[None]]
EndStep = Callable[["UnitOfWork", list[Any]], Awaitable[None]]


@dataclass(frozen=True)
class Touch:
    """A changed row and the keys it has now; ``None`` asks for them once the counter is locked."""

    entity: Entity
    id: str
    keys: frozenset[str] | None


class Stamper(Protocol):
    """Gives one sequence number to everything a transaction changed in one organisation."""

    async def stamp(self, uow: "UnitOfWork", organisation_id: str, touches: Iterable[Touch]) -> int:
        """Advance the organisation's counter, write the feed rows, return the sequence number."""
        ...


class UnitOfWork:
    """One write transaction. ``conn`` runs statements; ``now`` is its one time (aware, UTC)."""

    def __init__(self, conn: AsyncConnection, now: datetime, stamper: Stamper) -> None:
        self.conn = conn
        self.now = now
        self.announcements: list[Announcement] = []
        self._stamper = stamper
        self._touches: dict[str, dict[tuple[Entity, str], Touch]] = {}
        self._steps: dict[str, list[StampStep]] = {}
        self._seqs: dict[str, int] = {}
        self._stamped = False
        self._at_end: dict[EndStep, list[Any]] = {}
        self._after_commit: list[Callable[[], None]] = []

    def touch(self, entity: Entity, entity_id: str, keys: Iterable[str] | None, organisation_id: str) -> None:
        """Say that a row changed and which visibility keys it has now (see the package's docstring)."""
        self._open()
        held = None if keys is None else frozenset(keys)
        self._touches.setdefault(organisation_id, {})[(entity, entity_id)] = Touch(entity, entity_id, held)

    def at_stamp(self, organisation_id: str, step: StampStep) -> None:
        """Run ``step(uow, seq)`` while the organisation's counter is locked, after the feed rows."""
        self._open()
        self._steps.setdefault(organisation_id, []).append(step)

    def at_end(self, step: EndStep, item: Any) -> None:
        """Have ``step(uow, items)`` run once, after everything else and right before the commit.

        It gets every item given to it. Locks it takes come last in the order of locks: business rows, the
        feed's counter, then these.
        """
        self._at_end.setdefault(step, []).append(item)

    def announce(self, announcement: Announcement) -> None:
        """Tell open streams, here and in other processes, once this is committed."""
        self.announcements.append(announcement)

    def after_commit(self, action: Callable[[], None]) -> None:
        """Call ``action`` in this process once this is committed."""
        self._after_commit.append(action)

    async def stamp(self) -> None:
        """Stamp what was touched; the last business step. Leaving the unit of work does it if nobody did."""
        if self._stamped:
            return
        self._stamped = True
        for organisation_id in sorted({*self._touches, *self._steps}):
            touches = self._touches.get(organisation_id, {}).values()
            seq = await self._stamper.stamp(self, organisation_id, touches)
            self._seqs[organisation_id] = seq
            for step in self._steps.get(organisation_id, ()):
                await step(self, seq)
            self.announce(FeedMoved(organisation_id, seq))

    def seq(self, organisation_id: str) -> int | None:
        """Return the sequence number this transaction got, None when it touched nothing (or not yet)."""
        return self._seqs.get(organisation_id)

    async def end(self) -> None:
        """Run what waited for the end; the caller commits next."""
        for step, items in self._at_end.items():
            await step(self, items)

    def finished(self) -> None:
        """Run what waited for the commit."""
        for action in self._after_commit:
            action()

    def _open(self) -> None:
        if self._stamped:
            raise RuntimeError("the unit of work is already stamped")
