"""A property of the trail: whatever somebody does to a chain past its triggers is found.

What they can do is drawn at random: altering, removing, inserting, moving, swapping, cutting at either end,
giving the altered row a fresh hash, in any combination. Left out is what no chain can show: computing every
later hash anew and setting the head.
"""

import asyncio

import pytest
import sqlalchemy
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.audit.chain import Finding, Place, digest
from occ_server.audit.service import Who, record
from occ_server.audit.verify import ChainCheck, parts, stored_rows
from occ_server.topics import open_database
from support.clock import ManualClock
from support.tampering import rows, unguarded

LENGTH = 30
CHAIN = "0190a000-0000-7000-8000-00000000000a"
KIM = Who("person", "0190a000-0000-7000-8000-000000000001", "kim", "10.0.0.1", CHAIN)
COLUMNS = ("organisation_id", "number", "at", "actor_kind", "actor_id", "actor_name", "address", "action")
MORE = ("subject_kind", "subject_id", "details", "hash")

numbers = st.integers(1, LENGTH)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
Act = tuple[object, ...]
acts = st.one_of(
    st.tuples(st.just("text"), numbers, st.sampled_from(("actor_name", "action", "details")), texts),
    st.tuples(st.just("time"), numbers, st.integers(-(10**6), 10**6)),
    st.tuples(st.just("refresh"), numbers, texts),
    st.tuples(st.just("remove"), numbers, numbers),
    st.tuples(st.just("copy"), numbers, st.integers(-3, LENGTH + 3)),
    st.tuples(st.just("swap"), numbers, numbers),
    st.tuples(st.just("shift"), numbers, st.sampled_from((1, -1))),
    st.tuples(st.just("head"), numbers),
)


@pytest.fixture
def chain_url(database_url: str) -> str:
    """A database that holds one chain of thirty entries."""

    async def fill() -> None:
        database = open_database(database_url, ManualClock())
        for n in range(LENGTH):
            async with database.write() as uow:
                await record(uow, KIM, "test", subject=("n", str(n)), n=n)
        await database.close()

    asyncio.run(fill())
    return database_url


async def run(conn: AsyncConnection, statement: str, **values: object) -> None:
    """Run a statement that may meet an index: what cannot be stored is no tampering."""
    try:
        async with conn.begin_nested():
            await conn.execute(sqlalchemy.text(statement), values)
    except sqlalchemy.exc.DBAPIError:
        pass


async def commit_crime(conn: AsyncConnection, act: Act) -> None:
    kind, number, *rest = act
    if kind == "text":
        await run(conn, f"UPDATE audit_entries SET {rest[0]} = :v WHERE number = :n", v=rest[1], n=number)
    elif kind == "time":
        await run(conn, "UPDATE audit_entries SET at = at + :v WHERE number = :n", v=rest[0], n=number)
    elif kind == "refresh":
        await run(conn, "UPDATE audit_entries SET actor_name = :v WHERE number = :n", v=rest[0], n=number)
        await refresh(conn, int(str(number)))
    elif kind == "remove":
        await run(conn, "DELETE FROM audit_entries WHERE number BETWEEN :a AND :b", a=number, b=rest[0])
    elif kind == "copy":
        others = [name for name in (*COLUMNS, *MORE) if name != "number"]
        listed = ", ".join(others)
        await run(
            conn,
            f"INSERT INTO audit_entries ({listed}, number) "
            f"SELECT {listed}, CAST(:to AS BIGINT) FROM audit_entries WHERE number = :n",
            n=number,
            to=rest[0],
        )
    elif kind == "swap":
        for old, new in ((number, 1000), (rest[0], number), (1000, rest[0])):
            await run(conn, "UPDATE audit_entries SET number = :new WHERE number = :old", old=old, new=new)
    elif kind == "shift":
        by = int(str(rest[0]))
        found = [row["number"] for row in await rows(conn, "audit_entries")]
        for n in sorted((n for n in found if n >= int(str(number))), reverse=by > 0):
            await run(conn, "UPDATE audit_entries SET number = :new WHERE number = :n", n=n, new=n + by)
    else:
        await run(conn, "UPDATE audit_heads SET number = :n", n=number)


async def refresh(conn: AsyncConnection, number: int) -> None:
    """Give one entry the hash that fits it and its predecessor, as a careful forger would."""
    found = {row.number: row for row in (await conn.execute(stored_rows(CHAIN))).all()}
    if number in found and number - 1 in found:
        hash_ = Place(number - 1, found[number - 1].hash).next(digest(parts(found[number])[1])).hash
        await run(conn, "UPDATE audit_entries SET hash = :h WHERE number = :n", h=hash_, n=number)


async def verified_after(url: str, crime: list[Act]) -> tuple[bool, list[Finding]]:
    """Return whether anything changed, and what verifying says."""
    async with unguarded(url) as conn:
        before = [await rows(conn, table) for table in ("audit_entries", "audit_heads")]
        for act in crime:
            await commit_crime(conn, act)
        after = [await rows(conn, table) for table in ("audit_entries", "audit_heads")]
        return before != after, [finding async for finding in ChainCheck(CHAIN).run(conn)]


def test_whatever_is_done_to_a_chain_is_found(chain_url: str) -> None:
    changes = 0

    @settings(
        max_examples=100,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(acts, min_size=1, max_size=4))
    def never_unseen(crime: list[Act]) -> None:
        nonlocal changes
        changed, findings = asyncio.run(verified_after(chain_url, crime))
        changes += changed
        assert bool(findings) == changed, crime

    never_unseen()
    assert changes > 60
