"""The telephone bar: if these fail, an agent cannot sit down, two share an extension, or a state lies."""

from collections.abc import AsyncIterator, Awaitable, Callable

import msgspec
import pytest
from litestar import Litestar
from sqlalchemy import select

from occ_contract.cti import CtiState
from occ_contract.people import Role
from occ_server.kit.db import Database
from occ_server.settings import Settings
from occ_server.telephony.routes import make_adapter
from occ_server.telephony.tables import lines
from support.apps import lent
from support.centre import Centre, refusal
from support.clock import ManualClock
from support.looking import anywhere
from support.serving import started
from support.world import PHONE


async def test_who_never_logged_in_is_logged_out(centre: Centre) -> None:
    line = (await centre.ann.get("/v1/cti")).json()
    assert (line["state"], line["extension"], line["call"]) == ("logged_out", None, None)


async def test_sitting_down_and_leaving_shows_to_oneself_and_moves_no_colleagues_feed(centre: Centre) -> None:
    own, _ = await centre.ann.pull()
    theirs, _ = await centre.ben.pull()
    body = (await centre.ann.post("/v1/cti/login", {"extension": " 1001 "})).json()
    assert (body["state"], body["extension"], body["agent_id"]) == ("ready", "1001", centre.ann.id)
    own, changes = await centre.ann.pull(own)
    assert {c["entity"] for c in changes} == {"cti"}
    assert (await centre.ben.pull(theirs))[1] == []
    listed = {a["id"]: a for a in (await centre.ben.get("/v1/agents")).json()["items"]}
    assert (listed[centre.ann.id]["cti_state"], listed[centre.ann.id]["extension"]) == ("ready", "1001")
    assert (await centre.ann.post("/v1/cti/logout")).json()["state"] == "logged_out"
    assert (await centre.ann.post("/v1/cti/logout")).status_code == 200
    (cti,) = [c for c in (await centre.ann.pull(own))[1] if c["entity"] == "cti"]
    assert (cti["body"]["state"], cti["body"]["extension"]) == ("logged_out", None)


async def test_one_extension_serves_one_person(centre: Centre) -> None:
    await centre.ann.sit_down("1001")
    refused = refusal(await centre.ben.post("/v1/cti/login", {"extension": "1001"}))
    assert (refused["status_code"], refused["code"], refused["by_name"]) == (
        409,
        "extension_in_use",
        "이상담",
    )
    await centre.ann.sit_down("1001")  # again is fine
    await centre.ann.sit_down("1002")  # moving too
    await centre.ben.sit_down("1001")


@pytest.mark.parametrize("extension", ["", "1", "12345678901", "10a1", "１００１"])
async def test_an_extension_that_is_none_is_refused(centre: Centre, extension: str) -> None:
    refused = refusal(await centre.ann.post("/v1/cti/login", {"extension": extension}))
    assert [(f["field"], f["code"]) for f in refused["fields"]] == [("extension", "extension_invalid")]


async def test_ready_work_and_break_may_be_set_and_nothing_else(centre: Centre) -> None:
    refused = refusal(await centre.ann.put("/v1/cti/state", {"state": "break"}))
    assert refused["code"] == "cti_login_required"
    await centre.ann.sit_down("1001")
    for state in ("break", "work", "ready"):
        assert (await centre.ann.put("/v1/cti/state", {"state": state})).json()["state"] == state
    for state in ("talking", "logged_out", "asleep"):
        refused = refusal(await centre.ann.put("/v1/cti/state", {"state": state}))
        assert refused["fields"][0]["field"] == "state"


async def test_no_state_is_set_and_nobody_leaves_during_a_call(centre: Centre) -> None:
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    await centre.ann.connect(callback)
    for answer in (
        await centre.ann.put("/v1/cti/state", {"state": "break"}),
        await centre.ann.post("/v1/cti/logout"),
        await centre.ann.post("/v1/cti/login", {"extension": "1002"}),
    ):
        assert (answer.status_code, refusal(answer)["code"]) == (409, "cti_busy")


async def test_telephony_is_for_those_with_a_telephone_in_a_service_that_has_it(centre: Centre) -> None:
    world = centre.world
    silent = await centre.seat(await world.agent("silent", centre.service, permissions=()))
    for answer in (await silent.get("/v1/cti"), await silent.post("/v1/cti/login", {"extension": "1001"})):
        assert (answer.status_code, refusal(answer)["permission"]) == (403, "phone")
    await world.switch(centre.service, cti_enabled=False)
    refused = refusal(await centre.ann.post("/v1/cti/login", {"extension": "1001"}))
    assert (refused["code"], refused["feature"]) == ("feature_disabled", "cti")
    other = await world.service("샘플카드")
    await world.grant(silent.id, other, Role.AGENT, PHONE)
    assert (await silent.post("/v1/cti/login", {"extension": "1001"})).status_code == 200


async def _lose_phone(centre: Centre) -> None:
    await centre.world.grant(centre.ann.id, centre.service, Role.AGENT)


async def _leave_the_service(centre: Centre) -> None:
    await centre.world.revoke(centre.ann.id, centre.service)


async def _be_disabled(centre: Centre) -> None:
    await centre.world.disable(centre.ann.id)


async def _lose_telephony(centre: Centre) -> None:
    await centre.world.switch(centre.service, cti_enabled=False)


@pytest.mark.parametrize("lose", [_lose_phone, _leave_the_service, _be_disabled, _lose_telephony])
async def test_who_may_not_telephone_any_more_leaves_the_extension(
    centre: Centre, lose: Callable[[Centre], Awaitable[None]]
) -> None:
    other = await centre.world.service("샘플카드")
    for desk in (centre.ben, centre.boss):
        await centre.world.grant(desk.id, other, Role.AGENT, PHONE)
    await centre.ann.sit_down("1001")
    await centre.ben.sit_down("1002")
    await centre.sweep()
    await lose(centre)
    await centre.sweep()
    async with centre.world.database.read() as conn:
        query = select(lines.c.person_id, lines.c.state, lines.c.extension).order_by(lines.c.extension)
        found = {row.person_id: (row.state, row.extension) for row in await conn.execute(anywhere(query))}
    assert found == {
        centre.ann.id: (CtiState.LOGGED_OUT, None),
        centre.ben.id: (CtiState.READY, "1002"),
    }
    await centre.boss.sit_down("1001")


async def test_a_call_that_runs_when_the_right_ends_is_not_cut_off(centre: Centre) -> None:
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    attempt = (await centre.ann.connect(callback)).json()["attempt"]["id"]
    await _lose_phone(centre)
    await centre.sweep()
    async with centre.world.database.read() as conn:
        (line,) = (await conn.execute(anywhere(select(lines)))).all()
        assert (line.call_id, line.extension) == (attempt, "1001")


def test_an_unknown_adapter_is_refused_at_the_start(clock: ManualClock) -> None:
    assert make_adapter("none", clock, Settings()) is None
    with pytest.raises(ValueError, match="avaya"):
        make_adapter("avaya", clock, Settings())


class TestSoftphone:
    """Without a PBX the workstation dials and the agent enters the result."""

    @pytest.fixture
    async def app(self, settings: Settings, database: Database) -> AsyncIterator[Litestar]:
        wanted = msgspec.structs.replace(settings, cti_adapter="none")
        with lent(wanted, database) as built:
            async with started(built):
                yield built

    async def test_the_client_dials_and_the_agent_enters_the_result(
        self, centre: Centre, clock: ManualClock
    ) -> None:
        await centre.world.switch(centre.service, auto_ticket=False)
        callback = await centre.given(centre.ann, phone="010-1234-5678")
        await centre.ann.sit_down("1001")
        body = (await centre.ann.connect(callback)).json()
        assert (body["mode"], body["dial_uri"]) == ("softphone", "tel:01012345678")
        path = f"/v1/callbacks/{callback}/attempts/{body['attempt']['id']}/result"
        assert (await centre.ben.post(path, {"result": "busy"})).status_code == 404
        of_a_pbx = ("unknown", "agent_no_answer", "agent_unreachable")
        for wrong in (*({"result": word} for word in of_a_pbx), {"result": "connected", "talk_seconds": -1}):
            assert (await centre.ann.post(path, wrong)).status_code == 422
        clock.move(40)
        done = await centre.ann.post(path, {"result": "connected", "talk_seconds": 30})
        assert done.status_code == 200, done.text
        assert {k: done.json()[k] for k in ("state", "result", "talk_seconds")} == {
            "state": "ended",
            "result": "connected",
            "talk_seconds": 30,
        }
        assert done.json()["ticket_id"]
        assert (await centre.ann.get("/v1/cti")).json()["state"] == "work"
        refused = refusal(await centre.ann.post(path, {"result": "busy"}))
        assert (refused["status_code"], refused["code"]) == (409, "attempt_ended")

    async def test_nobody_talks_longer_than_time_has_passed(self, centre: Centre, clock: ManualClock) -> None:
        """A workstation five minutes fast once added five minutes to every call."""
        callback = await centre.given(centre.ann)
        await centre.ann.sit_down("1001")
        attempt = (await centre.ann.connect(callback)).json()["attempt"]["id"]
        clock.move(10)
        path = f"/v1/callbacks/{callback}/attempts/{attempt}/result"
        done = await centre.ann.post(path, {"result": "connected", "talk_seconds": 310})
        assert done.json()["talk_seconds"] == 10

    async def test_a_result_entered_after_the_lease_is_kept(self, centre: Centre, clock: ManualClock) -> None:
        callback = await centre.given(centre.ann)
        await centre.ann.sit_down("1001")
        attempt = (await centre.ann.connect(callback)).json()["attempt"]["id"]
        clock.move(50)
        await centre.sweep()
        assert (await centre.ann.get("/v1/cti")).json()["state"] == "work"
        path = f"/v1/callbacks/{callback}/attempts/{attempt}/result"
        assert (await centre.ann.post(path, {"result": "no_answer"})).json()["result"] == "no_answer"
        (call,) = (await centre.boss.view(callback))["calls"]
        assert (call["result"], call["ended_at"]) == ("no_answer", "2026-11-23T00:00:45Z")

    async def test_a_claim_nobody_renews_ends_by_itself_and_leaves_the_line_free(
        self, centre: Centre, clock: ManualClock
    ) -> None:
        callback = await centre.given(centre.ann)
        await centre.ann.sit_down("1001")
        assert (await centre.ann.connect(callback)).status_code == 200
        clock.move(51)  # its client crashed
        await centre.app.state.jobs.settled()
        (call,) = (await centre.boss.view(callback))["calls"]
        assert (call["state"], call["ended_at"]) == ("ended", "2026-11-23T00:00:45Z")
        line = (await centre.ann.get("/v1/cti")).json()
        assert (line["state"], line["call"]) == ("work", None)

    async def test_there_is_nothing_to_hang_up_at_a_softphone(self, centre: Centre) -> None:
        callback = await centre.given(centre.ann)
        await centre.ann.sit_down("1001")
        attempt = (await centre.ann.connect(callback)).json()["attempt"]["id"]
        refused = refusal(await centre.ann.post(f"/v1/cti/calls/{attempt}/hangup"))
        assert refused["code"] == "cti_unavailable"


async def test_a_pbx_reports_results_itself(centre: Centre) -> None:
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    attempt = (await centre.ann.connect(callback)).json()["attempt"]["id"]
    path = f"/v1/callbacks/{callback}/attempts/{attempt}/result"
    refused = refusal(await centre.ann.post(path, {"result": "busy"}))
    assert (refused["status_code"], refused["code"]) == (409, "invalid_transition")
