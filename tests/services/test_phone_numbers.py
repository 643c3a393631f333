"""Numbers typed at the desk: if these fail, a ticket is filed under a stranger or what was typed is gone."""

import pytest

from occ_contract.errors import ErrorCode
from occ_contract.tickets import CONTENT_LIMIT, NewTicket
from occ_desktop.domain.failures import Refused
from occ_desktop.services.tickets import checked
from services.conftest import Client
from support.server_thread import ServerThread
from support.waiting import eventually


def ticket(**changes: str) -> NewTicket:
    return NewTicket(**{"service_id": "s", "subject": "문의", **changes})


def test_what_stood_behind_a_number_is_kept_as_the_last_line() -> None:
    kept = checked(ticket(phone="031-200-3000(12)", content="반품"))
    assert (kept.phone, kept.content) == ("0312003000", "반품\n031-200-3000 (12)")
    assert checked(kept) == kept
    assert checked(ticket(phone="02-312-3456~7")).content == "02-312-3456 ~7"
    assert checked(ticket(phone="010-1234-5678", content="반품")).content == "반품"


def test_a_content_that_has_no_room_for_it_says_so() -> None:
    with pytest.raises(Refused) as refused:
        checked(ticket(phone="031-200-3000(12)", content="가" * CONTENT_LIMIT))
    assert (refused.value.code, refused.value.params["field"]) == (ErrorCode.TOO_LONG, "content")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("+1 658 234 5678", "0016582345678"),  # as bare digits Singapore through KT could be meant
        ("+81 90 1234 5678", "00819012345678"),
        ("031-200-3000 내선 12", "0312003000"),
        ("\u202d010-1234-5678\u202c", "01012345678"),
    ],
)
async def test_the_server_files_a_ticket_under_the_number_the_desk_read(
    server: ServerThread, client: Client, typed: str, stored: str
) -> None:
    services = await client.log_in("ann")
    service = services.session.rights.member_services()[0]
    await services.tickets.register(NewTicket(service_id=service, subject="문의", phone=typed))

    async def filed() -> bool:
        return [t.phone for t in await services.tickets.recent(stored)] == [stored]

    await eventually(filed)


async def test_the_server_keeps_the_extension_of_a_ticket_too(server: ServerThread) -> None:
    async def post(centre):  # type: ignore[no-untyped-def]
        body = {"service_id": centre.service, "subject": "문의", "content": "반품", "phone": "02-312-3456/7"}
        return (await centre.ann.post("/v1/tickets", body)).json()

    made = server.run(post)
    assert (made["phone"], made["content"]) == ("023123456", "반품\n02-312-3456 /7")
