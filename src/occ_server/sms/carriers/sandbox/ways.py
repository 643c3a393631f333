"""How a service's sandbox is told to behave, read and written."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.kit.db import insert_into
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.sandbox.tables import ways

NUMBERS = ("0215550100", "16005501", "0215550199")
BLOCKED = ("0215550199",)  # until told otherwise


@dataclass(frozen=True, kw_only=True)
class Ways:
    """``lose_answers`` counts the calls whose answer will be lost, ``answer_seconds`` is how late each is."""

    down: bool = False
    out_of_quota: bool = False
    lose_answers: int = 0
    answer_seconds: int = 0
    blocked: Sequence[str] = BLOCKED


async def load_ways(conn: AsyncConnection, organisation_id: str, service_id: str) -> Ways:
    """Return how this service's sandbox behaves."""
    query = select(ways).where(ways.c.service_id == service_id, ways.c.organisation_id == organisation_id)
    row = (await conn.execute(query)).one_or_none()
    if row is None:
        return Ways()
    return Ways(
        down=row.down,
        out_of_quota=row.out_of_quota,
        lose_answers=row.lose_answers,
        answer_seconds=row.answer_seconds,
        blocked=tuple(row.blocked),
    )


async def save_ways(uow: UnitOfWork, organisation_id: str, service_id: str, wanted: Ways) -> None:
    """Have this service's sandbox behave so from now on."""
    values = {
        "down": wanted.down,
        "out_of_quota": wanted.out_of_quota,
        "lose_answers": wanted.lose_answers,
        "answer_seconds": wanted.answer_seconds,
        "blocked": list(wanted.blocked),
    }
    row = insert_into(uow.conn, ways).values(service_id=service_id, organisation_id=organisation_id, **values)
    own = ways.c.organisation_id == row.excluded.organisation_id
    await uow.conn.execute(
        row.on_conflict_do_update(index_elements=[ways.c.service_id], set_=values, where=own)
    )


async def lose_answer(uow: UnitOfWork, organisation_id: str, service_id: str) -> bool:
    """Tell whether the answer of this call is one of those to be lost, and count it."""
    change = (
        update(ways)
        .where(
            ways.c.service_id == service_id,
            ways.c.organisation_id == organisation_id,
            ways.c.lose_answers > 0,
        )
        .values(lose_answers=ways.c.lose_answers - 1)
        .returning(ways.c.service_id)
    )
    return (await uow.conn.execute(change)).first() is not None
