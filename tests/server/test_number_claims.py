"""One call to one customer, at its true time. If these fail, two people ring one customer at once."""

import asyncio
from datetime import datetime, timedelta

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import update

from occ_contract.ids import new_id
from occ_server.callbacks.tables import attempts
from occ_server.kit.db import Database
from occ_server.telephony.calls import NewCall, begin_call
from support.centre import Centre, refusal
from support.clock import ManualClock
from support.looking import anywhere
from support.world import World


async def test_two_requests_of_one_customer_are_not_dialled_by_two_people(centre: Centre) -> None:
    """Two agents once rang the same customer at the same moment, each for their own callback."""
    one = await centre.given(centre.ann, phone="01012345671")
    two = await centre.given(centre.ben, phone="010-1234-5671")
    await centre.ann.sit_down("1001")
    await centre.ben.sit_down("1002")
    assert (await centre.ann.connect(one)).status_code == 200
    refused = refusal(await centre.ben.connect(two))
    assert (refused["status_code"], refused["code"], refused["by_name"]) == (
        409,
        "number_in_call",
        "이상담",
    )
    other = await centre.given(centre.ben, phone="01099995671")
    assert (await centre.ben.connect(other)).status_code == 200


async def test_one_of_two_presses_at_the_same_moment_reaches_the_customer(centre: Centre) -> None:
    one = await centre.given(centre.ann, phone="01012345671")
    two = await centre.given(centre.ben, phone="01012345671")
    await centre.ann.sit_down("1001")
    await centre.ben.sit_down("1002")
    answers = await asyncio.gather(centre.ann.connect(one), centre.ben.connect(two))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    lost = next(answer for answer in answers if answer.status_code == 409)
    assert refusal(lost)["code"] == "number_in_call"


async def test_a_call_the_pbx_has_claims_its_number_though_nobody_could_renew_the_claim(
    centre: Centre, database: Database
) -> None:
    """The database was away for longer than a lease lasts: the customer still is on the line."""
    one = await centre.given(centre.ann, phone="01012345671")
    two = await centre.given(centre.ben, phone="01012345671")
    await centre.ann.sit_down("1001")
    await centre.ben.sit_down("1002")
    assert (await centre.ann.connect(one)).status_code == 200
    await centre.orders_done()
    async with database.write() as uow:
        ran_out = update(attempts).values(lease_until=uow.now)
        await uow.conn.execute(anywhere(ran_out))
    refused = refusal(await centre.ben.connect(two))
    assert (refused["code"], refused["by_name"]) == ("number_in_call", "이상담")


async def test_a_customer_who_is_on_the_line_without_a_callback_is_not_rung(
    centre: Centre, database: Database
) -> None:
    """Whoever rang us, or is called for nothing that is kept, has no claim: the call itself speaks."""
    callback = await centre.given(centre.ben, phone="01012345671")
    await centre.ann.sit_down("1001")
    await centre.ben.sit_down("1002")
    call = NewCall(
        id=new_id(),
        organisation_id=centre.world.organisation_id,
        agent_id=centre.ann.id,
        extension="1001",
        phone="01012345671",
    )
    await database.run(lambda uow: begin_call(uow, call, by_pbx=False))
    refused = refusal(await centre.ben.connect(callback))
    assert (refused["code"], refused["by_name"]) == ("number_in_call", "이상담")


async def test_the_same_number_may_be_rung_in_another_organisation(
    centre: Centre, database: Database, app: Litestar, client: httpx.AsyncClient
) -> None:
    elsewhere = await Centre.open(await World.begin(database, "다른 센터"), app, client, prefix="x")
    for place in (centre, elsewhere):
        callback = await place.given(place.ann, phone="01012345671")
        await place.ann.sit_down("1001")
        assert (await place.ann.connect(callback)).status_code == 200


async def test_a_completion_that_waited_keeps_when_it_was_done_and_when_it_was_known(
    centre: Centre, clock: ManualClock
) -> None:
    callback = await centre.given(centre.ann)
    clock.move(60)
    done_at = clock.now().isoformat()
    clock.move(3600)
    centre.ann.headers |= await centre.world.headers(centre.ann.someone)
    answer = await centre.ann.post(f"/v1/callbacks/{callback}/complete", {"note": "x", "done_at": done_at})
    body = answer.json()
    assert datetime.fromisoformat(body["completed_at"]) == datetime.fromisoformat(done_at)
    assert datetime.fromisoformat(body["completion_known_at"]) == clock.now()


@pytest.mark.parametrize(("minutes", "at"), [(600, "now"), (-600, "assigned")])
async def test_a_completion_of_an_impossible_time_is_put_within_reason(
    centre: Centre, clock: ManualClock, minutes: int, at: str
) -> None:
    callback = await centre.given(centre.ann)
    assigned = clock.now()
    clock.move(60)
    told = (clock.now() + timedelta(minutes=minutes)).isoformat()
    body = (await centre.ann.post(f"/v1/callbacks/{callback}/complete", {"done_at": told})).json()
    expected = clock.now() if at == "now" else assigned
    assert datetime.fromisoformat(body["completed_at"]) == expected
