"""Who is told what of a callback: a new request, an assignment, its withdrawal."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from occ_contract.notices import NoticeKind
from occ_server.callbacks.rows import CallbackRow
from occ_server.kit.unit import UnitOfWork
from occ_server.notices.service import News, post
from occ_server.visibility.scopes import intake_key, person_key


async def received(uow: UnitOfWork, rows: Sequence[CallbackRow]) -> None:
    """Tell supervisors and phone agents of the service about each new callback."""
    await post(uow, [_received(row) for row in rows])


def _received(row: CallbackRow) -> News:
    params = {} if row.route_name is None else {"route_name": row.route_name}
    return _news(NoticeKind.CALLBACK_RECEIVED, intake_key(row.service_id), [row], params)


async def assigned(
    uow: UnitOfWork, rows: Iterable[tuple[CallbackRow, str]], actor_id: str, actor_name: str
) -> None:
    """Tell each assignee, once per service, what they were given: ``(row, assignee)`` pairs."""
    await _to_people(uow, NoticeKind.CALLBACK_ASSIGNED, rows, actor_id, actor_name)


async def withdrawn(
    uow: UnitOfWork, rows: Iterable[tuple[CallbackRow, str]], actor_id: str, actor_name: str
) -> None:
    """Tell each person, once per service, what was taken from them: ``(row, former assignee)`` pairs."""
    others = [(row, person) for row, person in rows if person != actor_id]
    await _to_people(uow, NoticeKind.ASSIGNMENT_WITHDRAWN, others, actor_id, actor_name)


async def _to_people(
    uow: UnitOfWork,
    kind: NoticeKind,
    rows: Iterable[tuple[CallbackRow, str]],
    actor_id: str,
    actor_name: str,
) -> None:
    def audience(pair: tuple[CallbackRow, str]) -> tuple[str, str]:
        return pair[1], pair[0].service_id

    groups = groupby(sorted(rows, key=audience), key=audience)
    await post(
        uow,
        [
            _news(kind, person_key(person_id), [row for row, _ in group], {}, actor_id, actor_name)
            for (person_id, _service), group in groups
        ],
    )


def _news(
    kind: NoticeKind,
    audience: str,
    rows: Sequence[CallbackRow],
    params: dict[str, Any],
    actor_id: str | None = None,
    actor_name: str | None = None,
) -> News:
    """Return the news of these rows of one service; it names their most urgent wish."""
    wish = min((row.preferred_at for row in rows if row.preferred_at is not None), default=None)
    if wish is not None:
        params = params | {"preferred_at": wish.isoformat()}
    return News(
        kind=kind,
        audience=audience,
        organisation_id=rows[0].organisation_id,
        service_id=rows[0].service_id,
        subject="callback",
        subject_ids=[row.id for row in rows],
        actor_id=actor_id,
        actor_name=actor_name,
        params=params,
    )
