"""Refused intakes: if these fail, an IVR loses customers for weeks and nobody at the centre knows."""

import logging
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from sqlalchemy import Row

from occ_server.audit.service import entries
from support.centre import Centre, refusal
from support.clock import ManualClock
from support.waiting import eventually

LOGGERS = ("occ_server.callbacks.refused_intake", "occ_server.auth.kinds")


async def trail(centre: Centre) -> Sequence[Row[Any]]:
    async with centre.world.database.read() as conn:
        return await entries(conn, action="intake.refused")


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.name in LOGGERS and r.levelno == logging.WARNING]


async def test_a_refused_number_stands_masked_in_the_trail_and_nowhere_in_the_log(
    centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await centre.ask(phone="02-312-3456-7", external_id="01012345678-77", name="홍길동")
    assert refusal(answer)["status_code"] == 422
    (entry,) = await trail(centre)
    assert (entry.actor_kind, entry.subject_kind, entry.subject_id) == (
        "integration",
        "service",
        centre.service,
    )
    assert entry.details == {
        "code": "validation_failed",
        "status": 422,
        "fields": [{"field": "phone", "code": "phone_ambiguous"}],
        "phone": "02-****-4567",
        "external_id": "010-****-5678-77",
    }
    (line,) = warnings(caplog)
    assert "422 validation_failed" in line
    assert "phone: phone_ambiguous" in line
    for personal in ("3456", "홍길동", "01012345678"):
        assert personal not in caplog.text


@pytest.mark.parametrize(
    "external_id", ["010-1234-5678-20261130", "20261130.010 1234 5678", "+82-10-1234-5678/7", "01012345678#1"]
)
async def test_an_ivrs_id_made_of_a_number_is_masked_however_it_is_written(
    centre: Centre, external_id: str
) -> None:
    await centre.ask(phone="nonsense", external_id=external_id)
    (entry,) = await trail(centre)
    assert "1234" not in entry.details["external_id"]
    assert "****" in entry.details["external_id"]


async def test_a_number_in_the_name_of_a_field_is_masked_too(centre: Centre) -> None:
    body = {"service_id": centre.service, "phone": "nonsense", "010-1234-5678": 1}
    await centre.client.post("/v1/callbacks", json=body, headers=centre.ivr)
    assert "1234" not in str([entry.details for entry in await trail(centre)])


async def test_every_way_to_be_refused_is_told_of(centre: Centre) -> None:
    off = await centre.world.service("중지", callback_enabled=False)
    await centre.ask("nonsense")
    await centre.ask(off)
    for body in (
        b"{",
        b"[]",
        b'{"phone":"01012345678"}',
        b'{"service_id":"\xb0\xa1"}',
        b'{"service_id":"x","phone":"\\u0000"}',
        b"[" * 100_000,
        b"",
        b" " * (4 * 1024 * 1024 + 1),
    ):
        answer = await centre.client.post("/v1/callbacks", content=body, headers=centre.ivr)
        assert 400 <= answer.status_code < 500, body[:20]
    key = centre.ivr | {"Idempotency-Key": "every call the same"}
    good = {"service_id": centre.service, "phone": "01012345678"}
    assert (await centre.client.post("/v1/callbacks", json=good, headers=key)).status_code == 422
    assert sorted((e.details["status"], e.details["code"]) for e in await trail(centre)) == [
        (400, "body_not_utf8"),
        (400, "malformed_body"),
        (400, "malformed_body"),
        (403, "feature_disabled"),
        (404, "not_found"),
        (404, "not_found"),
        (413, "body_too_large"),
        (422, "idempotency_key_invalid"),
        (422, "validation_failed"),
        (422, "validation_failed"),
        (422, "validation_failed"),
    ]


async def test_what_is_refused_before_its_body_was_read_is_told_of_too(centre: Centre, live: str) -> None:
    body = {"service_id": centre.service, "phone": "01012345678"}
    async with httpx.AsyncClient(base_url=live) as client:
        answer = await client.post("/v1/callbacks?from=%00", json=body, headers=centre.ivr)
        assert answer.status_code == 422
    told = await eventually(lambda: trail(centre))  # the entry follows the answer
    assert [entry.details["code"] for entry in told] == ["validation_failed"]


async def test_an_ivr_that_sends_the_same_refused_request_in_a_loop_is_told_of_once_an_hour(
    centre: Centre, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        await centre.ask(phone="119")
    assert len(await trail(centre)) == 1
    assert len(warnings(caplog)) == 5
    await centre.ask(phone="112")
    assert len(await trail(centre)) == 2
    clock.move(3601)
    await centre.ask(phone="119")
    assert len(await trail(centre)) == 3


async def test_a_taken_request_is_not_told_of(centre: Centre, caplog: pytest.LogCaptureFixture) -> None:
    assert (await centre.ask(name="가" * 200, x=1)).status_code == 201
    assert not await trail(centre)
    assert not warnings(caplog)


async def test_an_ivr_that_is_shut_out_is_in_the_log(
    centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    body = {"service_id": centre.service, "phone": "01012345678"}
    for headers in ({}, {"X-Api-Key": "occ_wrong"}):
        assert (await centre.client.post("/v1/callbacks", json=body, headers=headers)).status_code == 401
    assert [line.rpartition(": ")[2] for line in warnings(caplog)] == ["unauthenticated"] * 2
    assert "occ_wrong" not in caplog.text


async def test_the_operator_can_count_refused_intakes(centre: Centre) -> None:
    async def counted() -> float:
        lines = (await centre.client.get("/metrics")).text.splitlines()
        found = [line for line in lines if line.startswith('occ_intake_refused_total{code="not_found"}')]
        return float(found[0].split()[1]) if found else 0.0

    before = await counted()
    await centre.ask("nonsense")
    assert await counted() == before + 1
