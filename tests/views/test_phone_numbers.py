"""Numbers on the screen: if these fail, an agent asks for nobody, or dials a stranger."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from occ_contract.callbacks import Callback, CallbackStatus
from occ_contract.errors import ErrorCode, RuleError
from occ_contract.phone import normalise
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui import sentences
from occ_desktop.views.callbacks.room import CallbacksRoom
from occ_desktop.views.parts.request_cells import RequestCells
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import LogIn, StandInFrame

Shown = Callable[..., Any]
NOW = datetime(2026, 11, 23, tzinfo=UTC)


async def opened(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, phone: str
) -> CallbacksRoom:
    given = server.run(lambda centre: centre.given(centre.ann, phone=phone))
    room = CallbacksRoom(await log_in("ann"), tasks, frame)
    shown(room, 1376, 760)
    room.entered({"id": given})
    await until(lambda: room.panel.loaded is not None and room.model.total > 0)
    return room


async def test_who_dials_sees_the_extension_beside_the_number(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    room = await opened(server, log_in, tasks, frame, shown, "031-200-3000(<b>12</b>)")
    texts = [label.text() for label in room.panel.view.findChildren(QLabel) if label.isVisible()]
    assert "031-200-3000" in texts
    assert texts[texts.index("Extension") + 1] == "(<b>12</b>)"
    room.panel.view.copy_pressed.emit()
    assert QApplication.clipboard().text() == "0312003000"
    room.closed()


async def test_a_number_abroad_is_copied_as_it_is_dialled(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    room = await opened(server, log_in, tasks, frame, shown, "001-1-415-555-0123")
    room.panel.view.copy_pressed.emit()
    assert QApplication.clipboard().text() == "+14155550123"
    room.closed()


def test_a_list_tells_of_an_extension_and_cuts_no_number() -> None:
    cells = RequestCells(
        lambda _: "",
        lambda _: "",
        lambda: NOW,
        lambda: ZoneInfo("Asia/Seoul"),
        lively=[CallbackStatus.RECEIVED],
    )

    def cell(remark: str | None) -> tuple[str, str]:
        callback = Callback(
            id="1",
            service_id="s",
            phone="0312003000",
            phone_remark=remark,
            received_at=NOW,
            status=CallbackStatus.RECEIVED,
        )
        found = cells.phone(CallbackRow(callback))
        return found.text, found.tooltip

    assert cell("(12)") == ("031-200-3000", "031-200-3000 (12)")
    assert cell(None) == ("031-200-3000", "")


@pytest.mark.parametrize("sign", ["\u20e3", "\ue000", "\u0301"])
def test_the_sentence_never_shows_a_sign_nobody_sees(sign: str) -> None:
    with pytest.raises(RuleError) as refused:
        normalise(f"010{sign}-1234-5678")
    for params in (refused.value.params, {"character": sign}):  # the latter: an older server's
        said = sentences.for_code(ErrorCode.PHONE_CHARACTERS, params)
        assert f"U+{ord(sign):04X}" in said
        assert sign not in said
