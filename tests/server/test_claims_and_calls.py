"""A claim and its call: if these fail, a customer who talks with somebody is rung by somebody else."""

from datetime import timedelta

import msgspec
from sqlalchemy import update

from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.callbacks.claims import any_forgotten, end_expired
from occ_server.callbacks.tables import attempts
from occ_server.kit.db import Database
from occ_server.kit.unit import UnitOfWork
from support.centre import Centre, refusal
from support.clock import ManualClock
from support.looking import anywhere
from support.pbx import owner_dies
from support.serving import started


async def test_a_claim_does_not_end_under_its_call_while_nobody_can_ask_the_pbx(
    centre: Centre, database: Database, clock: ManualClock
) -> None:
    """The database was away for longer than a lease lasts: the customer is still on the line."""
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    attempt = (await centre.ann.connect(callback)).json()["attempt"]["id"]
    await centre.orders_done()

    async def runs_out(uow: UnitOfWork) -> None:
        await uow.conn.execute(anywhere(update(attempts).values(lease_until=uow.now)))

    await database.run(runs_out)
    assert await database.run(end_expired) == []
    async with database.read() as conn:
        assert not await any_forgotten(conn, clock.now())
    assert refusal(await centre.boss.cancel([callback]))["code"] == "dialling"
    (taken,) = (await centre.boss.assign([callback], [centre.ben], "manual")).json()["skipped"]
    assert taken["code"] == "dialling"
    path = f"/v1/callbacks/{callback}/attempts/{attempt}/renew"
    assert (await centre.ann.post(path)).status_code == 200


async def test_a_pbx_that_nobody_can_ask_any_more_keeps_no_callback_for_ever(
    centre: Centre, database: Database, clock: ManualClock
) -> None:
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    assert (await centre.ann.connect(callback)).status_code == 200
    await centre.orders_done()
    async with database.read() as conn:
        assert await any_forgotten(conn, clock.now() + timedelta(hours=25))  # no call is that long
    await owner_dies(database)
    given_up = msgspec.structs.replace(centre.app.state.settings, cti_adapter="none")
    async with started(create_app(given_up, database, passwords=Passwords.cheap())):
        clock.move(46)
        assert (await centre.boss.cancel([callback])).status_code == 200
