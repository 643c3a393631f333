"""What a person does with one callback: connect, enter a result, complete, keep a note.

Connecting needs the server at once; completing and notes go through the outbox and work without it.
"""

import logging

from occ_contract.callbacks import (
    NOTE_LIMIT,
    AttemptReport,
    AttemptResult,
    CallbackStatus,
    Complete,
    ConnectAnswer,
    NoteChange,
)
from occ_contract.cti import CtiMode
from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.domain.failures import Failure, Refused
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.services.claims import Claims
from occ_desktop.services.cti import Cti
from occ_desktop.services.directory import Directory
from occ_desktop.services.ports import Clock, OpenUri, Tasks
from occ_desktop.services.second_thoughts import SecondThoughts
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
        directory: Directory,
        cti: Cti,
        claims: Claims,
        second_thoughts: SecondThoughts,
        tasks: Tasks,
        clock: Clock,
        open_uri: OpenUri,
    ) -> None:
        self._place = workplace
        self._directory = directory
        self._cti = cti
        self._claims = claims
        self._second_thoughts = second_thoughts
        self._tasks = tasks
        self._clock = clock
        self._open_uri = open_uri
        self._connects: SingleFlight[ConnectAnswer] = SingleFlight(clock, _KEEP_KEY_SECONDS)
        self._reports: SingleFlight[None] = SingleFlight(clock, _KEEP_KEY_SECONDS)
        self._completions: SingleFlight[None] = SingleFlight(clock, _KEEP_KEY_SECONDS)

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
        self._claims.ended(attempt_id)
        self._place.desk.sync.nudge()

    async def complete(self, callback_id: str, note: str | None = None) -> None:
        """Complete a callback, now here and on the server as soon as it can be reached.

        It can be taken back (`take_back`) for some seconds, and is sent only then.

        :raises Refused: ``too_long`` (field ``note``, limit, length), ``invalid_transition`` (status, by_id,
            by_name), ``not_found``; :raises CacheFailure: nothing was kept.
        """
        kept_note = _checked(note) if note is not None else None
        body = Complete(note=kept_note, done_at=self._place.server_now(self._clock))

        async def keep(key: str) -> None:
            row = await self._row(callback_id)
            if row.pending is CommandKind.COMPLETE and not row.conflicted:
                return  # this person's own completion is on its way
            outstanding = self._outstanding(row)
            self._second_thoughts.keep_back(callback_id, key)
            try:
                await self._queue(key, CommandKind.COMPLETE, outstanding, body)
            except Failure:
                self._second_thoughts.let_go(callback_id)
                raise

        await self._completions.run(callback_id, keep)

    @property
    def seconds_to_take_back(self) -> float:
        """Return how long a completion waits before it is sent; zero: it cannot be taken back."""
        return self._second_thoughts.seconds

    async def take_back(self, callback_id: str, note: str = "") -> bool:
        """Take a completion back before it is sent, and keep its ``note`` as a draft; False: it was too late.

        :raises CacheFailure: nothing was changed.
        """
        if note:
            await self.keep_draft(callback_id, note)
        taken = await self._second_thoughts.take_back(callback_id)
        if note and not taken:
            await self.keep_draft(callback_id, "")
        return taken

    def send_now(self) -> None:
        """Send what could still be taken back: the person is leaving. Returns at once."""
        self._second_thoughts.let_go()

    async def save_note(self, callback_id: str, text: str) -> None:
        """Keep a call note on an outstanding callback; an empty one clears it. Raises like `complete`."""
        body = NoteChange(note=_checked(text))
        row = self._outstanding(await self._row(callback_id))
        await self._queue(new_id(), CommandKind.NOTE, row, body)

    async def draft(self, callback_id: str) -> str:
        """Return what was typed and not sent, empty when there is nothing."""
        return await self._place.cache.read(own.draft, callback_id)

    async def keep_draft(self, callback_id: str, text: str) -> None:
        """Keep what is being typed; survives a crash. An empty text forgets it."""
        await self._place.cache.write(own.keep_draft, callback_id, text, self._clock.now())

    def keep_draft_soon(self, callback_id: str, text: str) -> None:
        """Keep what is being typed, also when the screen that asks goes away now. Returns at once."""
        self._tasks.start(self._keep_draft(callback_id, text), name=f"draft-{new_id()}")

    async def _keep_draft(self, callback_id: str, text: str) -> None:
        try:
            await self.keep_draft(callback_id, text)
        except Failure as failure:
            _log.warning("a draft was not kept: %s", failure)

    async def hang_up(self) -> None:
        """End the call on the person's own line; nothing happens when there is none.

        :raises Unreachable: the server is away (the phone itself still can).
        """
        await self._cti.hang_up()

    async def _connect(self, callback_id: str, key: str) -> ConnectAnswer:
        desk, api = self._place.desk, self._place.online()
        answer = await api.connect(callback_id, key=key)
        self._claims.hold(callback_id, answer.attempt.id)
        uri = answer.dial_uri or ""
        if answer.mode is CtiMode.SOFTPHONE and uri.partition(":")[0] in _PHONE_SCHEMES:
            self._open_uri(uri)
        desk.sync.nudge()
        return answer

    async def _row(self, callback_id: str) -> CallbackRow:
        row = await self._place.cache.read(stored.get, callback_id)
        if row is None:
            raise Refused(ErrorCode.NOT_FOUND)
        return row

    def _outstanding(self, row: CallbackRow) -> CallbackRow:
        """Return the row if it can still be worked on; else say who was quicker, before it is queued."""
        if row.status is CallbackStatus.ASSIGNED:
            return row
        by = row.callback.completed_by or row.callback.assigner_id
        refused = Refused(ErrorCode.INVALID_TRANSITION, 409)
        name = self._directory.name(by) or None
        refused.params = {"status": row.status.value, "by_id": by, "by_name": name}
        raise refused

    async def _queue(
        self, key: str, kind: CommandKind, row: CallbackRow, body: Complete | NoteChange
    ) -> None:
        command = Command(
            key=key,
            kind=kind,
            body=body,
            created_at=self._clock.now(),
            callback_id=row.id,
            service_id=row.callback.service_id,
            customer=row.callback.name,
        )
        await self._place.change(projection.enqueue, command)


def _checked(text: str) -> str:
    note = text.strip()
    if len(note) > NOTE_LIMIT:
        raise Refused(ErrorCode.TOO_LONG, field="note", limit=NOTE_LIMIT, length=len(note))
    return note
