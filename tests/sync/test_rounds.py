"""One person's cache and the server: everything comes, nothing they did is lost or done twice."""

from collections.abc import Awaitable, Callable

import pytest

from occ_contract.callbacks import CallbackStatus
from occ_contract.errors import ErrorCode
from occ_contract.people import Permission, Role
from occ_contract.sync import Entity
from occ_desktop.domain.commands import CommandState
from occ_desktop.domain.failures import CacheFailure, LoggedOut, Unreachable
from occ_desktop.domain.sync_status import SyncState
from occ_desktop.store import callbacks, feed, people, tickets
from occ_server.feed.state import begin_epoch
from support.centre import Centre
from support.world import PHONE_AND_ASSIGN
from sync.faults import count
from sync.machines import Machine

Sit = Callable[[str], Awaitable[Machine]]


async def test_a_supervisor_gets_everything_and_an_agent_their_own_alone(centre: Centre, sit: Sit) -> None:
    waiting = await centre.waiting(5)
    mine = await centre.given(centre.ann)
    boss, ann = await sit("boss"), await sit("ann")
    await boss.settle()
    await ann.settle()
    assert set(await boss.rows()) == {*waiting, mine}
    assert set(await ann.rows()) == {mine}
    assert boss.statuses[-1].state is SyncState.IDLE
    assert {s.state for s in boss.statuses} >= {SyncState.SYNCING, SyncState.FIRST_FILL}
    names = {agent.name for agent in await ann.cache.read(people.all_agents)}
    assert names == {"김관리", "이상담", "박상담", "최배정"}


async def test_a_reassigned_row_moves_from_one_machine_to_the_other(centre: Centre, sit: Sit) -> None:
    row = await centre.given(centre.ann)
    ann, ben = await sit("ann"), await sit("ben")
    await ann.settle()
    await ben.settle()
    await centre.boss.cancel([row])
    await centre.boss.assign([row], [centre.ben], "manual")
    await ann.settle()
    await ben.settle()
    assert await ann.rows() == {}
    assert set(await ben.rows()) == {row}
    assert any(row in change.withdrawn for change in ann.changes)


async def test_an_agents_file_holds_nothing_they_may_not_see(centre: Centre, sit: Sit) -> None:
    await centre.received(name="남의고객", message="다른 상담원의 건")
    row = await centre.given(centre.ann, name="내고객", message="곧 재할당")
    ann = await sit("ann")
    await ann.settle()
    assert "남의고객" not in await ann.everything()
    assert "내고객" in await ann.everything()
    await centre.boss.cancel([row])
    await ann.settle()
    left = await ann.everything()
    assert "내고객" not in left
    assert "곧 재할당" not in left
    raw = b"".join(p.read_bytes() for p in ann.path.parent.iterdir() if p.name.startswith(ann.path.name))
    assert "내고객".encode() not in raw


async def test_a_full_disk_is_said_and_nothing_is_lost_once_there_is_room(centre: Centre, sit: Sit) -> None:
    boss = await sit("boss")
    await boss.settle()
    rows = [await centre.received(message="가" * 2000) for _ in range(60)]

    def limit(conn, pages):  # type: ignore[no-untyped-def]
        present = conn.exec_driver_sql("PRAGMA page_count").scalar()
        conn.exec_driver_sql(f"PRAGMA max_page_count={present + pages}")

    await boss.cache.write(limit, 2)
    failure = await boss.round()
    assert isinstance(failure, CacheFailure)
    assert failure.reason == "disk_full"
    await boss.cache.write(limit, 100_000)
    await boss.settle()
    assert set(await boss.rows()) == set(rows)


async def test_work_done_offline_arrives_once(centre: Centre, sit: Sit) -> None:
    row = await centre.given(centre.ann)
    ann = await sit("ann")
    await ann.settle()
    ann.way.away = True
    await ann.note(row, "부재중")
    await ann.complete(row, "통화 완료")
    await ann.register(centre.service, "환불 문의", row)
    failure = await ann.round()
    assert isinstance(failure, Unreachable)
    assert not failure.sent
    assert (await ann.rows())[row].status is CallbackStatus.COMPLETED
    ann.way.away = False
    await ann.settle()
    assert await ann.commands() == ()
    seen = await centre.ann.view(row)
    assert (seen["status"], seen["note"]) == ("completed", "통화 완료")
    found = await ann.cache.read(tickets.of_callback, row)
    assert [ticket.subject for ticket in found] == ["환불 문의"]


@pytest.mark.parametrize("fault", ["lost request", "lost answer", "dropped", "busy"])
async def test_an_answer_that_never_came_is_asked_for_again_with_the_same_key(
    centre: Centre, sit: Sit, fault: str
) -> None:
    ann = await sit("ann")
    await ann.settle()
    key = await ann.register(centre.service, "한 번만")
    ann.way.only, ann.way.plan = "/v1/tickets", [fault]
    await ann.round()
    await ann.settle()
    assert await ann.commands() == ()
    items = (await centre.boss.get("/v1/tickets")).json()["items"]
    assert [t["subject"] for t in items] == ["한 번만"], key


async def test_a_busy_server_is_still_read_while_the_outbox_waits(centre: Centre, sit: Sit) -> None:
    ann = await sit("ann")
    await ann.settle()
    row = await centre.given(centre.ann)
    await ann.register(centre.service, "나중에")
    ann.way.only, ann.way.plan = "/v1/tickets", ["lost answer"]
    assert await ann.round() is not None
    assert row in await ann.rows()
    assert ann.statuses[-1].state is SyncState.IDLE
    assert ann.statuses[-1].pending == 1


async def test_a_refused_command_keeps_the_persons_text_and_says_who(centre: Centre, sit: Sit) -> None:
    row = await centre.given(centre.ann)
    ann = await sit("ann")
    await ann.settle()
    ann.way.away = True
    await ann.complete(row, "세 번 통화 시도")
    await centre.boss.cancel([row])
    await centre.boss.assign([row], [centre.ben], "manual")
    ann.way.away = False
    await ann.round()
    await ann.settle()
    (command,) = await ann.commands()
    assert (command.state, command.text) == (CommandState.REFUSED, "세 번 통화 시도")
    assert command.code in {ErrorCode.NOT_ASSIGNEE, ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN}
    assert row not in await ann.rows()
    assert ann.statuses[-1].refused == 1


async def test_a_command_behind_a_stuck_one_of_the_same_callback_waits(centre: Centre, sit: Sit) -> None:
    first, second = await centre.given(centre.ann), await centre.given(centre.ann)
    ann = await sit("ann")
    await ann.settle()
    await ann.note(first, "첫째")
    await ann.complete(first, None)
    await ann.complete(second, None)
    ann.way.only, ann.way.plan = f"{first}/note", ["busy"]
    await ann.round()
    assert count(ann.way, "POST", f"{first}/complete") == 0
    assert count(ann.way, "POST", f"{second}/complete") == 1
    await ann.settle()
    assert (await centre.ann.view(first))["note"] == "첫째"


async def test_lost_rights_empty_the_machine(centre: Centre, sit: Sit) -> None:
    await centre.waiting(4)
    mine = await centre.given(centre.amy)
    amy = await sit("amy")
    await amy.settle()
    assert len(await amy.rows()) == 5
    world = centre.world
    await world.grant(amy.someone.id, centre.service, Role.AGENT, {Permission.PHONE})
    await amy.settle()
    assert set(await amy.rows()) == {mine}
    await world.grant(amy.someone.id, centre.service, Role.AGENT, PHONE_AND_ASSIGN)
    await amy.settle()
    assert len(await amy.rows()) == 5
    await world.revoke(amy.someone.id, centre.service)
    await amy.settle()
    assert {entity for entity, _ in await amy.held()} <= {Entity.CTI.value}
    assert amy.changes[-1].gone


async def test_very_many_lost_rows_leave_in_pieces_and_a_crash_between_them_is_no_harm(
    centre: Centre, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    await centre.waiting(7)
    mine = await centre.given(centre.amy)
    amy = await sit("amy")
    await amy.settle()
    monkeypatch.setattr(feed, "APPLY_LIMIT", 2)
    await centre.world.grant(amy.someone.id, centre.service, Role.AGENT, {Permission.PHONE})
    await amy.die_in_a_round(writes=2)
    assert 0 < len(await amy.rows()) < 8, "some are gone, the cursor has not moved"
    await amy.settle()
    assert set(await amy.rows()) == {mine}


async def test_a_disabled_account_learns_it_at_once(centre: Centre, sit: Sit) -> None:
    ann = await sit("ann")
    await ann.settle()
    await centre.world.disable(ann.someone.id)
    assert isinstance(await ann.round(), LoggedOut)
    assert len(ann.ended) == 1


async def test_a_restored_server_is_followed_and_the_work_survives(centre: Centre, sit: Sit) -> None:
    rows = await centre.waiting(3)
    boss = await sit("boss")
    await boss.settle()
    await boss.register(centre.service, "복구 전에 쓴 이력")
    await centre.world.database.run(begin_epoch)
    more = await centre.received()
    await boss.settle()
    assert set(await boss.rows()) == {*rows, more}
    assert any(change.everything for change in boss.changes)
    items = (await centre.boss.get("/v1/tickets")).json()["items"]
    assert [t["subject"] for t in items] == ["복구 전에 쓴 이력"]


async def test_a_rebuild_that_was_interrupted_goes_on(centre: Centre, sit: Sit) -> None:
    rows = await centre.waiting(3)
    boss = await sit("boss")
    await boss.settle()
    await centre.world.database.run(begin_epoch)
    boss.way.only, boss.way.plan = "/v1/sync", ["", "lost answer"]
    assert await boss.round() is not None
    await boss.restart()
    await boss.settle()
    assert set(await boss.rows()) == set(rows)


async def test_a_crash_in_the_middle_of_a_pull_loses_nothing(centre: Centre, sit: Sit) -> None:
    rows = await centre.waiting(4)
    boss = await sit("boss")
    page = await boss.link.api.sync(None, 2)
    await boss.cache.write(
        feed.apply_rows, page.changes, boss.me.id
    )  # … and the power goes before the cursor
    await boss.restart()
    await boss.settle()
    assert set(await boss.rows()) == set(rows)
    assert await boss.cache.read(callbacks.total) == 4


async def test_a_day_of_work_needs_one_login(centre: Centre, sit: Sit) -> None:
    ann = await sit("ann")
    for _ in range(3):
        centre.world.database.clock.move(3600)
        await ann.settle()
    assert ann.ended == []
    assert count(ann.way, "POST", "/v1/auth/refresh") == 3
