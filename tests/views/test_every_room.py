"""Each room by keyboard and for a screen reader: if these fail, somebody cannot work there at all."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.system.autostart import XdgAutostart
from occ_desktop.views.assignment.room import AssignmentRoom
from occ_desktop.views.callbacks.room import CallbacksRoom
from occ_desktop.views.cancellation.room import CancellationRoom
from occ_desktop.views.outbox.room import OutboxRoom
from occ_desktop.views.settings.outside import Outside
from occ_desktop.views.settings.room import SettingsRoom
from occ_desktop.views.sms_history.room import SmsHistoryRoom
from occ_desktop.views.sms_sending.room import SmsSendingRoom
from occ_desktop.views.sms_templates.room import SmsTemplatesRoom
from occ_desktop.views.stats.room import StatsRoom
from support.server_thread import ServerThread
from support.texting import texting
from support.waiting import until
from views.conftest import LogIn, StandInFrame


def _nothing(*_arguments: Any) -> None:
    return None


def _outside() -> Outside:
    return Outside(
        version="0.1.0",
        autostart=XdgAutostart(Path("/nonexistent")),
        command=("occ-desktop",),
        tray_shown=lambda: True,
        fonts_found=True,
        try_sound=_nothing,
        erase=_nothing,
        show_keys=_nothing,
    )


ROOMS: dict[str, Callable[..., Any]] = {
    "callbacks": partial(CallbacksRoom, download=_nothing),
    "assignment": AssignmentRoom,
    "cancellation": CancellationRoom,
    "stats": partial(StatsRoom, download=_nothing),
    "sms_history": partial(SmsHistoryRoom, download=_nothing),
    "sms sending": SmsSendingRoom,
    "sms templates": SmsTemplatesRoom,
    "outbox": OutboxRoom,
    "settings": partial(SettingsRoom, outside=_outside()),
}


@pytest.fixture(params=ROOMS)
async def room(
    request: pytest.FixtureRequest,
    server: ServerThread,
    log_in: LogIn,
    tasks: TaskOwner,
    frame: StandInFrame,
    shown: Callable[..., Any],
) -> Any:
    server.run(lambda centre: centre.given(centre.boss, name="김영희"))
    server.run(lambda centre: centre.waiting(3))
    if request.param == "sms_history":
        texts = server.run(texting)
        server.run(lambda _centre: texts.sent())
    made = ROOMS[request.param](await log_in("boss"), tasks, frame)
    shown(made, 1376, 760)
    made.entered({})
    model = getattr(made, "model", None) or getattr(getattr(made.view, "rows", None), "model", None)
    if model is not None:
        await until(lambda: model.total and model.row(0) is not None)
    return made


def _stops(room: QWidget) -> list[QWidget]:
    """Return where Tab stops, in its order."""
    stops, widget = [], room.nextInFocusChain()
    while widget is not None and widget is not room:
        if room.isAncestorOf(widget) and widget.isVisibleTo(room) and widget.isEnabled():
            own = widget.focusProxy() is None
            if own and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                stops.append(widget)
        widget = widget.nextInFocusChain()
    return stops


async def test_every_stop_of_the_tab_key_has_a_name(room: QWidget) -> None:
    nameless = [
        type(stop).__name__
        for stop in _stops(room)
        if not stop.accessibleName() and not (isinstance(stop, QAbstractButton) and stop.text())
    ]
    assert nameless == []


async def test_the_tab_key_walks_in_reading_order(room: QWidget) -> None:
    places = [(stop, QRect(stop.mapTo(room, QPoint(0, 0)), stop.size())) for stop in _stops(room)]
    assert len(places) > 1
    backwards = []
    for (before, a), (after, b) in pairwise(places):
        same_line = a.top() < b.bottom() and b.top() < a.bottom()
        if (same_line and b.right() < a.left()) or (b.bottom() < a.top() and b.left() <= a.right()):
            backwards.append((_say(before), _say(after)))
    assert backwards == []


@pytest.mark.parametrize("room", ["settings"], indirect=True)
async def test_the_cards_of_the_settings_follow_each_other(room: QWidget) -> None:
    tops = [stop.mapTo(room, QPoint(0, stop.height() // 2)).y() for stop in _stops(room)[1:]]
    assert all(after >= before - 4 for before, after in pairwise(tops)), tops


def _say(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or text}"
