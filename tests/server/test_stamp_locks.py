"""Only locked rows are stamped. If these fail, a row may stand in the feed under keys it has no longer."""

import pytest

from occ_contract.sync import Entity
from occ_server.feed import stamping
from occ_server.feed.state import heads
from occ_server.kit.db import Database
from occ_server.kit.unit import UnitOfWork
from support.centre import Centre


async def test_a_row_that_was_not_locked_is_not_stamped(
    centre: Centre, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    callback = await centre.received()
    async with database.read() as conn:
        before = await heads(conn)

    async def no_lock(*_: object) -> None:
        """Forget to lock."""

    monkeypatch.setattr(stamping, "_lock", no_lock)

    async def touch(uow: UnitOfWork) -> None:
        uow.touch(Entity.CALLBACK, callback, None, centre.world.organisation_id)

    with pytest.raises(stamping.NotLocked):
        await database.run(touch)
    async with database.read() as conn:
        assert await heads(conn) == before


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_row_that_is_not_there_is_not_stamped(centre: Centre, database: Database) -> None:
    async def touch(uow: UnitOfWork) -> None:
        uow.touch(Entity.CALLBACK, centre.ann.id, None, centre.world.organisation_id)

    with pytest.raises(stamping.NotLocked):
        await database.run(touch)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_who_says_wrongly_that_a_row_is_locked_fails_every_test(
    centre: Centre, database: Database
) -> None:
    """The tests' own look at PostgreSQL, on which every command of every test here passes."""
    callback = await centre.received()

    async def touch(uow: UnitOfWork) -> None:
        uow.hold(Entity.CALLBACK, [callback])
        uow.touch(Entity.CALLBACK, callback, None, centre.world.organisation_id)

    with pytest.raises(AssertionError, match="said to be locked"):
        await database.run(touch)
