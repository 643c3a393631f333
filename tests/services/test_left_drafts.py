"""Drafts a killed program left: if these fail, what was typed can be read but not registered anywhere."""

from collections.abc import Callable
from typing import Any

from occ_contract.people import Role
from occ_desktop.domain.commands import Command
from occ_desktop.services.container import Services
from services.conftest import Client
from support.server_thread import ServerThread
from support.typed import keep_draft
from support.waiting import eventually, until
from support.world import PHONE


async def _first_entry(services: Services) -> Command:
    async def look() -> Command | None:
        return next(iter(await services.outbox.entries()), None)

    found: Command = await eventually(look)
    return found


async def test_who_works_for_several_services_registers_a_text_whose_callback_is_gone(
    server: ServerThread, open_client: Callable[[str], Client]
) -> None:
    async def second_service(centre: Any) -> str:
        other = await centre.world.service("카드")
        await centre.world.grant(centre.ann.id, other, Role.AGENT, PHONE)
        return str(centre.service)

    service = server.run(second_service)
    callback = server.run(lambda c: c.given(c.ann, name="김하나", phone="010-7777-8888"))
    first = open_client("desk")
    await first.log_in("ann", remember=True)
    await keep_draft(first.services, callback, "저녁에 다시 걸기")
    await first.close()
    server.run(lambda c: c.boss.cancel([callback]))
    second = open_client("desk")
    await second.services.session.resume()
    entry = await _first_entry(second.services)
    assert (entry.service_id, entry.customer, entry.text) == (service, "김하나", "저녁에 다시 걸기")
    await second.services.outbox.keep_as_ticket(entry.key, "메모")

    async def registered(centre: Any) -> list[tuple[str, str]]:
        answer = await centre.ann.get("/v1/tickets")
        return [(ticket["content"], ticket["phone"]) for ticket in answer.json()["items"]]

    await until(lambda: server.run(registered) == [("저녁에 다시 걸기", "01077778888")])
