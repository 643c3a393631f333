"""The unit of work: one transaction, its one moment, the rows it touched and what follows its commit.

Services take one and never commit. What is done at the end (the feed's stamps) comes from a ``Stamper``, so
that this module knows no table.

Locks are taken in one order, by everybody: people, services, callbacks, call attempts, calls, lines, other
rows; within a table in the order of ids; then the organisation's counter; then what steps ``at_end`` lock.
Who waits for a row never holds the counter.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import Entity
from occ_server.kit.announcements import Announcement, FeedMoved, LiveChanged

StampStep = Callable[["UnitOfWork", int], Awaitable[None]]
EndStep = Callable[["UnitOfWork", list[Any]], Awaitable[None]]


@dataclass(frozen=True)
class Touch:
    """A changed row and the keys it has now; ``None`` has them computed from the stored row.

    ``stays``: it had the same keys before, so it leaves nobody.
    """

    entity: Entity
    id: str
    keys: frozenset[str] | None
    stays: bool = False


@dataclass(frozen=True)
class Change:
    """What stamping writes into rows beside their number, so that each is written once.

    ``each`` holds an id for each row (``assignee_id``; a whole number as its digits), ``alike`` what all of
    them get. The rows are locked by this transaction, which must not read them again.
    """

    ids: Sequence[str]
    each: Mapping[str, Sequence[str]]
    alike: Mapping[str, Any]


@dataclass(frozen=True)
class Stamped:
    """The sequence number a transaction got, and the keys of the rows it touched, before and after."""

    seq: int
    keys: frozenset[str]


class Stamper(Protocol):
    """Gives one sequence number to everything a transaction changed in one organisation."""

    async def stamp(
        self,
        uow: "UnitOfWork",
        organisation_id: str,
        touches: Sequence[Touch],
        changes: Mapping[Entity, Sequence[Change]],
    ) -> Stamped:
        """Advance the organisation's counter, write the feed rows and what changes in the rows themselves."""
        ...

    async def head(self, conn: AsyncConnection, organisation_id: str) -> int:
        """Return the last number given out to a committed transaction."""
        ...


class UnitOfWork:
    """One write transaction. ``conn`` runs statements; ``now`` is its one time (aware, UTC)."""

    def __init__(self, conn: AsyncConnection, now: datetime, stamper: Stamper) -> None:
        self.conn = conn
        self.now = now
        self.announcements: list[Announcement] = []
        self.known: dict[tuple[str, str], Any] = {}  # what its commands looked up, by kind and id
        self._stamper = stamper
        self._held: set[tuple[Entity, str]] = set()
        self._made: set[tuple[Entity, str]] = set()
        self._touches: dict[str, dict[tuple[Entity, str], Touch]] = {}
        self._changes: dict[str, dict[Entity, list[Change]]] = {}
        self._steps: dict[str, list[StampStep]] = {}
        self._people: dict[str, set[str]] = {}
        self._live: dict[tuple[str, str], set[str]] = {}
        self._seqs: dict[str, int] = {}
        self._stamped = False
        self._before_stamp: dict[EndStep, list[Any]] = {}
        self._at_end: dict[EndStep, list[Any]] = {}
        self._after_commit: list[Callable[[], None]] = []

    def hold(self, entity: Entity, ids: Iterable[str]) -> None:
        """Say that this transaction has these rows locked; the stamping need not lock them."""
        self._held.update((entity, entity_id) for entity_id in ids)

    def make(self, entity: Entity, ids: Iterable[str]) -> None:
        """Say that this transaction inserted these rows: nobody else sees them, and no feed has them."""
        made = [(entity, entity_id) for entity_id in ids]
        self._held.update(made)
        self._made.update(made)

    def is_held(self, entity: Entity, entity_id: str) -> bool:
        """Tell whether a row is known to be locked by this transaction."""
        return (entity, entity_id) in self._held

    def is_made(self, entity: Entity, entity_id: str) -> bool:
        """Tell whether this transaction inserted a row."""
        return (entity, entity_id) in self._made

    def touch(
        self,
        entity: Entity,
        entity_id: str,
        keys: Iterable[str] | None,
        organisation_id: str,
        *,
        stays: bool = False,
    ) -> None:
        """Say that a row changed and which visibility keys it has now (see the package's docstring).

        ``stays`` says of a locked row that it had just these keys before this transaction.
        """
        self._open()
        touches = self._touches.setdefault(organisation_id, {})
        at = (entity, entity_id)
        stays = stays and (at not in touches or touches[at].stays)
        touches[at] = Touch(entity, entity_id, None if keys is None else frozenset(keys), stays)

    def change(self, entity: Entity, change: Change, organisation_id: str) -> None:
        """Have many touched rows changed when they are stamped; each row in one change."""
        self._open()
        changes = self._changes.setdefault(organisation_id, {}).setdefault(entity, [])
        if any(not set(change.ids).isdisjoint(other.ids) for other in changes):
            raise RuntimeError(f"some {entity} rows are changed already")
        changes.append(change)
        self.hold(entity, change.ids)

    def at_stamp(self, organisation_id: str, step: StampStep) -> None:
        """Run ``step(uow, seq)`` while the organisation's counter is locked, after the feed rows."""
        self._open()
        self._steps.setdefault(organisation_id, []).append(step)

    def rights_changed(self, organisation_id: str, person_ids: Iterable[str]) -> None:
        """Say whose own keys a step of the stamping changed: their streams look again."""
        self._people.setdefault(organisation_id, set()).update(person_ids)

    def before_stamp(self, step: EndStep, item: Any) -> None:
        """Have ``step(uow, items)`` run once, before the counter is locked, with every item given to it.

        So what several commands of one transaction look up or insert costs one statement. It may touch rows.
        """
        self._open()
        self._before_stamp.setdefault(step, []).append(item)

    def at_end(self, step: EndStep, item: Any) -> None:
        """Have ``step(uow, items)`` run once, after everything else and right before the commit.

        It gets every item given to it. Locks it takes come last in the order of locks.
        """
        self._at_end.setdefault(step, []).append(item)

    def stir(self, organisation_id: str, channel: str, ids: Iterable[str | None]) -> None:
        """Say that what a live channel derives from stored facts changed for these ids."""
        self._live.setdefault((organisation_id, channel), set()).update(i for i in ids if i is not None)

    def announce(self, announcement: Announcement) -> None:
        """Tell open streams, here and in other processes, once this is committed."""
        self.announcements.append(announcement)

    def after_commit(self, action: Callable[[], None]) -> None:
        """Call ``action`` in this process once this is committed."""
        self._after_commit.append(action)

    async def stamp(self) -> None:
        """Stamp what was touched; leaving the unit of work does it."""
        if self._stamped:
            return
        while self._before_stamp:
            before, items = self._before_stamp.popitem()
            await before(self, items)
        self._stamped = True
        for organisation_id in sorted({*self._touches, *self._steps}):
            touches = tuple(self._touches.get(organisation_id, {}).values())
            changes = self._changes.get(organisation_id, {})
            stamped = await self._stamper.stamp(self, organisation_id, touches, changes)
            self._seqs[organisation_id] = stamped.seq
            for step in self._steps.get(organisation_id, ()):
                await step(self, stamped.seq)
            people = frozenset(self._people.get(organisation_id, ()))
            self.announce(FeedMoved(organisation_id, stamped.seq, stamped.keys, people))
        for (organisation_id, channel), ids in self._live.items():
            if ids:
                self.announce(LiveChanged(organisation_id, channel, frozenset(ids)))

    def seq(self, organisation_id: str) -> int | None:
        """Return the sequence number this transaction got, None when it touched nothing (or not yet)."""
        return self._seqs.get(organisation_id)

    async def end(self) -> None:
        """Run what waited for the end; the caller commits next."""
        for step, items in self._at_end.items():
            await step(self, items)

    async def head(self, organisation_id: str) -> int:
        """Return the organisation's last number before this transaction's own."""
        return await self._stamper.head(self.conn, organisation_id)

    def finished(self) -> None:
        """Run what waited for the commit."""
        for action in self._after_commit:
            action()

    def _open(self) -> None:
        if self._stamped:
            raise RuntimeError("the unit of work is already stamped")
