"""Call notes from the last key to the outbox: nothing typed is ever without a place a person sees.

A note that was left goes to the server where it is the person's to write, stays a draft where its box can
still be opened, and waits among what needs a decision where the callback is not theirs (any more). That is
decided in the transaction that moves it, by the row as it is then. Knows no screen.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from occ_contract.callbacks import NOTE_LIMIT, CallbackStatus, NoteChange
from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.sync import Entity
from occ_contract.tickets import NewTicket
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.commands import Command, CommandKind, CommandState
from occ_desktop.domain.drafts import About, Draft, DraftKind
from occ_desktop.domain.failures import Failure, Refused
from occ_desktop.domain.note_conflict import check_base
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.domain.sync_status import SyncStatus, fills_first
from occ_desktop.domain.written_note import Fate
from occ_desktop.services.bus import Bus
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.directory import Directory
from occ_desktop.services.drafts import Drafts
from occ_desktop.services.ports import Clock, Tasks
from occ_desktop.services.rights import NotePlace, Rights
from occ_desktop.services.session import Session
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import callbacks as stored
from occ_desktop.store import notes as moved
from occ_desktop.store.notes import Verdict


class Left(msgspec.Struct, frozen=True):
    """What became of a note; ``base`` is what it turned out to be written against, ``why`` why it stays."""

    fate: Fate
    base: str | None
    why: Failure | None = None


class _Ground(msgspec.Struct, frozen=True):
    """What is decided on. ``whole``: every row is here, so that one that is not is somebody else's."""

    rights: Rights
    names: Mapping[str, str]
    now: datetime
    about: About | None
    whole: bool
    seen: bool


class _Way(msgspec.Struct, frozen=True):
    draft: Draft
    end: "asyncio.Future[Left]"


class Notes:
    """Notes on one callback go one after the other, each against what became of the one before."""

    def __init__(
        self,
        workplace: Workplace,
        session: Session,
        directory: Directory,
        drafts: Drafts,
        bus: Bus,
        tasks: Tasks,
        clock: Clock,
    ) -> None:
        self._place = workplace
        self._session = session
        self._directory = directory
        self._drafts = drafts
        self._clock = clock
        self._ways: dict[str, _Way] = {}
        self._bring_up_soon = Coalesced(tasks, "bring-up-drafts", self._bring_up)
        self._was_whole = self._looked_through = False
        bus.subscribe(ChangeSet, self._on_change)
        bus.subscribe(SyncStatus, self._on_status)
        workplace.when_left(self._on_left)

    async def open(self, callback_id: str) -> tuple[CallbackRow | None, Draft | None]:
        """Return a callback and what was typed for it, once nothing of it is on its way.

        :raises CacheFailure: the cache failed.
        """
        if way := self._ways.get(callback_id):
            await asyncio.shield(way.end)
        row = await self._place.cache.read(stored.get, callback_id)
        return row, await self._drafts.read(DraftKind.NOTE, callback_id)

    async def standing(self, callback_id: str, draft: Draft) -> Draft:
        """Return a draft against what it is really written against, once nothing is on its way before it."""
        way = self._ways.get(callback_id)
        return draft if way is None else _after(way, await asyncio.shield(way.end), draft)

    def leave(
        self, callback_id: str, draft: Draft, about: About | None = None, *, seen: bool = False
    ) -> "asyncio.Future[Left]":
        """Put a note the person has turned away from where it belongs. Returns at once; seen through.

        ``seen``: its writer would see a conflict, which they are then to decide before it goes anywhere.
        """
        before = self._ways.get(callback_id)
        work = self._leave(callback_id, draft, about, before, seen=seen)
        end = self._drafts.see_through(work)
        way = self._ways[callback_id] = _Way(draft, end)
        end.add_done_callback(lambda _end: self._arrived(callback_id, way))
        return end

    def _arrived(self, callback_id: str, way: _Way) -> None:
        if self._ways.get(callback_id) is way:
            del self._ways[callback_id]

    async def _leave(
        self, callback_id: str, draft: Draft, about: About | None, before: _Way | None, *, seen: bool
    ) -> Left:
        if before is not None:
            draft = _after(before, await asyncio.shield(before.end), draft)
        judge = self._judge(about, seen=seen)
        try:
            cache = self._place.cache
            verdict, change = await cache.write(moved.leave, callback_id, draft, judge, self._clock.now())
        except Failure as failure:
            self._drafts.keep_soon(DraftKind.NOTE, callback_id, None if draft.untouched else draft)
            return Left(Fate.STAYS, draft.base, failure)
        self._place.tell(change)
        return Left(verdict.fate, draft.base, verdict.why)

    def _judge(self, about: About | None = None, *, seen: bool) -> moved.Judge:
        """Return who decides, in the cache's thread: of values alone, nothing that changes here meanwhile."""
        rights, names, now = self._session.rights, self._directory.names(), self._clock.now()
        return partial(_judged, _Ground(rights, names, now, about, whole=self._whole, seen=seen))

    def _on_change(self, change: ChangeSet) -> None:
        if change.touches(Entity.CALLBACK) and not change.local:
            self._bring_up_soon()

    @property
    def _whole(self) -> bool:
        """Tell whether every row is here; until then (a copy made anew) one that is not says nothing."""
        status = self._place.status
        return status is not None and status.last_synced_at is not None and not fills_first(status)

    def _on_status(self, _status: SyncStatus) -> None:
        before, self._was_whole = self._was_whole, self._whole
        if self._was_whole and not before:
            self._bring_up_soon()

    def _on_left(self) -> None:
        self._was_whole = self._looked_through = False

    async def _bring_up(self) -> None:
        await self._drafts.write_again()
        if not self._whole or not self._place.open:
            return
        now = self._clock.now()
        await self._place.change(moved.bring_up, self._judge(seen=True), now)
        if not self._looked_through:  # at the start alone: later a dialog may be open on one
            self._looked_through = True
            await self._place.change(moved.bring_up_histories, partial(_history, now), now)


def _history(now: datetime, draft: Draft) -> Command | None:
    """Return a half-written history as one that was refused, None where it says nothing or cannot be read."""
    try:
        ticket = msgspec.json.decode(draft.text, type=NewTicket)
    except msgspec.DecodeError:  # of another version, which its dialog would not show either
        return None
    if not (ticket.subject.strip() or ticket.content.strip()):
        return None
    code = ErrorCode.NOT_FOUND.value
    return Command(new_id(), CommandKind.TICKET, ticket, now, state=CommandState.REFUSED, code=code)


def _after(way: _Way, end: Left, draft: Draft) -> Draft:
    """Return a draft against what stands now that the one before it, which it followed, has its answer."""
    followed = draft.base == way.draft.text
    return Draft(draft.text, end.base) if followed and end.fate is not Fate.ARRIVED else draft


def _judged(
    ground: _Ground, callback_id: str, row: CallbackRow | None, draft: Draft, kept: About | None
) -> Verdict:
    text, there = draft.text.strip(), ((row.callback.note or "") if row is not None else "").strip()
    if draft.untouched or (row is not None and text == there):
        return Verdict(Fate.ARRIVED)
    if row is None and not ground.whole:
        return Verdict(Fate.STAYS)
    place = ground.rights.note_place(row.callback) if row is not None else NotePlace.NOWHERE
    about = About.of(row.callback) if row is not None else ground.about or kept
    note = partial(_command, ground.now, callback_id, draft, about)
    if row is None or place is NotePlace.NOWHERE:
        return Verdict(Fate.UNDECIDED, note(_gone(ground, row))) if text else Verdict(Fate.ARRIVED)
    if place is NotePlace.HERE:
        return Verdict(Fate.STAYS)
    if len(text) > NOTE_LIMIT:
        too_long = Refused(ErrorCode.TOO_LONG, field="note", limit=NOTE_LIMIT, length=len(text))
        return Verdict(Fate.STAYS, why=too_long)
    try:
        check_base(row.callback, text, draft.base or "")
    except Refused as refused:
        refused.params["by_name"] = ground.names.get(refused.params.get("by_id") or "")
        if ground.seen:
            return Verdict(Fate.STAYS, why=refused)
        return Verdict(Fate.UNDECIDED, note(refused))
    return Verdict(Fate.ARRIVED, note(None))


def _gone(ground: _Ground, row: CallbackRow | None) -> Refused:
    """Return why a callback cannot be written on: who completed it, or whose it is now."""
    if row is None:
        return Refused(ErrorCode.NOT_FOUND)
    callback = row.callback
    if callback.status is CallbackStatus.ASSIGNED:
        return Refused(ErrorCode.NOT_ASSIGNEE, by_name=ground.names.get(callback.assignee_id or ""))
    by = callback.completed_by or callback.assigner_id or ""
    refused = Refused(ErrorCode.INVALID_TRANSITION, by_name=ground.names.get(by))
    refused.params["status"] = callback.status.value  # the name is taken by the HTTP status
    return refused


def _command(
    now: datetime, callback_id: str, draft: Draft, about: About | None, refused: Refused | None
) -> Command:
    """Return the note as a command; ``refused``: as if the server had, so that the person decides."""
    params: dict[str, Any] = {}
    if refused is not None:
        params = {**refused.params, **({"phone": about.phone} if about is not None else {})}
    return Command(
        key=new_id(),
        kind=CommandKind.NOTE,
        body=NoteChange(note=draft.text.strip(), base_note=draft.base or ""),
        created_at=now,
        callback_id=callback_id,
        state=CommandState.QUEUED if refused is None else CommandState.REFUSED,
        code=refused.code.value if refused is not None else None,
        params=params,
        service_id=about.service_id if about is not None else None,
        customer=about.customer if about is not None else None,
    )
