"""Spreading callbacks over agents: preview, assign, undo, cancel. The server decides; the preview is ours.

Preview and server use the same split (`occ_contract.assignment`), so what is shown is what happens unless
somebody else was quicker.
"""

from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from occ_contract.assignment import Candidate, Waiting, split
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

        Rows nobody chosen may take are skipped as ``no_eligible_agent``.

        :raises Refused: ``required`` (field), ``manual_needs_one_agent`` (count), ``too_many`` (limit),
            ``agent_not_eligible`` (names) for somebody who has left.
        """
        request = _checked(ids, agent_ids, method)
        self._refuse_gone(request.agent_ids)
        rows = await self._place.cache.read(stored.get_many, request.callback_ids)
        free = [row for row in rows if row.status in ASSIGNABLE]  # oldest received first
        counts = await self._place.cache.read(stored.outstanding_by_agent, ())
        agents = [Candidate(a, counts.get(a, 0), self._directory.takes(a)) for a in request.agent_ids]
        try:
            spread = split(method, [Waiting(row.id, row.callback.service_id) for row in free], agents)
        except RuleError as refused:
            raise Refused(refused.code, **refused.params) from None
        here = {row.id: row for row in rows}
        skipped = [self._skipped(i, here) for i in request.callback_ids if not _free(i, here)]
        skipped += [_without_taker(here[i]) for i in spread.left]
        return AssignAnswer(
            assigned=tuple(Assigned(callback_id=c, agent_id=a) for c, a in spread.pairs),
            skipped=tuple(skipped),
            counts=dict.fromkeys(request.agent_ids, 0) | dict(Counter(agent for _, agent in spread.pairs)),
        )

    async def by_service(self, ids: Sequence[str]) -> dict[str, int]:
        """Return how many of these callbacks each service has; only those that wait to be assigned count."""
        return await self._place.cache.read(stored.assignable_by_service, tuple(ids))

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

    def _refuse_gone(self, agent_ids: Sequence[str]) -> None:
        """Refuse people who have left, as the server would at the press."""
        found = [self._directory.agent(agent_id) for agent_id in agent_ids]
        gone = [agent for agent in found if agent is not None and not agent.active]
        if gone:
            names = [agent.name for agent in gone]
            raise Refused(ErrorCode.AGENT_NOT_ELIGIBLE, ids=[agent.id for agent in gone], names=names)

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
            phone=row.callback.phone,
            status=row.status,
        )


def _without_taker(row: CallbackRow) -> Skipped:
    return Skipped(
        callback_id=row.id,
        code=ErrorCode.NO_ELIGIBLE_AGENT.value,
        name=row.callback.name,
        phone=row.callback.phone,
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
