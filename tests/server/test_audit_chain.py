"""The chain of the trail. If these fail, somebody with the database's keys rewrites the past unseen."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from occ_server.audit.chain import Entry, Finding, Place, digest
from occ_server.audit.service import Who, record, record_many
from occ_server.audit.tables import NO_ORGANISATION, audit_entries, audit_heads
from occ_server.audit.verify import ChainCheck, chains, holds
from occ_server.kit.columns import to_micros
from occ_server.kit.db import Database
from occ_server.kit.problems import ApiError, not_found
from occ_server.kit.unit import UnitOfWork
from support.databases import waits_for_a_lock
from support.looking import anywhere
from support.tampering import tamper
from support.world import World

ORGANISATION = "0190a000-0000-7000-8000-00000000000a"
OTHER = "0190a000-0000-7000-8000-00000000000b"
KIM = Who("person", "0190a000-0000-7000-8000-000000000001", "김관리", "10.0.0.1", ORGANISATION)


async def written(database: Database, count: int, organisation_id: str = ORGANISATION) -> None:
    """Record so many entries, each in a transaction of its own."""
    for n in range(count):
        async with database.write() as uow:
            await record(
                uow, KIM, "test", subject=("n", str(n)), organisation_id=organisation_id, text="콜백", n=n
            )


async def checked(
    database: Database, organisation_id: str = ORGANISATION
) -> tuple[ChainCheck, list[Finding]]:
    check = ChainCheck(organisation_id)
    async with database.read() as conn:
        return check, [finding async for finding in check.run(conn)]


async def found(database: Database, organisation_id: str = ORGANISATION) -> list[tuple[str, int]]:
    _, findings = await checked(database, organisation_id)
    return [(finding.trouble.value, finding.number) for finding in findings]


def change(column: str, value: str, number: int = 5) -> str:
    return f"UPDATE audit_entries SET {column} = {value} WHERE number = {number}"


async def test_an_untouched_trail_is_sound_and_says_where_it_stands(database: Database) -> None:
    await written(database, 8)
    check, findings = await checked(database)
    assert findings == []
    assert (check.entries, check.place.number) == (8, 8)
    async with database.read() as conn:
        head = (await conn.execute(anywhere(select(audit_heads)))).one()
    assert check.place == Place(head.number, head.hash)


async def test_each_organisation_has_a_chain_of_its_own_and_so_has_what_belongs_to_none(
    database: Database,
) -> None:
    await written(database, 2)
    async with database.write() as uow:
        for organisation_id in (OTHER, ORGANISATION, NO_ORGANISATION, OTHER):
            await record(uow, KIM, "test", organisation_id=organisation_id)
        await record(uow, Who("unknown", None, "?"), "login.failed")
    lengths = {}
    for organisation_id in (ORGANISATION, OTHER, NO_ORGANISATION):
        check, findings = await checked(database, organisation_id)
        assert findings == []
        lengths[organisation_id] = check.entries
    assert lengths == {ORGANISATION: 3, OTHER: 2, NO_ORGANISATION: 2}
    async with database.read() as conn:
        assert await chains(conn) == sorted(lengths)


async def test_what_is_rolled_back_leaves_no_entry_and_no_gap(database: Database) -> None:
    await written(database, 1)

    async def refused(uow: UnitOfWork) -> None:
        await record(uow, KIM, "test")
        raise not_found()

    with pytest.raises(ApiError):
        await database.run(refused)
    await written(database, 1)
    check, findings = await checked(database)
    assert (check.entries, findings) == (2, [])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "at + 1"),
        ("actor_kind", "'operator'"),
        ("actor_id", "NULL"),
        ("actor_name", "'박관리'"),
        ("address", "'10.0.0.2'"),
        ("action", "'tess'"),
        ("subject_kind", "'m'"),
        ("subject_id", "'9'"),
        ("details", '\'{"text":"콜백","n": 4}\''),
        ("hash", "'" + "a" * 64 + "'"),
    ],
)
async def test_an_altered_column_is_found_where_it_is(
    database: Database, database_url: str, column: str, value: str
) -> None:
    await written(database, 8)
    tamper(database_url, change(column, value))
    assert ("altered", 5) in await found(database)


REMOVALS: Sequence[tuple[str, list[tuple[str, int]]]] = (
    ("number = 5", [("removed", 5)]),
    ("number BETWEEN 3 AND 6", [("removed", 3)]),
    ("number = 1", [("removed", 1)]),
    ("number <= 4", [("removed", 1)]),
    ("number = 8", [("removed", 8)]),
    ("number > 5", [("removed", 6)]),
    ("number > 0", [("removed", 1)]),
    ("number IN (2, 7)", [("removed", 2), ("removed", 7)]),
)


@pytest.mark.parametrize(("which", "expected"), REMOVALS)
async def test_a_removed_entry_is_missed_in_the_middle_at_the_beginning_and_at_the_end(
    database: Database, database_url: str, which: str, expected: list[tuple[str, int]]
) -> None:
    await written(database, 8)
    tamper(database_url, f"DELETE FROM audit_entries WHERE {which}")
    assert await found(database) == expected


COPY = """INSERT INTO audit_entries SELECT organisation_id, {number}, at, actor_kind, actor_id, actor_name,
    address, action, subject_kind, subject_id, details, hash FROM audit_entries WHERE number = 3"""


@pytest.mark.parametrize(("number", "trouble"), [(0, "inserted"), (-4, "inserted"), (9, "altered")])
async def test_an_inserted_entry_is_found_wherever_it_stands(
    database: Database, database_url: str, number: int, trouble: str
) -> None:
    await written(database, 8)
    tamper(database_url, COPY.format(number=number))
    assert (trouble, number) in await found(database)


async def test_an_entry_inserted_in_the_middle_shows_in_what_had_to_move(
    database: Database, database_url: str
) -> None:
    await written(database, 8)
    moves = [change("number", f"{n + 1}", n) for n in range(8, 3, -1)]
    tamper(database_url, *moves, COPY.format(number=4))
    numbers = [number for _, number in await found(database)]
    assert {4, 5, 9} <= set(numbers)


async def test_two_entries_that_changed_places_are_found(database: Database, database_url: str) -> None:
    await written(database, 8)
    tamper(database_url, change("number", "100", 3), change("number", "3", 6), change("number", "6", 100))
    assert {("altered", 3), ("altered", 6)} <= set(await found(database))


async def test_an_entry_moved_to_another_organisation_is_missed_here_and_found_there(
    database: Database, database_url: str
) -> None:
    await written(database, 8)
    tamper(database_url, change("organisation_id", f"'{OTHER}'", 8))
    assert await found(database) == [("removed", 8)]
    async with database.read() as conn:
        assert OTHER in await chains(conn)
    assert ("removed", 1) in await found(database, OTHER)


async def test_a_head_that_was_taken_away_is_missed(database: Database, database_url: str) -> None:
    await written(database, 8)
    tamper(database_url, "DELETE FROM audit_heads")
    assert await found(database) == [("head", 8)]


async def test_a_forger_who_gives_an_altered_entry_a_new_hash_breaks_the_next(
    database: Database, database_url: str
) -> None:
    await written(database, 8)
    async with database.read() as conn:
        before = (
            await conn.execute(anywhere(select(audit_entries).where(audit_entries.c.number == 4)))
        ).one()
        row = (await conn.execute(anywhere(select(audit_entries).where(audit_entries.c.number == 5)))).one()
    forged = Entry(
        *(ORGANISATION, to_micros(row.at), "person", KIM.id, "박관리", KIM.address),
        *("test", "n", "4", '{"text":"콜백","n":4}'),
    )
    hash_ = Place(4, before.hash).next(digest(forged)).hash
    tamper(database_url, change("actor_name", "'박관리'"), change("hash", f"'{hash_}'"))
    assert await found(database) == [("altered", 6)]


async def test_only_a_place_noted_elsewhere_betrays_who_also_sets_the_head_back(
    database: Database, database_url: str
) -> None:
    await written(database, 8)
    noted = (await checked(database))[0].place
    hash_ = f"(SELECT hash FROM audit_entries WHERE number = 6 AND organisation_id = '{ORGANISATION}')"
    tamper(
        database_url,
        "DELETE FROM audit_entries WHERE number > 6",
        f"UPDATE audit_heads SET number = 6, hash = {hash_}",
    )
    check, findings = await checked(database)
    assert findings == []  # a chain alone cannot know
    async with database.read() as conn:
        assert not await holds(conn, [ORGANISATION], noted)
        assert await holds(conn, [ORGANISATION], check.place)


async def test_a_place_noted_earlier_is_held_for_ever(database: Database) -> None:
    await written(database, 4)
    noted = (await checked(database))[0].place
    await written(database, 4)
    async with database.read() as conn:
        assert await holds(conn, [ORGANISATION], noted)
        assert not await holds(conn, [OTHER], noted)
        assert not await holds(conn, [ORGANISATION], Place(noted.number + 1, noted.hash))


async def test_a_long_trail_is_read_in_batches_to_its_end(database: Database, database_url: str) -> None:
    async with database.write() as uow:
        await record_many(uow, KIM, "test", "n", ((str(n), {"n": n}) for n in range(2500)))
    check, findings = await checked(database)
    assert (check.entries, findings) == (2500, [])
    tamper(database_url, change("details", "'{}'", 1000), change("details", "'{}'", 2001))
    assert await found(database) == [("altered", 1000), ("altered", 2001)]


async def test_sixteen_writers_at_once_make_one_unbroken_chain(database: Database) -> None:
    async def writer(name: str) -> None:
        for n in range(12):
            async with database.write() as uow:
                await record(uow, KIM, "test", subject=(name, str(n)))
                await record(uow, KIM, "test", organisation_id=OTHER)

    await asyncio.gather(*(writer(f"w{n}") for n in range(16)))
    for organisation_id in (ORGANISATION, OTHER):
        check, findings = await checked(database, organisation_id)
        assert (check.entries, findings) == (192, [])
    e = audit_entries.c
    async with database.read() as conn:
        in_order = (
            select(func.count())
            .select_from(audit_entries)
            .where(e.organisation_id == ORGANISATION)
            .group_by(e.subject_kind)
        )
        assert (await conn.execute(in_order)).scalars().all() == [12] * 16


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_an_open_transaction_that_recorded_holds_nobody_up(database: Database) -> None:
    async with database.write() as early:
        await record(early, KIM, "early")
        async with asyncio.timeout(10), database.write() as late:
            await record(late, KIM, "late")
    async with database.read() as conn:
        query = select(audit_entries.c.action).order_by(audit_entries.c.number)
        assert (await conn.execute(anywhere(query))).scalars().all() == ["late", "early"]


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_the_very_first_entries_of_two_transactions_wait_for_each_other(database: Database) -> None:
    reached, let_go = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with database.write() as uow:
            await record(uow, KIM, "first")

            async def wait(_uow: object, _items: list[object]) -> None:
                reached.set()
                await let_go.wait()

            uow.at_end(wait, None)  # after the entries, before the commit

    async def second() -> None:
        async with database.write() as uow:
            await record(uow, KIM, "second")

    async with asyncio.TaskGroup() as group:
        group.create_task(first())
        await reached.wait()
        waiting = group.create_task(second())
        assert await waits_for_a_lock(database, waiting)
        let_go.set()
    check, findings = await checked(database)
    assert (check.entries, findings) == (2, [])


async def test_everything_a_centre_does_is_chained(database: Database, world: World) -> None:
    await world.supervisor("kim", await world.service())
    check, findings = await checked(database, world.organisation_id)
    assert findings == []
    assert check.entries >= 4  # the organisation, the service, the person and their right
