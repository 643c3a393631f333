"""Orders to the PBX: if these fail, a customer is rung twice or not at all, or a line is busy for nobody."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from sqlalchemy import func, insert, select, update

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState
from occ_contract.ids import new_id
from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.demo.colleagues import Colleague
from occ_server.kit.db import Database
from occ_server.kit.jobs.kinds import Turn
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.unit import UnitOfWork
from occ_server.settings import Settings
from occ_server.telephony.adapter import CallProgress, PbxUnavailable
from occ_server.telephony.calls import NewCall, apply_progress, begin_call
from occ_server.telephony.link import begin_link, change_link
from occ_server.telephony.orders import SEAT, SeatOrder
from occ_server.telephony.tables import calls
from occ_server.topics import call_listeners
from support.centre import Centre, refusal
from support.clock import ManualClock
from support.looking import anywhere
from support.pbx import PaperPbx, owner_dies, server_with
from support.serving import started
from support.waiting import until
from support.world import PHONE, World


@pytest.fixture
def pbx(tmp_path: Path, clock: ManualClock) -> PaperPbx:
    """The PBX, which goes on when servers do not."""
    return PaperPbx(tmp_path, clock)


@pytest.fixture
async def app(settings: Settings, database: Database, pbx: PaperPbx) -> AsyncIterator[Litestar]:
    """The server that holds the link."""
    async with started(server_with(settings, database, pbx)) as built:
        await pbx.delivered()
        yield built


async def dialled(centre: Centre, callback: str) -> str:
    """Press connect; return the attempt."""
    answer = await centre.ann.connect(callback)
    assert answer.status_code == 200, answer.text
    attempt: str = answer.json()["attempt"]["id"]
    return attempt


async def the_call(centre: Centre, callback: str) -> tuple[str, str | None]:
    """Return state and result of the only call of a callback."""
    (call,) = (await centre.boss.view(callback))["calls"]
    return call["state"], call["result"]


async def test_the_owner_is_woken_by_an_order_and_does_not_wait_for_its_next_look(
    centre: Centre, pbx: PaperPbx
) -> None:
    """The clock stands still: nothing here happens because time passes."""
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    attempt = await dialled(centre, callback)
    await until(lambda: pbx.counted("dial"))
    assert (await centre.ann.post(f"/v1/cti/calls/{attempt}/hangup")).status_code == 200
    await until(lambda: pbx.counted("hangup"))
    assert pbx.counted("dial") == {attempt: 1}


async def test_orders_of_one_agent_keep_their_order(centre: Centre, pbx: PaperPbx) -> None:
    callback = await centre.given(centre.ann)
    for extension in ("1001", "1002"):
        await centre.ann.sit_down(extension)
    await centre.ann.put("/v1/cti/state", {"state": "break"})
    attempt = await dialled(centre, callback)
    await centre.orders_done()
    await centre.ann.post(f"/v1/cti/calls/{attempt}/hangup")
    await centre.orders_done()
    await pbx.delivered()
    await centre.orders_done()
    assert pbx.told[-1] == f"state {centre.ann.id} work"  # after-call work: no call is for her now
    await centre.ann.post("/v1/cti/logout")
    await centre.orders_done()
    told = [line.split() for line in pbx.told]
    dial = [word for word, *_ in told].index("dial")
    assert [what for word, _, what in told[:dial] if word == "login"][-1] == "1002"
    assert [what for word, _, what in told[:dial] if word == "state"][-1] == "break"
    later = [word for word, *_ in told[dial:] if word in {"dial", "hangup", "logout"}]
    assert later == ["dial", "hangup", "logout"]


class TestWithoutAPbx:
    @pytest.fixture
    async def app(self, settings: Settings, database: Database) -> AsyncIterator[Litestar]:
        """A server of an installation whose softphones dial."""
        wanted = msgspec.structs.replace(settings, cti_adapter="none")
        async with started(create_app(wanted, database, passwords=Passwords.cheap())) as built:
            yield built

    async def test_where_softphones_dial_nobody_is_ordered_anything(
        self, database: Database, centre: Centre
    ) -> None:
        callback = await centre.given(centre.ann)
        await centre.ann.sit_down("1001")
        await dialled(centre, callback)
        assert await orders(database) == 0


async def test_orders_left_from_the_time_of_a_pbx_go_when_it_went(
    settings: Settings, database: Database, clock: ManualClock
) -> None:
    await database.run(lambda uow: enqueue(uow, SEAT, SeatOrder(new_id()), key="ann"))
    wanted = msgspec.structs.replace(settings, cti_adapter="none")
    built = create_app(wanted, database, passwords=Passwords.cheap())
    async with started(built):
        await built.state.jobs.settled()
    assert await orders(database) == 0


async def orders(database: Database) -> int:
    async with database.read() as conn:
        query = select(func.count()).select_from(jobs).where(jobs.c.kind.in_(["pbx.seat", "pbx.call"]))
        return int((await conn.execute(query)).scalar_one())


# -- a dial happens once -------------------------------------------------------------------------------------


class Lost(Exception):
    """The answer of the PBX did not arrive."""


@pytest.mark.parametrize(
    ("took_it", "state", "result"), [(True, "dialling", None), (False, "ended", "unknown")]
)
async def test_a_dial_whose_answer_was_lost_is_asked_about_and_never_repeated(
    centre: Centre, pbx: PaperPbx, clock: ManualClock, took_it: bool, state: str, result: str | None
) -> None:
    rung = []

    async def answer_is_lost(call_id: str, extension: str, phone: str) -> str:
        rung.append(phone)
        if took_it:
            await PaperPbx.originate(pbx, call_id, extension, phone)
        raise Lost

    pbx.originate = answer_is_lost  # type: ignore[method-assign]
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    attempt = await dialled(centre, callback)
    await centre.orders_done()
    clock.move(3)  # it is tried again by now
    await centre.orders_done()
    assert len(rung) == 1
    assert await the_call(centre, callback) == (state, result)
    if took_it:
        assert (await centre.ann.post(f"/v1/cti/calls/{attempt}/hangup")).status_code == 200
        await centre.orders_done()
        assert pbx.counted("hangup") == {attempt: 1}


async def test_a_hang_up_the_pbx_could_not_take_is_tried_again(
    centre: Centre, pbx: PaperPbx, clock: ManualClock
) -> None:
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    attempt = await dialled(centre, callback)
    await centre.orders_done()

    async def away(pbx_call_id: str) -> None:
        raise PbxUnavailable(pbx_call_id)

    pbx.hangup = away  # type: ignore[method-assign]
    assert (await centre.ann.post(f"/v1/cti/calls/{attempt}/hangup")).status_code == 200
    await centre.orders_done()
    del pbx.hangup  # type: ignore[attr-defined]
    clock.move(3)
    await centre.orders_done()
    await pbx.delivered()
    assert pbx.counted("hangup") == {attempt: 1}
    assert await the_call(centre, callback) == ("ended", "no_answer")


# -- another process holds the link --------------------------------------------------------------------------


class TestWhileAnotherHoldsTheLink:
    """Orders wait for whoever holds it; one that was killed is followed by one that looks at the rows."""

    @pytest.fixture
    async def app(self, settings: Settings, database: Database, pbx: PaperPbx) -> AsyncIterator[Litestar]:
        """A server beside one that holds the link and does nothing any more."""

        async def seated(uow: UnitOfWork) -> None:
            seat: dict[str, Any] = {"id": "owner.pbx", "kind": "owner.pbx", "payload": Turn()}
            seat |= {"created_at": uow.now, "ready_at": uow.now.replace(year=2099)}
            await uow.conn.execute(insert(jobs).values(**seat, token=new_id(), holder="another:1"))
            await begin_link(uow, "simulator")
            await change_link(uow, connected=True, since=uow.now)

        await database.run(seated)
        async with started(server_with(settings, database, pbx)) as built:
            yield built

    async def taken_over(self, centre: Centre, pbx: PaperPbx, clock: ManualClock, after: float = 1) -> None:
        """Let the other one be given up, and this one look after these seconds and do what is left.

        The clock moves once: a look that began at an earlier move may not have ended yet, and the wait after
        it would reach beyond the second.
        """
        assert pbx.told == []
        await owner_dies(centre.world.database)
        clock.move(after)
        await until(lambda: pbx.told)
        await centre.orders_done()
        await pbx.delivered()

    async def test_a_dial_that_waited_is_made_by_the_next_owner(
        self, centre: Centre, pbx: PaperPbx, clock: ManualClock
    ) -> None:
        callback = await centre.given(centre.ann)
        await centre.ann.sit_down("1001")
        attempt = await dialled(centre, callback)
        await self.taken_over(centre, pbx, clock)
        assert pbx.counted("dial") == {attempt: 1}
        assert await the_call(centre, callback) == ("dialling", None)

    async def test_who_hung_up_before_it_was_dialled_rings_nobody(
        self, centre: Centre, pbx: PaperPbx, clock: ManualClock
    ) -> None:
        callback = await centre.given(centre.ann)
        await centre.ann.sit_down("1001")
        attempt = await dialled(centre, callback)
        assert (await centre.ann.post(f"/v1/cti/calls/{attempt}/hangup")).status_code == 200
        await self.taken_over(centre, pbx, clock)
        assert not pbx.counted("dial")
        assert await the_call(centre, callback) == ("ended", "failed")
        assert (await centre.ann.get("/v1/cti")).json()["state"] == "work"

    async def test_a_customer_nobody_waits_for_any_more_is_not_rung(
        self, centre: Centre, pbx: PaperPbx, clock: ManualClock
    ) -> None:
        callback = await centre.given(centre.ann)
        await centre.ann.sit_down("1001")
        await dialled(centre, callback)
        await self.taken_over(centre, pbx, clock, after=46)  # nobody renewed the claim
        assert not pbx.counted("dial")
        assert (await the_call(centre, callback))[0] == "ended"
        await centre.sweep()
        assert (await centre.ann.get("/v1/cti")).json()["state"] == "work"

    async def test_a_call_the_pbx_kept_goes_on_under_the_next_owner(
        self, centre: Centre, pbx: PaperPbx, clock: ManualClock
    ) -> None:
        callback = await centre.given(centre.ann)
        await centre.ann.sit_down("1001")
        attempt = await dialled(centre, callback)
        await pbx.originate(attempt, "1001", "01000000000")  # by the other one, which then died
        async with centre.world.database.write() as uow:
            await uow.conn.execute(anywhere(update(calls).values(ordered_at=uow.now)))
        pbx.forget_log()
        await self.taken_over(centre, pbx, clock)
        for _ in range(4):
            clock.move(20)
            await centre.telephony.sweep()
        assert not pbx.counted("dial")
        assert refusal(await centre.boss.cancel([callback]))["code"] == "dialling"


async def test_when_its_holder_ends_another_has_the_link_at_once(
    settings: Settings, database: Database, world: World, tmp_path: Path, clock: ManualClock
) -> None:
    agent = (await world.agent("ann", await world.service(), permissions=PHONE)).id
    pbx = PaperPbx(tmp_path, clock)
    async with AsyncExitStack() as stack:
        async with started(server_with(settings, database, pbx)) as first:
            await stack.enter_async_context(
                started(server_with(settings, database, PaperPbx(tmp_path, clock)))
            )
            await Colleague(database, agent).sit_down("1001")
            await first.state.jobs.settled()
            assert pbx.counted("login") == {agent: 1}
        clock.move(1)  # no lease has run out
        await until(lambda: pbx.counted("login") == {agent: 2})


async def test_whoever_lost_the_link_while_frozen_writes_nothing_of_what_it_heard(
    centre: Centre, pbx: PaperPbx, clock: ManualClock, database: Database
) -> None:
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    attempt = await dialled(centre, callback)
    await centre.orders_done()
    async with database.write() as uow:  # another process has taken over meanwhile
        await uow.conn.execute(update(jobs).where(jobs.c.id == "owner.pbx").values(token=new_id()))
    await pbx.hangup(f"pbx {attempt}")
    await pbx.delivered()
    assert await the_call(centre, callback) == ("dialling", None)


# -- calls of their own --------------------------------------------------------------------------------------


async def test_a_call_for_nothing_runs_on_a_line_like_any_other(
    centre: Centre, database: Database, clock: ManualClock
) -> None:
    """Inbound calls come without a callback."""
    await centre.ann.sit_down("1001")
    call = NewCall(
        id=new_id(),
        organisation_id=centre.world.organisation_id,
        agent_id=centre.ann.id,
        extension="1001",
        phone="01012345678",
    )
    await database.run(lambda uow: begin_call(uow, call, by_pbx=False))

    async def reported(state: CallState, result: AttemptResult | None = None) -> dict[str, Any]:
        report = CallProgress(
            call_id=call.id, pbx_call_id="pbx-7", state=state, at=clock.now(), result=result
        )
        await database.run(lambda uow: apply_progress(uow, report, call_listeners()))
        line: dict[str, Any] = (await centre.ann.get("/v1/cti")).json()
        return line

    line = await reported(CallState.TALKING)
    assert line["state"] == "talking"
    assert (line["call"]["id"], line["call"]["phone"], line["call"]["callback_id"]) == (
        call.id,
        "01012345678",
        None,
    )
    line = await reported(CallState.ENDED, AttemptResult.CONNECTED)
    assert (line["state"], line["call"]) == ("work", None)
