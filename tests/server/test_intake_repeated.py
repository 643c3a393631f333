"""Requests under one external id: if these fail, a customer is called twice, or never and nobody knows."""

import asyncio
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from occ_server.audit.service import entries
from occ_server.callbacks.tables import callbacks
from support.centre import Centre
from support.looking import anywhere


async def trail(centre: Centre, action: str) -> Sequence[Row[Any]]:
    async with centre.world.database.read() as conn:
        return await entries(conn, action=action)


async def stored(centre: Centre) -> int:
    async with centre.world.database.read() as conn:
        return int((await conn.execute(anywhere(select(func.count()).select_from(callbacks)))).scalar_one())


async def test_a_used_external_id_with_another_phone_is_another_customer(centre: Centre) -> None:
    first = await centre.ask(external_id="call-0001", phone="010-1111-0001", name="김하나")
    second = await centre.ask(external_id="call-0001", phone="010-2222-0002", name="이두리")
    assert (first.status_code, second.status_code) == (201, 201)
    assert (second.json()["phone"], second.json()["name"]) == ("01022220002", "이두리")
    listed = (await centre.boss.get("/v1/callbacks")).json()["items"]
    assert {row["id"] for row in listed} == {first.json()["id"], second.json()["id"]}
    again = await centre.ask(external_id="call-0001", phone="010-2222-0002", name="이두리")
    assert (again.status_code, again.json()["id"]) == (200, second.json()["id"])


async def test_a_used_external_id_stands_in_the_trail_with_masked_numbers(centre: Centre) -> None:
    first = await centre.ask(external_id="call-0001", phone="010-1111-0001")
    second = await centre.ask(external_id="call-0001", phone="010-2222-0002")
    (entry,) = await trail(centre, "intake.external_id_reused")
    assert (entry.actor_kind, entry.subject_kind, entry.subject_id) == (
        "integration",
        "callback",
        second.json()["id"],
    )
    assert entry.details == {
        "phone": "010-****-0002",
        "other_id": first.json()["id"],
        "other_phone": "010-****-0001",
    }


async def test_the_same_request_twice_at_once_is_one_callback(centre: Centre) -> None:
    answers = await asyncio.gather(
        *(centre.ask(external_id="call-1", phone="010-1111-0001") for _ in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await stored(centre) == 1


async def test_two_customers_of_one_external_id_at_once_are_two_callbacks(centre: Centre) -> None:
    answers = await asyncio.gather(
        *(centre.ask(external_id="call-1", phone=f"010-1111-000{n}") for n in range(5))
    )
    assert [answer.status_code for answer in answers] == [201] * 5
    assert await stored(centre) == 5


async def test_a_mere_repeat_leaves_no_trace(centre: Centre) -> None:
    for _ in range(3):
        await centre.ask(external_id="call-1", phone="010-1111-0001", message="환불")
    assert not await trail(centre, "intake.repeated")
    assert not await trail(centre, "intake.external_id_reused")


async def test_a_repeat_that_says_something_else_is_in_the_trail(centre: Centre) -> None:
    first = await centre.ask(external_id="call-1", phone="010-1111-0001", message="환불")
    again = await centre.ask(external_id="call-1", phone="010-1111-0001", message="반품", name="김하나")
    assert (again.status_code, again.json()["message"]) == (200, "환불")
    (entry,) = await trail(centre, "intake.repeated")
    assert entry.subject_id == first.json()["id"]
    assert entry.details == {
        "phone": "010-****-0001",
        "status": "received",
        "differing": ["name", "message"],
    }


async def test_a_repeat_after_the_callback_was_completed_is_in_the_trail(centre: Centre) -> None:
    callback = await centre.given(centre.ann, external_id="call-1", phone="010-1111-0001")
    assert (await centre.ann.complete(callback)).status_code == 200
    again = await centre.ask(external_id="call-1", phone="010-1111-0001")
    assert (again.status_code, again.json()["status"]) == (200, "completed")
    (entry,) = await trail(centre, "intake.repeated")
    assert (entry.subject_id, entry.details["status"]) == (callback, "completed")


async def test_the_idempotency_key_still_binds_the_bytes_of_the_body(centre: Centre) -> None:
    key = {"Idempotency-Key": "01a22898-255b-744d-8a2c-3f3c8f0d1e11"}
    body = f'{{"service_id":"{centre.service}","phone":"01011110001"}}'.encode()

    async def sent(content: bytes) -> tuple[int, str]:
        answer = await centre.client.post("/v1/callbacks", content=content, headers=centre.ivr | key)
        return answer.status_code, answer.json().get("code") or answer.json()["id"]

    first = await sent(body)
    assert first[0] == 201
    assert await sent(body) == first
    assert await sent(b"\xef\xbb\xbf" + body) == (422, "idempotency_mismatch")


async def test_a_repeat_tells_an_intake_key_nothing_of_what_the_centre_did_since(centre: Centre) -> None:
    request = {"external_id": "call-1", "phone": "010-1111-0001", "name": "김하나", "message": "환불"}
    first = await centre.ask(**request)
    callback = first.json()["id"]
    await centre.boss.assign([callback], [centre.ann], "manual")
    await centre.ann.sit_down("7001")
    assert (await centre.ann.connect(callback)).status_code == 200
    assert (await centre.ann.complete(callback, "환불 계좌 110-234-567890")).status_code == 200
    again = await centre.ask(**request)
    assert "110-234" not in again.text
    assert centre.ann.id not in again.text
    news = {name for name, value in again.json().items() if first.json()[name] != value}
    assert (news, again.json()["status"]) == ({"seq", "status"}, "completed")
