"""The server goes away, the program is killed, somebody else was first: no work is lost or done twice."""

from typing import Any

import pytest

from occ_contract.callbacks import AssignMethod, CallbackStatus
from occ_contract.tickets import NewTicket
from occ_desktop.domain.commands import CommandState
from occ_desktop.domain.failures import Unreachable
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.domain.sync_status import SyncState
from support.clients import MemoryVault
from support.journey import AGENT, SUPERVISOR, Centre, Desk
from support.typed import draft_of, keep_draft
from support.waiting import eventually, until


def state_of(desk: Desk) -> SyncState:
    return desk.client.services.workplace.status.state


async def statuses(desk: Desk) -> dict[str, CallbackStatus]:
    rows = await desk.services.search.page(CallbackFilter(), CallbackSort(), 0, 100)
    return {row.id: row.status for row in rows}


async def tickets_of(desk: Desk, phone: str) -> list[Any]:
    return list(await desk.services.tickets.recent(phone))


async def prepared(sample: Centre) -> tuple[Desk, list[str]]:
    """An agent with three callbacks, remembered by their keyring."""
    await sample.person("boss", SUPERVISOR, "김관리")
    ann_id = await sample.person("ann", AGENT, "이상담")
    boss = await sample.seat("boss")
    ann = await sample.seat("ann", remember=True)
    ids = await sample.intakes(3)
    await boss.services.assignment.assign(ids, [ann_id], AssignMethod.MANUAL)
    await until(lambda: ann.client.shell.host.currentWidget().model.rowCount() == 3)
    return ann, ids


async def test_with_the_server_away_lists_work_and_what_is_done_arrives_once(sample: Centre) -> None:
    ann, ids = await prepared(sample)
    sample.server.kill()
    ann.client.services.workplace.desk.sync.nudge()
    await until(lambda: state_of(ann) is SyncState.OFFLINE)
    await until(lambda: "offline" in ann.client.shell.messages.banners, why="for the banner")

    assert len(await statuses(ann)) == 3
    await ann.services.actions.complete(ids[0], "오프라인에서 완료")
    await ann.services.tickets.register(
        NewTicket(
            service_id=sample.service, subject="오프라인 이력", phone="010-7000-0001", callback_id=ids[0]
        )
    )
    shown = await statuses(ann)
    assert shown[ids[0]] is CallbackStatus.COMPLETED, "the person sees what they did"
    with pytest.raises(Unreachable) as away:
        await ann.services.actions.connect(ids[1])
    assert not away.value.sent, "dialling needs the server and was not tried"

    sample.server.start()
    boss = sample.desks[0]

    async def arrived() -> bool:
        return (await statuses(boss))[ids[0]] is CallbackStatus.COMPLETED

    await eventually(arrived, 40)
    await eventually(lambda: tickets_of(boss, "01070000001"), 40)
    await eventually(lambda: nothing_waits(ann), 40)
    seen = await boss.services.search.row(ids[0])
    assert seen.callback.note == "오프라인에서 완료"
    assert len(await tickets_of(boss, "01070000001")) == 1
    assert "offline" not in ann.client.shell.messages.banners


async def nothing_waits(desk: Desk) -> bool:
    return not await desk.services.outbox.entries()


async def test_a_killed_program_comes_back_with_everything_queued(sample: Centre) -> None:
    ann, ids = await prepared(sample)
    sample.server.kill()
    ann.client.services.workplace.desk.sync.nudge()
    await until(lambda: state_of(ann) is SyncState.OFFLINE)
    await ann.services.actions.complete(ids[2], "전원이 나가기 전에")
    await keep_draft(ann.services, ids[1], "쓰다 만 메모")
    vault: MemoryVault = ann.vault
    await ann.crash()
    sample.desks.remove(ann)

    again = sample.desk("ann", vault)
    await again.client.open()
    assert again.client.shell is not None, "the keyring and the cache bring the person back, server or not"
    assert again.services.session.me.username == "ann"
    shown = await statuses(again)
    assert shown[ids[2]] is CallbackStatus.COMPLETED
    assert await draft_of(again.services, ids[1]) == "쓰다 만 메모"
    sample.server.start()
    await eventually(lambda: nothing_waits(again), 40)
    boss = sample.desks[0]

    async def arrived() -> bool:
        return (await statuses(boss))[ids[2]] is CallbackStatus.COMPLETED

    await eventually(arrived, 40)


async def test_a_conflict_keeps_the_persons_text(sample: Centre) -> None:
    ann, ids = await prepared(sample)
    ben_id = await sample.person("ben", AGENT, "박상담")
    boss = sample.desks[0]
    desk = ann.client.services.workplace.desk
    await desk.sync.stop()  # nothing goes out and nothing comes in, as with a pulled cable
    await ann.services.actions.complete(ids[0], "끊긴 동안 쓴 메모")
    ann.services.actions.send_now()  # the cable is pulled for longer than one may take back
    await boss.services.assignment.cancel([ids[0]])
    await boss.services.assignment.assign([ids[0]], [ben_id], AssignMethod.MANUAL)
    desk.sync.start()

    async def refused() -> bool:
        entries = await ann.services.outbox.entries()
        return bool(entries) and entries[0].state is CommandState.REFUSED

    await eventually(refused)
    (entry,) = await ann.services.outbox.entries()
    assert entry.text == "끊긴 동안 쓴 메모"
    assert entry.code
    await ann.services.outbox.keep_as_ticket(entry.key, "재할당된 콜백의 메모", sample.service)
    await eventually(lambda: nothing_waits(ann))
    seen = await boss.services.search.row(ids[0])
    assert (seen.status, seen.callback.assignee_id) == (CallbackStatus.ASSIGNED, ben_id)

    async def kept() -> bool:
        return any("끊긴 동안 쓴 메모" in t.content for t in await tickets_of(boss, "01070000001"))

    await eventually(kept)
