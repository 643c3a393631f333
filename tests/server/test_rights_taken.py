"""A right taken away while a command is on its way: if these fail, who waited uses it once more."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest

from occ_contract.people import Role
from occ_server.kit.db import Database
from occ_server.people.organisations import ServiceSwitches, set_service
from occ_server.people.service import disable_person, grant, revoke
from support.catalogue import Catalogue, jpeg
from support.centre import Centre, Desk, refusal
from support.databases import waits_for_a_lock
from support.texting import texting
from support.world import OPERATOR, PHONE

pytestmark = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
Press = Callable[[], Awaitable[httpx.Response]]


async def withdraw(centre: Centre) -> tuple[Desk, Press]:
    callback = await centre.given(centre.ann)
    return centre.amy, lambda: centre.amy.cancel([callback])


async def undo(centre: Centre) -> tuple[Desk, Press]:
    callback = await centre.received()
    batch = (await centre.amy.assign([callback], [centre.ann], "manual")).json()["batch_id"]
    return centre.amy, lambda: centre.amy.post(f"/v1/callbacks/assignments/{batch}/undo")


async def connect(centre: Centre) -> tuple[Desk, Press]:
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    return centre.ann, lambda: centre.ann.connect(callback)


async def complete(centre: Centre) -> tuple[Desk, Press]:
    callback = await centre.given(centre.ann)
    return centre.ann, lambda: centre.ann.complete(callback, "done")


async def sit_down(centre: Centre) -> tuple[Desk, Press]:
    return centre.ann, lambda: centre.ann.post("/v1/cti/login", {"extension": "1001"})


async def send(centre: Centre) -> tuple[Desk, Press]:
    texts = await texting(centre)
    return centre.ann, texts.send


async def cancel_text(centre: Centre) -> tuple[Desk, Press]:
    (message,) = (await (await texting(centre)).sent())["messages"]
    return centre.ann, lambda: centre.ann.post(f"/v1/sms/messages/{message['id']}/cancel")


async def cancel_texts(centre: Centre) -> tuple[Desk, Press]:
    made = await (await texting(centre)).sent()
    return centre.ann, lambda: centre.ann.post(f"/v1/sms/requests/{made['id']}/cancel")


async def change_category(centre: Centre) -> tuple[Desk, Press]:
    texts = await Catalogue.of(centre)
    return centre.boss, lambda: texts.ask("PATCH", f"categories/{texts.second}", {"name": "반품"})


async def change_template(centre: Centre) -> tuple[Desk, Press]:
    texts = await Catalogue.of(centre)
    made = await texts.template()
    return centre.boss, lambda: texts.ask("PATCH", f"templates/{made['id']}", {"name": "지연"})


async def upload(centre: Centre) -> tuple[Desk, Press]:
    texts = await Catalogue.of(centre)
    return centre.boss, lambda: texts.upload(jpeg())


# One of each kind: that no handler is left out, tests/arch sees.
COMMANDS = (
    *(withdraw, undo, connect, complete, sit_down),
    *(send, cancel_text, cancel_texts, change_category, change_template, upload),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
async def test_who_is_put_out_of_the_service_at_that_moment_changes_nothing(
    centre: Centre, database: Database, command: Callable[[Centre], Awaitable[tuple[Desk, Press]]]
) -> None:
    desk, press = await command(centre)
    async with asyncio.timeout(30), database.write() as uow:
        await revoke(uow, OPERATOR, desk.id, centre.service)
        task = asyncio.create_task(press())
        assert await waits_for_a_lock(database, task), "done while the right was being taken away"
    assert (await task).status_code in {403, 404}, task.result().text


@pytest.mark.parametrize(
    ("command", "permission"), [(withdraw, "callback.assign"), (undo, "callback.assign"), (connect, "phone")]
)
async def test_who_loses_the_right_at_that_moment_is_told_which(
    centre: Centre,
    database: Database,
    command: Callable[[Centre], Awaitable[tuple[Desk, Press]]],
    permission: str,
) -> None:
    desk, press = await command(centre)
    async with asyncio.timeout(30), database.write() as uow:
        left = PHONE if permission == "callback.assign" else ()
        await grant(uow, OPERATOR, desk.id, centre.service, Role.AGENT, left)
        task = asyncio.create_task(press())
        assert await waits_for_a_lock(database, task)
    found = refusal(await task)
    assert (found["code"], found["permission"]) == ("forbidden", permission)


async def test_a_service_switched_off_at_that_moment_lets_nobody_dial(
    centre: Centre, database: Database
) -> None:
    _, press = await connect(centre)
    async with asyncio.timeout(30), database.write() as uow:
        await set_service(uow, OPERATOR, centre.service, ServiceSwitches(cti_enabled=False))
        task = asyncio.create_task(press())
        assert await waits_for_a_lock(database, task)
    assert refusal(await task)["code"] == "feature_disabled"


async def test_an_account_closed_at_that_moment_does_nothing_more(centre: Centre, database: Database) -> None:
    desk, press = await complete(centre)
    async with asyncio.timeout(30), database.write() as uow:
        await disable_person(uow, OPERATOR, desk.id)
        task = asyncio.create_task(press())
        assert await waits_for_a_lock(database, task)
    assert refusal(await task)["code"] == "account_disabled"
