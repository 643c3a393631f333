"""Two people, one callback, two notes: if these fail, one text is gone without anybody having decided so."""

import threading
from typing import Any

import pytest

from occ_contract.errors import ErrorCode
from occ_desktop.domain.commands import Command
from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.domain.failures import Refused
from occ_desktop.domain.note_conflict import NoteChoice, NoteConflict
from occ_desktop.services.container import Services
from services.conftest import Client
from support.server_thread import ServerThread
from support.typed import write_note
from support.waiting import eventually, until

MINE, THEIRS = "환불 안내함", "VIP: 환불을 약속했음"


def note(server: ServerThread, callback: str, text: str) -> None:
    async def written(centre: Any) -> None:
        answer = await centre.boss.post(f"/v1/callbacks/{callback}/note", {"note": text})
        assert answer.status_code == 200, answer.text

    server.run(written)


def stands(server: ServerThread, callback: str) -> tuple[str, str | None]:
    row = server.run(lambda c: c.boss.view(callback))
    return row["status"], row["note"]


async def refused_one(services: Services) -> Command:
    """Return the entry of the outbox that waits for a decision."""

    async def look() -> Command | None:
        return next((e for e in await services.outbox.entries() if e.code), None)

    found: Command = await eventually(look)
    return found


async def test_a_note_that_is_known_to_be_newer_is_told_before_a_completion_is_queued(
    server: ServerThread, client: Client
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    note(server, callback, THEIRS)
    services = await client.log_in("ann")
    await client.pull_plug()
    with pytest.raises(Refused) as refused:
        await services.actions.complete(callback, MINE, "")
    assert refused.value.code is ErrorCode.NOTE_CONFLICT
    assert (refused.value.params["note"], refused.value.params["by_name"]) == (THEIRS, "김관리")
    assert await services.outbox.entries() == ()


async def test_a_note_over_a_newer_one_stays_a_draft_where_its_writer_is_to_choose(
    server: ServerThread, client: Client
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    note(server, callback, THEIRS)
    services = await client.log_in("ann")
    left = await services.notes.leave(callback, Draft(MINE, ""), seen=True)
    assert isinstance(left.why, Refused)
    assert (left.why.params["note"], left.why.params["by_name"]) == (THEIRS, "김관리")
    assert await services.outbox.entries() == ()
    assert await services.drafts.read(DraftKind.NOTE, callback) == Draft(MINE, "")


async def test_notes_one_after_the_other_offline_are_no_conflict_with_each_other(
    server: ServerThread, client: Client
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    await client.pull_plug()
    await write_note(services, callback, "부재중", "")
    await write_note(services, callback, "부재중, 오후 재시도", "부재중")
    await services.actions.complete(callback, MINE, "부재중, 오후 재시도")
    client.plug.pulled = False
    services.workplace.desk.sync.nudge()
    await until(lambda: stands(server, callback) == ("completed", MINE))
    await eventually(lambda: _sent(services))


async def _sent(services: Services) -> bool:
    return await services.outbox.entries() == ()


@pytest.mark.parametrize(
    ("choice", "left"),
    [(NoteChoice.MINE, MINE), (NoteChoice.THEIRS, THEIRS), (NoteChoice.BOTH, f"{THEIRS}\n{MINE}")],
)
@pytest.mark.parametrize("completing", [True, False], ids=["completing", "noting"])
async def test_an_offline_note_over_a_newer_one_waits_for_the_person_and_goes_on_with_one_press(
    server: ServerThread, client: Client, choice: NoteChoice, left: str, *, completing: bool
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    await client.pull_plug()
    if completing:
        await services.actions.complete(callback, MINE, "")
    else:
        await write_note(services, callback, MINE)
    note(server, callback, THEIRS)
    client.plug.pulled = False
    services.workplace.desk.sync.nudge()
    waiting = await refused_one(services)
    assert (waiting.code, waiting.text, waiting.params["note"]) == ("note_conflict", MINE, THEIRS)
    assert stands(server, callback) == ("assigned", THEIRS)
    await services.outbox.settle(waiting.key, choice)
    await until(lambda: stands(server, callback) == ("completed" if completing else "assigned", left))
    await eventually(lambda: _sent(services))


async def test_a_decision_between_notes_that_is_made_already_changes_nothing(client: Client) -> None:
    services = await client.log_in("ann")
    with pytest.raises(Refused) as refused:
        await services.outbox.settle("gone", NoteChoice.MINE)
    assert refused.value.code is ErrorCode.NOT_FOUND


async def test_a_reader_that_is_busy_holds_up_no_completion(server: ServerThread, client: Client) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    await client.pull_plug()
    free = threading.Event()
    reading = client.tasks.start(services.workplace.cache.read(lambda _conn: free.wait(30)), name="search")
    await services.actions.complete(callback, MINE, "")
    free.set()
    assert reading is not None
    await reading
    assert [entry.text for entry in await services.outbox.entries()] == [MINE]


def test_both_notes_are_offered_only_where_both_fit() -> None:
    assert NoteChoice.BOTH in NoteConflict("가" * 249, "나" * 250).choices
    assert NoteChoice.BOTH not in NoteConflict("가" * 250, "나" * 250).choices
    assert NoteChoice.BOTH not in NoteConflict("", "나").choices
