"""What a customer's number was sent: without it one calls not knowing, or reads a colleague's words."""

import pytest

from occ_server.audit.service import entries
from support.centre import Centre
from support.texting import Texting, texting

PHONE = "01011112222"


@pytest.fixture
async def texts(centre: Centre) -> Texting:
    return await texting(centre)


async def told(texts: Texting, who: str, callback: str) -> list[tuple[str, str]]:
    answer = await getattr(texts.centre, who).get(f"/v1/callbacks/{callback}/texts")
    assert answer.status_code == 200, answer.text
    return [(item["title"], item["body"]) for item in answer.json()["items"]]


async def test_who_calls_a_customer_learns_of_every_text_and_reads_ones_own(texts: Texting) -> None:
    centre = texts.centre
    callback = await centre.given(centre.ann, phone=PHONE)
    template = await texts.template(name="부재 안내")
    await texts.sent(centre.ben, to=[PHONE], body="늦어서 죄송합니다", type="mms", subject="사과")
    await texts.settle(1)
    await texts.sent(centre.ben, to=[PHONE], template_id=template)
    await texts.settle(1)
    await texts.sent(centre.ann, to=["821011112222"], body="곧 전화드립니다\n샘플몰")
    await texts.sent(centre.ann, to=["01099998888"])
    seen = await told(texts, "ann", callback)
    assert seen == [("곧 전화드립니다", "곧 전화드립니다\n샘플몰"), ("부재 안내", ""), ("", "")]
    bodies = [body for _title, body in await told(texts, "boss", callback)]
    assert bodies[2] == "늦어서 죄송합니다"
    assert all(bodies)


async def test_the_look_at_a_customers_texts_is_in_the_trail(texts: Texting) -> None:
    centre = texts.centre
    callback = await centre.given(centre.ann, phone=PHONE)
    await told(texts, "ann", callback)
    async with texts.database.read() as conn:
        (looked,) = await entries(conn, action="customer.texts_viewed")
    assert PHONE not in str(looked)


async def test_a_service_without_texting_tells_nothing_and_refuses_nothing(texts: Texting) -> None:
    centre = texts.centre
    callback = await centre.given(centre.ann, phone=PHONE)
    await texts.sent(centre.ann, to=[PHONE])
    await centre.world.switch(centre.service, sms_enabled=False)
    assert await told(texts, "ann", callback) == []
