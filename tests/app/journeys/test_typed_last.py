"""The whole program ends in one order, however one leaves: what was typed last is at the server, or waits."""

from collections.abc import Awaitable, Callable

import pytest

from occ_contract.callbacks import AssignMethod
from support.journey import AGENT, SUPERVISOR, Centre, Desk
from support.waiting import eventually, until

TEXT = "금요일 다섯 시에 다시"


async def _quit(desk: Desk) -> None:
    await desk.close()


async def _log_out(desk: Desk) -> None:
    desk.client._on_logout(False)
    await until(lambda: desk.client.login is not None)


@pytest.mark.parametrize("leave", [_quit, _log_out], ids=["quit", "log-out"])
async def test_who_leaves_in_the_middle_of_a_note_has_written_it(
    sample: Centre, leave: Callable[[Desk], Awaitable[None]]
) -> None:
    await sample.person("boss", SUPERVISOR, "김관리")
    ann_id = await sample.person("ann", AGENT, "이상담")
    boss, ann = await sample.seat("boss"), await sample.seat("ann")
    (callback,) = await sample.intakes(1)
    await boss.services.assignment.assign([callback], [ann_id], AssignMethod.MANUAL)
    assert ann.client.shell is not None
    room = ann.client.shell.host.currentWidget()
    await until(lambda: room.model.rowCount() == 1)
    room.hand.call_up(callback)
    await until(lambda: room.panel.note.ready)
    room.panel.view.foot.note._edit.setPlainText(TEXT)
    await leave(ann)
    if leave is _quit:
        sample.desks.remove(ann)

    async def written() -> bool:
        row = await boss.services.search.row(callback)
        return row is not None and row.callback.note == TEXT

    await eventually(written)
