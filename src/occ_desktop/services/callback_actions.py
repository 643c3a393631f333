"""What a person does with one callback: connect, enter a result, complete. Their note is `notes`'.

Connecting needs the server at once; completing goes through the outbox and works without it.
"""

from datetime import datetime
from functools import partial

from occ_contract.callbacks import (
    NOTE_LIMIT,
    AttemptReport,
    AttemptResult,
    CallbackStatus,
    Complete,
    ConnectAnswer,
)
from occ_contract.cti import CtiMode
from occ_contract.errors import ErrorCode
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.domain.failures import Refused
from occ_desktop.domain.note_conflict import check_base
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.services.claims import Claims
from occ_desktop.services.cti import Cti
from occ_desktop.services.directory import Directory
from occ_desktop.services.drafts import Drafts
from occ_desktop.services.ports import Clock, OpenUri
from occ_desktop.services.second_thoughts import SecondThoughts, TakenBack
from occ_desktop.services.single_flight import SingleFlight
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import projection

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
        drafts: Drafts,
        second_thoughts: SecondThoughts,
        clock: Clock,
        open_uri: OpenUri,
    ) -> None:
        self._place = workplace
        self._directory = directory
        self._cti = cti
        self._claims = claims
        self._drafts = drafts
        self._second_thoughts = second_thoughts
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

    async def complete(self, callback_id: str, note: str | None = None, base: str | None = None) -> None:
        """Complete a callback, now here and on the server as soon as it can be reached.

        ``base`` is the note that stood there when the person wrote theirs; None: not known, so that any other
        note is a conflict. It can be taken back (`take_back`) for some seconds, and is sent only then.

        :raises Refused: ``too_long`` (field ``note``, limit, length), ``invalid_transition`` (status, by_id,
            by_name), ``note_conflict`` (note, by_id, by_name), ``not_found``;
            :raises CacheFailure: nothing was kept.
        """
        kept_note = _checked(note) if note is not None else None
        body = Complete(note=kept_note, base_note=base or "", done_at=self._clock.now())

        async def keep(key: str) -> None:
            queued = False
            self._second_thoughts.keep_back(callback_id, key)
            try:
                queued = await self._queue(key, callback_id, body)
            finally:
                if not queued:  # or this person's own completion is on its way
                    self._second_thoughts.let_go(key)

        await self._completions.run(callback_id, keep)

    @property
    def seconds_to_take_back(self) -> float:
        """Return how long a completion waits before it is sent; zero: it cannot be taken back."""
        return self._second_thoughts.seconds

    async def take_back(self, callback_id: str, note: Draft | None = None) -> TakenBack:
        """Take a completion back before it is sent, and keep its ``note`` as a draft, unless it was sent.

        What was typed since is not replaced by it.

        :raises CacheFailure: nothing was changed.
        """
        keeping = note is not None and await self._drafts.read(DraftKind.NOTE, callback_id) is None
        if keeping:
            await self._drafts.keep(DraftKind.NOTE, callback_id, note)
        became = await self._second_thoughts.take_back(callback_id)
        if keeping and became is TakenBack.SENT:
            await self._drafts.keep(DraftKind.NOTE, callback_id, None)
        return became

    def send_now(self) -> None:
        """Send what could still be taken back: the person is leaving. Returns at once."""
        self._second_thoughts.let_all_go()

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

    async def _queue(self, key: str, callback_id: str, body: Complete) -> bool:
        """Look at the row and keep the command in one step, behind no reader; else say who was quicker.

        Return whether there was anything to keep.
        """
        make = partial(_command, key, body, self._clock.now())
        try:
            return (await self._place.change(projection.enqueue_on, callback_id, make)).outbox
        except Refused as refused:
            if by := refused.params.get("by_id"):
                refused.params["by_name"] = self._directory.name(by) or None
            raise


def _command(key: str, body: Complete, now: datetime, row: CallbackRow | None) -> Command | None:
    """Return the command for a row as it is shown now, None while the person's own completion is on its way.

    :raises Refused: it cannot be worked on any more, or another note stands there.
    """
    if row is None:
        raise Refused(ErrorCode.NOT_FOUND)
    if row.pending is CommandKind.COMPLETE and not row.conflicted:
        return None
    if row.status is not CallbackStatus.ASSIGNED:
        by = row.callback.completed_by or row.callback.assigner_id
        refused = Refused(ErrorCode.INVALID_TRANSITION, 409, by_id=by)
        refused.params["status"] = row.status.value  # the name is taken by the HTTP status
        raise refused
    check_base(row.callback, body.note, body.base_note)
    return Command(
        key=key,
        kind=CommandKind.COMPLETE,
        body=body,
        created_at=now,
        callback_id=row.id,
        service_id=row.callback.service_id,
        customer=row.callback.name,
    )


def _checked(text: str) -> str:
    note = text.strip()
    if len(note) > NOTE_LIMIT:
        raise Refused(ErrorCode.TOO_LONG, field="note", limit=NOTE_LIMIT, length=len(note))
    return note
