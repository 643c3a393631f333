"""Finding, dialling and completing callbacks through the services, with the server there and with it away."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from occ_contract.callbacks import NOTE_LIMIT, CallbackStatus
from occ_contract.cti import CtiState
from occ_contract.errors import ErrorCode
from occ_contract.tickets import NewTicket, TicketPriority, TicketType
from occ_desktop.domain.commands import CommandKind, CommandState
from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.domain.failures import Refused, Unreachable
from occ_desktop.domain.filters import CallbackFilter, CallbackSort, PeriodPreset
from occ_desktop.domain.written_note import Fate
from occ_desktop.services.callback_search import OLDEST_FIRST
from services.conftest import Client
from support.server_thread import ServerThread
from support.typed import draft_of, keep_draft, write_note
from support.waiting import eventually, until

ALL = CallbackFilter()


async def _shown(client: Client, callback: str, status: CallbackStatus) -> None:
    async def ask() -> bool:
        row = await client.services.search.row(callback)
        return row is not None and row.status is status and row.pending is None

    await eventually(ask)


async def test_an_agent_finds_exactly_their_own(server: ServerThread, client: Client) -> None:
    mine = server.run(lambda c: c.given(c.ann))
    other = server.run(lambda c: c.given(c.ben))
    search = (await client.log_in("ann")).search
    assert await search.ids(ALL, 10) == (mine,)
    assert await search.row(other) is None
    assert await search.my_outstanding() == 1


async def test_pages_walks_and_places_agree(server: ServerThread, client: Client) -> None:
    ids = server.run(lambda c: c.waiting(7))
    search = (await client.log_in("boss")).search
    first = await search.page(ALL, OLDEST_FIRST, 0, 3)
    rest = await search.page_after(ALL, OLDEST_FIRST, first[-1], 10)
    assert [row.id for row in (*first, *rest)] == ids
    assert await search.position(ALL, CallbackSort(), ids[0]) == 6
    assert await search.count(ALL) == 7


async def test_the_counters_of_the_assignment_tab_add_up(server: ServerThread, client: Client) -> None:
    server.run(lambda c: c.waiting(3))
    server.run(lambda c: c.given(c.ann))
    cancelled = server.run(lambda c: c.given(c.ben))
    server.run(lambda c: c.boss.cancel([cancelled]))
    search = (await client.log_in("boss")).search
    counters = await search.counters(ALL)
    assert (counters.total, counters.assigned, counters.unassigned) == (5, 1, 4)


async def test_an_empty_search_names_the_period_that_would_find_something(
    server: ServerThread, client: Client
) -> None:
    server.run(lambda c: c.received(requested_at="2026-11-20T01:00:00Z"))
    search = (await client.log_in("boss")).search
    now = client.clock.now()
    today = CallbackFilter(received_from=now, received_to=now)
    assert await search.widen(today) == (PeriodPreset.LAST_7_DAYS, 1)
    assert await search.widen(CallbackFilter(received_from=now, received_to=now, phone="9999")) is None


async def test_next_in_line_goes_round_and_ends(server: ServerThread, client: Client) -> None:
    one = server.run(lambda c: c.given(c.ann))
    two = server.run(lambda c: c.given(c.ann))
    search = (await client.log_in("ann")).search

    async def after(callback: str | None) -> str | None:
        row = await search.next_in_line(callback)
        return row.id if row else None

    assert await after(None) == one
    assert await after(one) == two
    assert await after(two) == one
    await client.services.actions.complete(two)
    assert await after(one) is None


async def test_connecting_counts_one_attempt_however_often_the_button_is_pressed(
    server: ServerThread, client: Client
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    await services.cti.login("1001")
    assert services.cti.status is not None
    assert services.cti.status.extension == "1001"
    answers = await asyncio.gather(*(services.actions.connect(callback) for _ in range(5)))
    assert len({answer.attempt.id for answer in answers}) == 1
    assert server.run(lambda c: c.ann.view(callback))["attempts"] == 1


async def test_a_lost_answer_does_not_dial_twice(server: ServerThread, client: Client) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    await services.cti.login("1001")
    client.plug.lose_answers_to = "/connect"
    with pytest.raises(Unreachable) as failure:
        await services.actions.connect(callback)
    assert failure.value.sent
    client.plug.lose_answers_to = ""
    answer = await services.actions.connect(callback)
    assert answer.attempt.id
    assert server.run(lambda c: c.ann.view(callback))["attempts"] == 1


async def test_connecting_without_a_phone_says_so(server: ServerThread, client: Client) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    with pytest.raises(Refused) as refused:
        await services.actions.connect(callback)
    assert refused.value.code is ErrorCode.CTI_LOGIN_REQUIRED


async def test_dialling_what_somebody_else_dials_names_them(server: ServerThread, client: Client) -> None:
    callback = server.run(lambda c: c.received())
    server.run(lambda c: c.amy.sit_down("2001"))
    server.run(lambda c: c.amy.connect(callback))
    services = await client.log_in("boss")
    await services.cti.login("1001")
    with pytest.raises(Refused) as refused:
        await services.actions.connect(callback)
    assert refused.value.code in {ErrorCode.DIALLING, ErrorCode.NOT_ASSIGNEE}
    assert refused.value.params["by_name"] == "최배정"


async def test_the_line_follows_what_the_server_says(server: ServerThread, client: Client) -> None:
    services = await client.log_in("ann")
    await services.cti.login("1001")
    await services.cti.set_state(CtiState.BREAK)
    assert services.cti.status is not None
    assert services.cti.status.state is CtiState.BREAK
    await services.cti.logout()
    await until(lambda: not services.cti.logged_in)


async def test_a_wrong_extension_is_refused_here(client: Client) -> None:
    services = await client.log_in("ann")
    with pytest.raises(Refused) as refused:
        await services.cti.login("12ab")
    assert refused.value.code is ErrorCode.EXTENSION_INVALID


async def test_completing_shows_at_once_and_reaches_the_server(server: ServerThread, client: Client) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    await services.actions.complete(callback, " 안내 완료 ")
    row = await services.search.row(callback)
    assert row is not None
    assert row.status is CallbackStatus.COMPLETED
    await _shown(client, callback, CallbackStatus.COMPLETED)
    assert server.run(lambda c: c.ann.view(callback))["note"] == "안내 완료"
    assert await services.outbox.entries() == ()


async def test_pressing_complete_twice_is_one_completion(server: ServerThread, client: Client) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    await client.pull_plug()
    await asyncio.gather(*(services.actions.complete(callback, "안내") for _ in range(3)))
    await services.actions.complete(callback, "안내")
    assert len(await services.outbox.entries()) == 1


async def test_completing_what_somebody_completed_says_who_before_anything_is_queued(
    server: ServerThread, client: Client
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    server.run(lambda c: c.boss.complete(callback))
    services = await client.log_in("ann")
    with pytest.raises(Refused) as refused:
        await services.actions.complete(callback)
    assert refused.value.code is ErrorCode.INVALID_TRANSITION
    assert refused.value.params["by_name"] == "김관리"
    assert await services.outbox.entries() == ()


async def test_a_note_that_comes_too_late_waits_for_a_decision(server: ServerThread, client: Client) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    server.run(lambda c: c.boss.complete(callback))
    services = await client.log_in("ann")
    left = await services.notes.leave(callback, Draft("늦은 메모", ""))
    assert left.fate is Fate.UNDECIDED
    (entry,) = await services.outbox.entries()
    assert (entry.text, entry.code, entry.params["by_name"]) == ("늦은 메모", "invalid_transition", "김관리")


async def test_while_the_copy_is_made_anew_a_row_that_is_not_here_yet_is_nobody_elses(client: Client) -> None:
    services = await client.log_in("ann")
    await services.workplace.desk.sync.stop()
    services.workplace.exchange(services.workplace.desk)
    left = await services.notes.leave("0193-not-yet", Draft("메모", ""))
    assert left.fate is Fate.STAYS
    assert await draft_of(services, "0193-not-yet") == "메모"
    assert await services.outbox.entries() == ()


async def test_work_done_offline_arrives_once_after_the_return(server: ServerThread, client: Client) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    await client.pull_plug()
    await write_note(services, callback, "부재중")
    await services.actions.complete(callback, "통화 완료", "부재중")
    await services.tickets.register(
        NewTicket(
            service_id=services.session.rights.member_services()[0],
            subject="환불 문의",
            phone="010-1234-5678",
        )
    )
    kinds = [entry.kind for entry in await services.outbox.entries()]
    assert kinds == [CommandKind.NOTE, CommandKind.COMPLETE, CommandKind.TICKET]
    with pytest.raises(Unreachable) as failure:
        await services.actions.connect(callback)
    assert not failure.value.sent
    client.plug.pulled = False
    await eventually(lambda: _emptied(client))
    await _shown(client, callback, CallbackStatus.COMPLETED)
    assert server.run(lambda c: c.ann.view(callback))["note"] == "통화 완료"
    await eventually(lambda: services.tickets.recent("01012345678"))
    (ticket,) = await services.tickets.recent("01012345678")
    assert ticket.subject == "환불 문의"


async def test_a_conflict_keeps_what_the_person_wrote(server: ServerThread, client: Client) -> None:
    callback = server.run(lambda c: c.given(c.ann, name="홍길동"))
    services = await client.log_in("ann")
    await client.pull_plug()
    await services.actions.complete(callback, "고객이 취소를 원함")
    server.run(lambda c: c.boss.cancel([callback]))
    server.run(lambda c: c.boss.assign([callback], [c.ben], "manual"))
    client.plug.pulled = False

    async def refused() -> bool:
        return any(e.state is CommandState.REFUSED for e in await services.outbox.entries())

    await eventually(refused)
    (entry,) = await services.outbox.entries()
    assert entry.text == "고객이 취소를 원함"
    assert entry.customer == "홍길동"
    await services.outbox.keep_as_ticket(entry.key, "다른 상담원에게 넘어간 콜백")
    await eventually(lambda: _emptied(client))

    async def tickets(centre):  # type: ignore[no-untyped-def]
        return (await centre.boss.get("/v1/tickets")).json()["items"]

    assert [(t["content"], t["name"]) for t in server.run(tickets)] == [("고객이 취소를 원함", "홍길동")]


async def test_a_refused_command_can_be_given_up(server: ServerThread, client: Client) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    await client.pull_plug()
    await services.actions.complete(callback, "안내")
    (entry,) = await services.outbox.entries()
    await services.outbox.discard(entry.key)
    row = await services.search.row(callback)
    assert row is not None
    assert row.status is CallbackStatus.ASSIGNED


async def test_too_long_a_note_is_refused_here_and_now(server: ServerThread, client: Client) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    with pytest.raises(Refused) as refused:
        await services.actions.complete(callback, "가" * (NOTE_LIMIT + 1))
    assert refused.value.params == {"field": "note", "limit": NOTE_LIMIT, "length": NOTE_LIMIT + 1}
    assert await services.outbox.entries() == ()


async def test_what_was_being_typed_is_there_after_a_restart(server: ServerThread, open_client) -> None:  # type: ignore[no-untyped-def]
    callback = server.run(lambda c: c.given(c.ann))
    first = open_client("desk")
    await first.log_in("ann", remember=True)
    await keep_draft(first.services, callback, "고객님께서")
    await first.close()
    second = open_client("desk")
    await second.services.session.resume()
    assert await draft_of(second.services, callback) == "고객님께서"
    await second.services.drafts.keep(DraftKind.NOTE, callback, None)
    assert await draft_of(second.services, callback) == ""


async def test_a_customer_is_known_by_their_earlier_callbacks_and_tickets(
    server: ServerThread, client: Client
) -> None:
    earlier = server.run(lambda c: c.received(phone="010-7777-8888", route_name="배송"))
    now = server.run(lambda c: c.received(phone="01077778888"))
    services = await client.log_in("boss")
    service = services.session.rights.member_services()[0]
    await services.tickets.register(
        NewTicket(
            service_id=service,
            subject="배송 지연",
            phone="+82 10 7777 8888",
            type=TicketType.COMPLAINT,
            priority=TicketPriority.HIGH,
        )
    )
    await eventually(lambda: _emptied(client))
    await eventually(lambda: services.tickets.recent("01077778888"))
    local = (await services.customer.around(now)).history
    complete = await services.customer.whole(now)
    assert complete is not None
    assert {(i.kind, i.title) for i in local.items} >= {("callback", "배송"), ("ticket", "배송 지연")}
    assert {(i.kind, i.id) for i in local.items} == {(i.kind, i.id) for i in complete.items}
    assert earlier in {i.id for i in local.items}
    await client.pull_plug()
    assert await services.customer.whole(now) is None
    assert (await services.customer.around(now)).history == local


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"subject": " "}, "subject", ErrorCode.REQUIRED),
        ({"subject": "가" * 201}, "subject", ErrorCode.TOO_LONG),
        ({"phone": "12"}, "phone", ErrorCode.PHONE_TOO_SHORT),
        ({"phone": "010-12ab"}, "phone", ErrorCode.PHONE_CHARACTERS),
        ({"service_id": ""}, "service_id", ErrorCode.REQUIRED),
    ],
)
async def test_a_wrong_ticket_field_is_named(client: Client, changes, field, code) -> None:  # type: ignore[no-untyped-def]
    services = await client.log_in("ann")
    service = services.session.rights.member_services()[0]
    with pytest.raises(Refused) as refused:
        await services.tickets.register(NewTicket(**{"service_id": service, "subject": "문의", **changes}))
    assert (refused.value.params["field"], refused.value.code) == (field, code)
    assert await services.outbox.entries() == ()


async def _emptied(client: Client) -> bool:
    return not await client.services.outbox.entries()


async def test_the_next_in_line_is_whom_a_call_was_promised_first(
    server: ServerThread, client: Client
) -> None:
    def at(minutes: int) -> str:
        return (client.clock.now() + timedelta(minutes=minutes)).isoformat()

    async def four(centre: Any) -> dict[str, str]:
        plain = await centre.given(centre.ann)
        later = await centre.given(centre.ann, preferred_at=at(90))
        missed = await centre.given(centre.ann, preferred_at=at(-30))
        newest = await centre.given(centre.ann)
        return {missed: "missed", later: "later", plain: "plain", newest: "newest"}

    names = server.run(four)
    services = await client.log_in("ann")
    line = await services.search.line()
    assert [names[row.id] for row in line] == ["missed", "later", "plain", "newest"]
    walked, present = [], None
    for _ in range(5):
        row = await services.search.next_in_line(present)
        assert row is not None
        present = row.id
        walked.append(names[present])
    assert walked == ["missed", "later", "plain", "newest", "missed"]
    assert await services.search.my_outstanding() == 4
