"""Posting notices and building their wire form. It knows no business: kinds and audiences are given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import new_id
from occ_contract.notices import Notice, NoticeKind
from occ_contract.sync import Entity
from occ_server.kit.bulk import among
from occ_server.kit.unit import UnitOfWork
from occ_server.notices.tables import notices

NAMED_SUBJECTS = 200  # a larger batch is counted, not listed
_EVERYBODYS = {
    *("id", "kind", "created_at", "service_id", "count", "subject", "subject_ids"),
    *("params", "actor_id", "actor_name", "seq"),
}
_OWN_FIELDS = {f.name: f.type for f in msgspec.structs.fields(Notice) if f.name not in _EVERYBODYS}


@dataclass(frozen=True, kw_only=True)
class News:
    """One event for the holders of one visibility key.

    ``subject`` says what ``subject_ids`` are ids of; ``params`` are plain JSON values a sentence may need.
    """

    kind: NoticeKind
    audience: str
    organisation_id: str
    service_id: str
    subject: str
    subject_ids: Sequence[str]
    actor_id: str | None = None
    actor_name: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


async def post(uow: UnitOfWork, news: Iterable[News]) -> None:
    """Tell each piece of news once; all of one transaction in one statement."""
    rows: list[dict[str, Any]] = []
    for item in news:
        notice_id = new_id()
        rows.append(
            {
                "id": notice_id,
                "organisation_id": item.organisation_id,
                "service_id": item.service_id,
                "kind": item.kind,
                "created_at": uow.now,
                "count": len(item.subject_ids),
                "subject": item.subject,
                "subject_ids": list(item.subject_ids[:NAMED_SUBJECTS]),
                "actor_id": item.actor_id,
                "actor_name": item.actor_name,
                "params": dict(item.params),
            }
        )
        uow.touch(Entity.NOTICE, notice_id, frozenset({item.audience}), item.organisation_id)
    if rows:
        await uow.conn.execute(insert(notices), rows)
        uow.make(Entity.NOTICE, [row["id"] for row in rows])


async def load_bodies(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, Notice]:
    """Return notices by id, for the feed."""
    query = select(notices, notices.c.count.label("how_many")).where(
        among(conn, notices.c.id, ids), notices.c.organisation_id == organisation_id
    )
    found: dict[str, Notice] = {}
    for row in await conn.execute(query):
        found[row.id] = Notice(
            id=row.id,
            kind=row.kind,
            created_at=row.created_at,
            service_id=row.service_id,
            count=row.how_many,
            subject=row.subject,
            subject_ids=tuple(row.subject_ids),
            params=row.params,
            actor_id=row.actor_id,
            actor_name=row.actor_name,
            seq=row.seq,
            **_of_its_own(row.subject, row.subject_ids, row.params),
        )
    return found


def _of_its_own(subject: str, subject_ids: Sequence[str], params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields the wire has for one business alone: its ids, and what of its parameters it names."""
    told = {f"{subject}_ids": subject_ids} | dict(params)
    return {name: msgspec.convert(told[name], kind) for name, kind in _OWN_FIELDS.items() if name in told}
