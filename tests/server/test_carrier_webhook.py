"""Results that NHN brings by itself. If these fail, a stranger ends our texts, or a result is lost."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import msgspec
import pytest
from sqlalchemy import select

from occ_contract.sms import MessageStage, MessageStatus
from occ_contract.sms_results import ResultReason
from occ_server.audit.service import entries
from occ_server.kit.db import Database
from occ_server.sms.carriers.accounts import WantedAccount, close_carriers, set_account
from occ_server.sms.carriers.webhooks import _NOBODY
from occ_server.sms.tables import hooks_seen
from support.carrying import Texting, texting
from support.centre import refusal
from support.clock import ManualClock
from support.looking import anywhere
from support.nhn_stand_in import HOOK_SECRET, SIGNATURE
from support.world import OPERATOR, World

SIGNED = {SIGNATURE: HOOK_SECRET, "Content-Type": "application/json"}


@pytest.fixture
async def service(world: World, clock: ManualClock, database: Database) -> AsyncIterator[Texting]:
    async with texting(world, clock) as opened:
        yield opened
        await close_carriers(database)


async def bring(
    client: httpx.AsyncClient, hook: str, body: bytes, headers: Mapping[str, str] = SIGNED
) -> httpx.Response:
    return await client.post(f"/v1/sms/carriers/nhn/{hook}", content=body, headers=dict(headers))


async def refusals(database: Database) -> list[tuple[str | None, str | None]]:
    async with database.read() as conn:
        rows = await entries(conn, action="carrier.hook_refused")
    return [(row.actor_kind, row.subject_id) for row in rows]


@pytest.mark.parametrize("misspelt", [True, False], ids=["as the sample", "as the table"])
async def test_a_signed_hook_ends_the_text(
    service: Texting, client: httpx.AsyncClient, misspelt: bool
) -> None:
    good, bad, waits = await service.hand_over(3)
    service.stand_in.deliver(good)
    service.stand_in.deliver(bad, code="3001")
    answer = await bring(client, service.hook, service.stand_in.hook(good, bad, misspelt=misspelt))
    assert (answer.status_code, answer.json()) == (200, {"ended": 2})
    assert (await service.message(good)).status is MessageStatus.DONE
    assert (await service.message(bad)).result is ResultReason.NO_SUBSCRIBER
    assert (await service.message(waits)).stage is MessageStage.ACCEPTED


@pytest.mark.parametrize("hook", ["%00", "%FF", "%ED%A0%80", "%F0%9F%98%80"])
async def test_a_stranger_with_an_address_no_hook_has_is_refused(
    client: httpx.AsyncClient, hook: str
) -> None:
    assert (await bring(client, hook, b"{}")).status_code == 401


async def test_a_hook_that_is_brought_again_counts_once(service: Texting, client: httpx.AsyncClient) -> None:
    (message,) = await service.hand_over()
    service.stand_in.deliver(message)
    body = service.stand_in.hook(message)
    assert (await bring(client, service.hook, body)).json() == {"ended": 1}
    before = await service.message(message)
    assert (await bring(client, service.hook, body)).json() == {"ended": 0}
    assert await service.message(message) == before
    async with service.world.database.read() as conn:
        assert len((await conn.execute(anywhere(select(hooks_seen)))).all()) == 1


async def test_a_hook_that_was_taken_ends_nothing_else_under_its_name(
    service: Texting, client: httpx.AsyncClient
) -> None:
    """Who copies a hook and changes whom it is about ends no other text with it."""
    first, other = await service.hand_over(2)
    service.stand_in.deliver(first)
    service.stand_in.deliver(other, code="3001")
    body = service.stand_in.hook(first, hook_ids=["once"])
    assert (await bring(client, service.hook, body)).json() == {"ended": 1}
    body = service.stand_in.hook(other, hook_ids=["once"])
    assert (await bring(client, service.hook, body)).json() == {"ended": 0}
    assert (await service.message(other)).stage is MessageStage.ACCEPTED


async def test_a_hook_is_remembered_only_with_what_it_brought(
    service: Texting, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    (message,) = await service.hand_over()
    service.stand_in.deliver(message)
    body = service.stand_in.hook(message)

    async def fails(*_: Any) -> int:
        raise RuntimeError("the process dies here")

    with monkeypatch.context() as patch:
        patch.setattr("occ_server.sms.carriers.webhooks.apply_outcomes", fails)
        assert (await bring(client, service.hook, body)).status_code == 500
    assert (await bring(client, service.hook, body)).json() == {"ended": 1}


@pytest.mark.parametrize(
    "headers", [{}, {SIGNATURE: "guess"}, {SIGNATURE: ""}, {SIGNATURE: HOOK_SECRET.upper()}], ids=str
)
async def test_a_wrong_signature_changes_nothing_and_is_in_the_trail(
    service: Texting, client: httpx.AsyncClient, headers: dict[str, str], database: Database
) -> None:
    (message,) = await service.hand_over()
    service.stand_in.deliver(message)
    body = service.stand_in.hook(message)
    for _ in range(3):
        answer = await bring(client, service.hook, body, headers)
        assert refusal(answer) == {"status_code": 401, "code": "unauthenticated"}
    assert (await service.message(message)).stage is MessageStage.ACCEPTED
    assert await refusals(database) == [("carrier", service.service)]


async def test_a_hook_nobody_has_is_refused_like_a_wrong_signature(
    service: Texting, client: httpx.AsyncClient, database: Database
) -> None:
    answer = await bring(client, "guessed", b"{}")
    assert refusal(answer) == {"status_code": 401, "code": "unauthenticated"}
    assert await refusals(database) == [("carrier", None)]


async def test_without_a_webhook_secret_nobody_is_let_in(service: Texting, client: httpx.AsyncClient) -> None:
    world = service.world
    other = await world.service("샘플카드")
    wanted = WantedAccount(carrier="nhn", url=service.stand_in.url, app_key="k", secret="s")
    hook = await world.database.run(
        lambda uow: set_account(uow, OPERATOR, world.organisation_id, other, wanted)
    )
    for headers in ({}, {SIGNATURE: ""}, {SIGNATURE: HOOK_SECRET}, {SIGNATURE: _NOBODY}):
        assert (await bring(client, hook, b"{}", headers)).status_code == 401


async def test_a_hook_ends_texts_of_its_own_service_alone(
    service: Texting, client: httpx.AsyncClient
) -> None:
    world = service.world
    (message,) = await service.hand_over()
    service.stand_in.deliver(message)
    other = await world.service("샘플카드")
    wanted = WantedAccount(
        carrier="nhn", url=service.stand_in.url, app_key="k", secret="s", webhook_secret=HOOK_SECRET
    )
    hook = await world.database.run(
        lambda uow: set_account(uow, OPERATOR, world.organisation_id, other, wanted)
    )
    assert (await bring(client, hook, service.stand_in.hook(message))).json() == {"ended": 0}
    assert (await service.message(message)).stage is MessageStage.ACCEPTED


@pytest.mark.parametrize("event", ["UNSUBSCRIBE", "CONVERSION_BLOCK", "SOMETHING_NEW"])
async def test_an_event_of_another_kind_is_answered_and_left(
    service: Texting, client: httpx.AsyncClient, event: str
) -> None:
    (message,) = await service.hand_over()
    service.stand_in.deliver(message)
    body = msgspec.json.decode(service.stand_in.hook(message)) | {"event": event}
    answer = await bring(client, service.hook, msgspec.json.encode(body))
    assert (answer.status_code, answer.json()) == (200, {"ended": 0})
    assert (await service.message(message)).stage is MessageStage.ACCEPTED


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"event":"MESSAGE_RESULT_UPDATE"}', b"\xff"])
async def test_what_is_no_webhook_is_refused(
    service: Texting, client: httpx.AsyncClient, body: bytes
) -> None:
    answer = await bring(client, service.hook, body)
    assert refusal(answer) == {"status_code": 400, "code": "malformed_body"}


async def test_a_hook_with_nonsense_in_it_ends_the_others(
    service: Texting, client: httpx.AsyncClient
) -> None:
    (message,) = await service.hand_over()
    service.stand_in.deliver(message)
    body = msgspec.json.decode(service.stand_in.hook(message))
    nonsense = {"hookId": "a,\x00", "requestId": "\x00,'", "recipientSeq": -1, "recipientGroupingKey": [1]}
    body["hooks"] = [nonsense, None, {"hookId": "x"}, *body["hooks"]]
    answer = await bring(client, service.hook, msgspec.json.encode(body))
    assert (answer.status_code, answer.json()) == (200, {"ended": 1})


async def test_a_hook_with_thousands_of_results_is_not_too_large(
    service: Texting, client: httpx.AsyncClient
) -> None:
    """What a carrier brings after an outage comes at once; refused, each is asked for one by one."""
    (message,) = await service.hand_over()
    service.stand_in.deliver(message)
    body = msgspec.json.decode(service.stand_in.hook(message))
    others = [{**body["hooks"][0], "hookId": f"x{n}", "recipientGroupingKey": f"x{n}"} for n in range(3000)]
    body["hooks"] = [*others, *body["hooks"]]
    sent = msgspec.json.encode(body)
    assert len(sent) > 1024 * 1024
    answer = await bring(client, service.hook, sent)
    assert (answer.status_code, answer.json()) == (200, {"ended": 1})
