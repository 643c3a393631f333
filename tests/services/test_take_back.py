"""완료 can be taken back: if these fail, a slip of the finger closes a customer's request for good."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from occ_contract.callbacks import CallbackStatus
from occ_desktop.domain.commands import CommandState
from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.note_conflict import NoteChoice
from occ_desktop.services.container import Services
from occ_desktop.services.ports import Beats
from occ_desktop.services.second_thoughts import TakenBack
from services.conftest import BEATS, Client, OpenClient
from support.server_thread import ServerThread
from support.typed import draft_of, write_note
from support.waiting import eventually, until

HOUR = replace(BEATS, second_thoughts=3600.0)
MOMENT = replace(BEATS, second_thoughts=0.2)


AtDesk = Callable[..., Awaitable[tuple[str, Client, Services]]]


@pytest.fixture
def at_desk(server: ServerThread, open_client: OpenClient) -> AtDesk:
    """Give ann a callback and log her in; what she completes waits for an hour unless told otherwise."""

    async def sit(beats: Beats = HOUR) -> tuple[str, Client, Services]:
        given = server.run(lambda centre: centre.given(centre.ann))
        client = open_client(beats=beats)
        return given, client, await client.log_in("ann")

    return sit


def posts(client: Client) -> list[str]:
    """Return what the client asked the server to do with callbacks."""
    return [path for method, path in client.plug.requests if method == "POST" and "/callbacks/" in path]


async def taken(services: Services, callback_id: str, note: Draft | None = None) -> bool:
    return await services.actions.take_back(callback_id, note) is TakenBack.TAKEN


async def completed(client: Client, callback_id: str) -> bool:
    row = await client.services.search.row(callback_id)
    return row is not None and row.status is CallbackStatus.COMPLETED


async def a_pull(client: Client) -> None:
    """Let the client make a whole round, in which it would send what it may."""
    client.services.workplace.desk.sync.nudge()
    seen = client.plug.requests.count(("GET", "/v1/sync"))
    await until(lambda: client.plug.requests.count(("GET", "/v1/sync")) > seen)


async def test_what_is_taken_back_never_leaves_the_desk(server: ServerThread, at_desk: AtDesk) -> None:
    given, client, services = await at_desk()
    await services.actions.complete(given, "agreed")
    assert await completed(client, given)
    assert await taken(services, given, Draft("agreed", base="as before"))
    assert not await completed(client, given)
    kept = await services.drafts.read(DraftKind.NOTE, given)
    assert kept == Draft("agreed", base="as before"), "a colleague's note since then is still seen as another"
    await a_pull(client)
    assert posts(client) == []
    assert server.run(lambda centre: centre.boss.view(given))["status"] == "assigned"


async def test_after_its_moment_it_is_sent_and_cannot_be_taken_back(
    server: ServerThread, at_desk: AtDesk
) -> None:
    given, _client, services = await at_desk(MOMENT)
    await services.actions.complete(given)
    await until(lambda: server.run(lambda centre: centre.boss.view(given))["status"] == "completed")
    assert await services.actions.take_back(given, Draft("too late")) is TakenBack.SENT
    assert await draft_of(services, given) == ""


async def test_what_was_discarded_in_the_outbox_meanwhile_was_not_sent(at_desk: AtDesk) -> None:
    given, client, services = await at_desk()
    await services.actions.complete(given, "agreed")
    (entry,) = await services.outbox.entries()
    await services.outbox.discard(entry.key)
    assert await services.actions.take_back(given, Draft("agreed", base="")) is TakenBack.DISCARDED
    assert await draft_of(services, given) == "agreed"
    await a_pull(client)
    assert posts(client) == []


async def test_what_has_not_left_yet_can_be_taken_back_after_its_moment(at_desk: AtDesk) -> None:
    """The server is away: nothing was sent, so nobody may be told that it was."""
    given, client, services = await at_desk()
    await client.pull_plug()
    await services.actions.complete(given, "agreed")
    services.actions.send_now()
    assert await eventually(lambda: taken(services, given, Draft("agreed", base="")))  # after the try
    assert not await services.outbox.entries()


async def test_what_was_typed_since_is_not_replaced_by_the_note_that_comes_back(at_desk: AtDesk) -> None:
    given, _client, services = await at_desk()
    await services.actions.complete(given, "agreed")
    await services.drafts.keep(DraftKind.NOTE, given, Draft("newer", base=""))
    assert await taken(services, given, Draft("agreed", base=""))
    assert await draft_of(services, given) == "newer"


async def test_other_work_is_not_held_up_by_what_waits(server: ServerThread, open_client: OpenClient) -> None:
    async def two(centre: Any) -> list[str]:
        return [await centre.given(centre.ann), await centre.given(centre.ann)]

    first, second = server.run(two)
    client = open_client(beats=HOUR)
    services = await client.log_in("ann")
    await services.actions.complete(first)
    await write_note(services, second, "call at five")
    await until(lambda: server.run(lambda centre: centre.boss.view(second))["note"] == "call at five")
    assert server.run(lambda centre: centre.boss.view(first))["status"] == "assigned"


async def test_a_program_that_dies_meanwhile_sends_it_at_its_next_start(
    server: ServerThread, open_client: OpenClient
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    first = open_client("desk", beats=HOUR)
    await first.log_in("ann", remember=True)
    await first.services.actions.complete(given, "agreed")
    await first.close()  # nothing lets go of what waits
    assert server.run(lambda centre: centre.boss.view(given))["status"] == "assigned"
    again = open_client("desk", beats=HOUR)
    assert await again.services.session.resume() is not None
    await until(lambda: server.run(lambda centre: centre.boss.view(given))["status"] == "completed")
    assert server.run(lambda centre: centre.boss.view(given))["note"] == "agreed"


async def test_who_leaves_has_it_sent_at_once(server: ServerThread, at_desk: AtDesk) -> None:
    given, _client, services = await at_desk()
    await services.actions.complete(given)
    services.actions.send_now()
    await until(lambda: server.run(lambda centre: centre.boss.view(given))["status"] == "completed")


async def test_a_second_press_while_it_waits_leaves_the_first_one_to_take_back(at_desk: AtDesk) -> None:
    given, client, services = await at_desk()
    await services.actions.complete(given)
    await services.actions.complete(given)
    assert await taken(services, given)
    await a_pull(client)
    assert posts(client) == []
    assert not await services.outbox.entries()


async def test_another_note_written_while_it_waits_is_not_overwritten(
    server: ServerThread, at_desk: AtDesk
) -> None:
    """The wait is when a supervisor may write theirs: it is found when the completion is sent."""
    given, _client, services = await at_desk()
    await services.actions.complete(given, "refund explained", "")
    written = {"note": "VIP: promise the refund"}
    server.run(lambda centre: centre.boss.post(f"/v1/callbacks/{given}/note", written))
    services.actions.send_now()
    assert await eventually(lambda: _refused(services))
    (entry,) = await services.outbox.entries()
    assert (entry.code, entry.params["note"]) == ("note_conflict", "VIP: promise the refund")
    row = server.run(lambda centre: centre.boss.view(given))
    assert (row["status"], row["note"]) == ("assigned", "VIP: promise the refund")
    await services.outbox.settle(entry.key, NoteChoice.BOTH)
    await until(lambda: server.run(lambda centre: centre.boss.view(given))["status"] == "completed")
    both = "VIP: promise the refund\nrefund explained"
    assert server.run(lambda centre: centre.boss.view(given))["note"] == both


async def test_a_completion_taken_back_can_be_given_again(server: ServerThread, at_desk: AtDesk) -> None:
    given, client, services = await at_desk()
    await services.actions.complete(given)
    await services.actions.take_back(given)
    await services.actions.complete(given, "now really")
    services.actions.send_now()
    await until(lambda: server.run(lambda centre: centre.boss.view(given))["note"] == "now really")
    assert len(posts(client)) == 1


async def test_an_entry_discarded_while_it_is_being_sent_is_not_sent(
    server: ServerThread, open_client: OpenClient
) -> None:
    """The push has read the entry, the person drops it, the push goes on: nothing may leave."""
    given = server.run(lambda centre: centre.given(centre.ann))
    client = open_client()
    services = await client.log_in("ann")
    await client.pull_plug()
    await services.actions.complete(given)
    (entry,) = await services.outbox.entries()
    cache, write = services.workplace.cache, services.workplace.cache.write

    async def slower(function: Any, *arguments: Any) -> Any:
        if function.__name__ == "sending":
            cache.write = write  # type: ignore[method-assign]
            await services.outbox.discard(entry.key)
        return await write(function, *arguments)

    cache.write = slower  # type: ignore[method-assign]
    client.plug.requests.clear()
    client.plug.pulled = False
    await a_pull(client)
    assert posts(client) == []
    assert await eventually(lambda: _empty(services))


async def _refused(services: Any) -> bool:
    try:
        return any(entry.state is CommandState.REFUSED for entry in await services.outbox.entries())
    except Failure:
        return False


async def _empty(services: Any) -> bool:
    try:
        return not await services.outbox.entries()
    except Failure:
        return False


def test_a_person_has_five_seconds() -> None:
    assert Beats().second_thoughts == 5.0
