"""발송 내역: if these fail, somebody cannot find a text that was sent, or finds one that is not theirs."""

from typing import Any

import pytest

from occ_contract.people import Role
from occ_server.audit.service import entries
from support.centre import Centre, refusal
from support.texting import SENDER, Texting, texting


@pytest.fixture
async def texts(centre: Centre) -> Texting:
    return await texting(centre)


async def found(texts: Texting, desk: Any = None, **params: Any) -> list[str]:
    answer = await (desk or texts.centre.boss).get("/v1/sms/messages", **params)
    assert answer.status_code == 200, answer.text
    return [item["recipient"] for item in answer.json()["items"]]


async def test_each_condition_finds_what_it_says(texts: Texting) -> None:
    template = await texts.template()
    await texts.sent(to=["01011112222"], template_id=template)
    await texts.settle(60)
    day = texts.clock.now().date().isoformat()
    at = texts.clock.now()
    await texts.sent(texts.centre.ben, to=["01033334444"], type="mms", subject="제목")
    reserved = at.replace(hour=3).isoformat()
    made = await texts.sent(to=["01055556666"], reserve_at=reserved)
    await texts.centre.ann.post(f"/v1/sms/requests/{made['id']}/cancel")
    everything = ["01055556666", "01033334444", "01011112222"]
    assert await found(texts) == everything
    assert await found(texts, service_id=texts.centre.service) == everything
    assert await found(texts, kind="reserved") == ["01055556666"]
    assert await found(texts, type="mms") == ["01033334444"]
    assert await found(texts, status="cancelled") == ["01055556666"]
    assert await found(texts, template_id=template) == ["01011112222"]
    assert await found(texts, agent_id=texts.centre.ben.id) == ["01033334444"]
    assert await found(texts, sender=SENDER) == everything
    assert await found(texts, sender="0299999999") == []
    assert await found(texts, recipient="3334") == ["01033334444"]
    assert await found(texts, recipient="821033334444") == ["01033334444"]
    assert await found(texts, to=at.isoformat()) == ["01011112222"]
    assert await found(texts, **{"from": at.isoformat()}) == everything[:2]
    assert await found(texts, **{"from": day, "to": day}) == everything
    assert await found(texts, texts.centre.ann) == ["01055556666", "01011112222"]


async def test_pages_follow_each_other_and_their_cursors_cannot_be_forged(texts: Texting) -> None:
    to = [f"0101111{n:04d}" for n in range(7)]
    await texts.sent(to=to)
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 3}
    while True:
        page = (await texts.centre.ann.get("/v1/sms/messages", **params)).json()
        seen += [item["recipient"] for item in page["items"]]
        if page.get("next_cursor") is None:
            break
        params["cursor"] = page["next_cursor"]
    assert seen == to[::-1]
    stolen = await texts.centre.boss.get("/v1/sms/messages", **params)
    assert refusal(stolen)["fields"][0]["field"] == "cursor"


async def test_looks_at_a_customer_are_in_the_trail(texts: Texting) -> None:
    made = await texts.sent(to=["01011112222"])
    message = made["messages"][0]["id"]
    await texts.centre.ann.get(f"/v1/sms/messages/{message}")
    await texts.centre.ann.get("/v1/sms/messages", recipient="01011112222")
    async with texts.database.read() as conn:
        viewed = (await entries(conn, action="sms.viewed"))[0]
        searched = (await entries(conn, action="sms.searched"))[0]
    assert (viewed.subject_id, viewed.details["phone"]) == (message, "010-****-2222")
    assert searched.details["ids"] == [message]
    assert "01011112222" not in str(searched.details)


async def test_another_services_texts_are_found_by_nobody_else(texts: Texting) -> None:
    await texts.sent()
    world = texts.centre.world
    other = await world.service("샘플카드")
    stranger = await texts.centre.seat(await world.person("stranger", {other: (Role.SUPERVISOR, ())}))
    assert await found(texts, stranger) == []
    answer = await stranger.get("/v1/sms/messages", service_id=texts.centre.service)
    assert answer.status_code == 404
    both = await texts.centre.seat(
        await world.person("both", {other: (Role.AGENT, ()), texts.centre.service: (Role.SUPERVISOR, ())})
    )
    assert len(await found(texts, both)) == 1
