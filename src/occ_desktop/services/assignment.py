"""Spreading callbacks over agents: preview, assign, undo, cancel. The server decides; the preview is ours.

Preview and server use the same split (`occ_contract.assignment`), so what is shown is what happens unless
somebody else was quicker.
"""

from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Sequence
from typing import Any, TypeVar

from occ_contract.assignment import split
from occ_contract.callbacks import (
    ASSIGNABLE,
    BATCH_LIMIT,
    Assign,
    AssignAnswer,
    Assigned,
    AssignMethod,
    CancelAnswer,
    CancelAssignments,
    Skipped,
    UndoAnswer,
)
from occ_contract.errors import ErrorCode, RuleError
from occ_desktop.domain.failures import Refused, Unreachable
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.services.directory import Directory
from occ_desktop.services.ports import Clock
from occ_desktop.services.single_flight import SingleFlight
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import callbacks as stored

T = TypeVar("T")
_KEEP_KEY_SECONDS = 600.0
_TRIES = 3


class Assignment:
    """Batches of at most 5,000 callbacks. A retry after a time-out is the same command again."""

    def __init__(self, workplace: Workplace, directory: Directory, clock: Clock) -> None:
        self._place = workplace
        self._directory = directory
        self._assigns: SingleFlight[AssignAnswer] = SingleFlight(clock, _KEEP_KEY_SECONDS)
        self._undos: SingleFlight[UndoAnswer] = SingleFlight(clock, _KEEP_KEY_SECONDS)
        self._cancels: SingleFlight[CancelAnswer] = SingleFlight(clock, _KEEP_KEY_SECONDS)

    async def preview(
        self, ids: Sequence[str], agent_ids: Sequence[str], method: AssignMethod
    ) -> AssignAnswer:
        """Return who would get what, from the cache alone (also offline).

        :raises Refused: ``required`` (field), ``manual_needs_one_agent`` (count), ``too_many`` (limit),
            ``agent_not_eligible`` (names).
        """
        request = _checked(ids, agent_ids, method)
        rows = await self._place.cache.read(stored.get_many, request.callback_ids)
        free = [row for row in rows if row.status in ASSIGNABLE]  # oldest received first
        self._refuse_strangers(request.agent_ids, {row.callback.service_id for row in free})
        counts = await self._place.cache.read(stored.outstanding_by_agent, ())
        load = {agent: counts.get(agent, 0) for agent in request.agent_ids}
        try:
            pairs = split(method, [row.id for row in free], load)
        except RuleError as refused:
            raise Refused(refused.code, **refused.params) from None
        here = {row.id: row for row in rows}
        return AssignAnswer(
            assigned=tuple(Assigned(callback_id=c, agent_id=a) for c, a in pairs),
            skipped=tuple(self._skipped(i, here) for i in request.callback_ids if not _free(i, here)),
            counts=dict.fromkeys(request.agent_ids, 0) | dict(Counter(agent for _, agent in pairs)),
        )

    async def assign(
        self, ids: Sequence[str], agent_ids: Sequence[str], method: AssignMethod
    ) -> AssignAnswer:
        """Assign; rows somebody else took meanwhile are in ``skipped`` with who. Undo with its ``batch_id``.

        :raises Refused: as `preview`, and ``agent_not_eligible`` (names), ``forbidden`` …
        :raises Unreachable: offline (not sent), or no answer after three tries with the same key; pressing
            again with the same choice within 10 minutes asks for the same command.
        """
        request = _checked(ids, agent_ids, method)
        api = self._place.online()
        return await self._run(self._assigns, request, lambda key: api.assign(request, key=key))

    async def undo(self, batch_id: str) -> UndoAnswer:
        """Return every row of the batch that nobody touched since to what it was; the others are ``skipped``.

        :raises Refused: ``undo_expired``, ``forbidden``; :raises Unreachable: see `assign`.
        """
        api = self._place.online()
        return await self._run(self._undos, batch_id, lambda key: api.undo_assignment(batch_id, key=key))

    async def cancel(self, ids: Sequence[str]) -> CancelAnswer:
        """Withdraw assignments (취소); rows in a call or completed meanwhile are ``skipped`` with who.

        :raises Refused: ``required``, ``too_many``, ``forbidden``; :raises Unreachable: see `assign`.
        """
        request = CancelAssignments(callback_ids=_ids(ids))
        api = self._place.online()
        return await self._run(self._cancels, request, lambda key: api.cancel_assignments(request, key=key))

    async def _run(
        self, flights: SingleFlight[T], subject: Any, send: Callable[[str], Coroutine[Any, Any, T]]
    ) -> T:
        async def patiently(key: str) -> T:
            for _ in range(_TRIES - 1):
                try:
                    return await send(key)
                except Unreachable as unknown:
                    if not unknown.sent:
                        raise
            return await send(key)

        sync = self._place.desk.sync
        answer = await flights.run(subject, patiently)
        sync.nudge()
        return answer

    def _refuse_strangers(self, agent_ids: Sequence[str], service_ids: Collection[str]) -> None:
        """Refuse agents who are no assignee in one of the services, as the server would at the press."""
        strangers = [i for i in agent_ids if not self._directory.takes(i, service_ids)]
        if strangers:
            names = [self._directory.name(i) or i for i in strangers]
            raise Refused(ErrorCode.AGENT_NOT_ELIGIBLE, ids=strangers, names=names)

    def _skipped(self, callback_id: str, here: dict[str, CallbackRow]) -> Skipped:
        row = here.get(callback_id)
        if row is None:
            return Skipped(callback_id=callback_id, code=ErrorCode.NOT_FOUND.value)
        by = row.callback.completed_by or row.callback.assigner_id or row.callback.assignee_id
        return Skipped(
            callback_id=callback_id,
            code=ErrorCode.TAKEN.value,
            by_id=by,
            by_name=self._directory.name(by) or None,
            name=row.callback.name,
            status=row.status,
        )


def _free(callback_id: str, here: dict[str, CallbackRow]) -> bool:
    return callback_id in here and here[callback_id].status in ASSIGNABLE


def _ids(ids: Sequence[str]) -> tuple[str, ...]:
    unique = tuple(dict.fromkeys(ids))
    if not unique:
        raise Refused(ErrorCode.REQUIRED, field="callback_ids")
    if len(unique) > BATCH_LIMIT:
        raise Refused(ErrorCode.TOO_MANY, field="callback_ids", limit=BATCH_LIMIT, count=len(unique))
    return unique


def _checked(ids: Sequence[str], agent_ids: Sequence[str], method: AssignMethod) -> Assign:
    agents = tuple(dict.fromkeys(agent_ids))
    if not agents:
        raise Refused(ErrorCode.REQUIRED, field="agent_ids")
    if method is AssignMethod.MANUAL and len(agents) != 1:
        raise Refused(ErrorCode.MANUAL_NEEDS_ONE_AGENT, count=len(agents))
    return Assign(callback_ids=_ids(ids), agent_ids=agents, method=method)
