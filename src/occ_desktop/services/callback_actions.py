"""What a person does with one callback: connect, enter a result, complete, keep a note.

Connecting needs the server at once; completing and notes go through the outbox and work without it. The
claim of a running call is renewed here for as long as the call lives.
"""

import asyncio
import logging

from occ_contract.callbacks import (
    NOTE_LIMIT,
    AttemptReport,
    AttemptResult,
    Complete,
    ConnectAnswer,
    NoteChange,
)
from occ_contract.cti import CallState, CtiMode
from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.domain.failures import LoggedOut, Refused, Unreachable
from occ_desktop.services.bus import Bus
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.cti import Cti
from occ_desktop.services.events import CtiChanged
from occ_desktop.services.ports import Beats, Clock, OpenUri, Tasks
from occ_desktop.services.single_flight import SingleFlight
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import callbacks as stored
from occ_desktop.store import own, projection

_log = logging.getLogger(__name__)
_KEEP_KEY_SECONDS = 45.0
_PHONE_SCHEMES = frozenset({"tel", "sip", "sips", "callto"})


class CallbackActions:
    """Commands on one callback. A second press joins the first; nothing is dialled or sent twice."""

    def __init__(
        self,
        workplace: Workplace,
        cti: Cti,
        bus: Bus,
        tasks: Tasks,
        clock: Clock,
        open_uri: OpenUri,
        beats: Beats,
    ) -> None:
        self._beats = beats
        self._place = workplace
        self._cti = cti
        self._tasks = tasks
        self._clock = clock
        self._open_uri = open_uri
        self._connects: SingleFlight[ConnectAnswer] = SingleFlight(clock, _KEEP_KEY_SECONDS)
        self._reports: SingleFlight[None] = SingleFlight(clock, _KEEP_KEY_SECONDS)
        self._live: dict[str, str] = {}  # attempt id -> callback id, ours and not known to have ended
        self._look_soon = Coalesced(tasks, "look-for-call-ends", self._look_for_ends)
        self._over: set[str] = set()
        bus.subscribe(ChangeSet, self._on_change)
        bus.subscribe(CtiChanged, self._on_line)
        workplace.when_left(self._release)

    def connecting(self, callback_id: str) -> bool:
        """Tell whether a connect press is still waiting for its answer."""
        return self._connects.busy(callback_id)

    async def connect(self, callback_id: str) -> ConnectAnswer:
        """Dial the customer. With a softphone the workstation's own phone is opened; ask for the result then.

        :raises Refused: ``dialling`` (by_name, seconds), ``not_assignee`` (by_name), ``invalid_transition``,
            ``cti_login_required``, ``cti_busy`` …
        :raises Unreachable: offline; with ``sent`` the call may have been placed, and pressing again within
            45 s asks for that same call rather than for a second one.
        """
        return await self._connects.run(callback_id, lambda key: self._connect(callback_id, key))

    async def report_result(
        self, callback_id: str, attempt_id: str, result: AttemptResult, talk_seconds: int | None = None
    ) -> None:
        """Enter how a softphone call ended; talk time in seconds.

        :raises Refused: ``attempt_ended`` when its claim ran out meanwhile.
        :raises Unreachable: the server is away; the same entry may be made again.
        """
        report = AttemptReport(result=result, talk_seconds=talk_seconds)

        async def send(key: str) -> None:
            await self._place.online().report_attempt(callback_id, attempt_id, report, key=key)

        await self._reports.run((attempt_id, report), send)
        self._ended(attempt_id)
        self._place.desk.sync.nudge()

    async def complete(self, callback_id: str, note: str | None = None) -> None:
        """Complete a callback, now here and on the server as soon as it can be reached.

        :raises Refused: ``too_long`` (field ``note``, limit, length); :raises CacheFailure: nothing was kept.
        """
        body = Complete(note=_checked(note) if note is not None else None)
        await self._queue(CommandKind.COMPLETE, callback_id, body)

    async def save_note(self, callback_id: str, text: str) -> None:
        """Keep a call note on an outstanding callback; an empty one clears it. Raises like `complete`."""
        await self._queue(CommandKind.NOTE, callback_id, NoteChange(note=_checked(text)))

    async def draft(self, callback_id: str) -> str:
        """Return what was typed and not sent, empty when there is nothing."""
        return await self._place.cache.read(own.draft, callback_id)

    async def keep_draft(self, callback_id: str, text: str) -> None:
        """Keep what is being typed; survives a crash. An empty text forgets it."""
        await self._place.cache.write(own.keep_draft, callback_id, text, self._clock.now())

    def keep_draft_soon(self, callback_id: str, text: str) -> None:
        """Keep what is being typed, also when the screen that asks goes away now. Returns at once."""
        self._tasks.start(self.keep_draft(callback_id, text), name=f"draft-{new_id()}")

    async def hang_up(self) -> None:
        """End the call on the person's own line; nothing happens when there is none.

        :raises Unreachable: the server is away (the phone itself still can).
        """
        await self._cti.hang_up()

    async def _connect(self, callback_id: str, key: str) -> ConnectAnswer:
        answer = await self._place.online().connect(callback_id, key=key)
        self._hold(callback_id, answer.attempt.id)
        uri = answer.dial_uri or ""
        if answer.mode is CtiMode.SOFTPHONE and uri.partition(":")[0] in _PHONE_SCHEMES:
            self._open_uri(uri)
        self._place.desk.sync.nudge()
        return answer

    async def _queue(self, kind: CommandKind, callback_id: str, body: Complete | NoteChange) -> None:
        row = await self._place.cache.read(stored.get, callback_id)
        command = Command(
            key=new_id(),
            kind=kind,
            body=body,
            created_at=self._clock.now(),
            callback_id=callback_id,
            service_id=row.callback.service_id if row else None,
            customer=row.callback.name if row else None,
        )
        await self._place.change(projection.enqueue, command)

    async def _keep_claim(self, callback_id: str, attempt_id: str) -> None:
        """Renew the claim until the call is known to have ended."""
        while attempt_id in self._live:
            await asyncio.sleep(self._beats.claim)
            if attempt_id not in self._live or not self._place.open:
                return
            try:
                await self._place.api.renew_attempt(callback_id, attempt_id)
            except Unreachable:
                continue  # the claim lives 45 s; the next renewal may get through
            except LoggedOut:
                return
            except Refused as refused:
                _log.info("claim not renewed: %s", refused.code.value)
                self._ended(attempt_id)

    def _hold(self, callback_id: str, attempt_id: str) -> None:
        if attempt_id not in self._over:
            self._live[attempt_id] = callback_id
            self._tasks.start(self._keep_claim(callback_id, attempt_id), name=f"claim-{attempt_id}")

    def _release(self) -> None:
        """Stop renewing when the person leaves: the claims run out by themselves."""
        for attempt_id in self._live:
            self._tasks.cancel(f"claim-{attempt_id}")
        self._live.clear()

    def _ended(self, attempt_id: str) -> None:
        self._live.pop(attempt_id, None)
        self._over.add(attempt_id)

    def _on_line(self, _event: CtiChanged) -> None:
        """Go on holding the call this person was in when the program ended."""
        call = self._cti.status.call if self._cti.status else None
        if call is not None and call.callback_id and call.state is not CallState.ENDED:
            self._hold(call.callback_id, call.id)

    def _on_change(self, change: ChangeSet) -> None:
        if self._live and change.touches(Entity.CALLBACK):
            self._look_soon()

    async def _look_for_ends(self) -> None:
        """Drop the claims of calls the feed shows as ended."""
        for attempt_id, callback_id in list(self._live.items()):
            row = await self._place.cache.read(stored.get, callback_id)
            if row is None:
                continue
            known = next((c for c in row.callback.calls if c.id == attempt_id), None)
            if known is not None and known.ended_at is not None:
                self._ended(attempt_id)


def _checked(text: str) -> str:
    note = text.strip()
    if len(note) > NOTE_LIMIT:
        raise Refused(ErrorCode.TOO_LONG, field="note", limit=NOTE_LIMIT, length=len(note))
    return note
