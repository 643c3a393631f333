"""A centre that texts through a ledger, and its sending history opened by somebody, for tests of its room."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from occ_contract.sms import SmsMessage
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.dialogs import AskDialog
from occ_desktop.ui.widgets.button import Button
from occ_desktop.views.sms_history.detail import DetailDialog
from occ_desktop.views.sms_history.room import SmsHistoryRoom
from support.centre import Centre
from support.clients import DeskClock
from support.server_thread import ServerThread
from support.texting import Texting, texting
from support.waiting import until
from views.conftest import LogIn, StandInFrame

Shown = Callable[..., Any]
Open = Callable[..., Awaitable[SmsHistoryRoom]]
_TOKEN_SECONDS = 600  # after so long people log in anew


class TextingServer:
    """The server's side of a test: every call runs beside the server and waits; both clocks move together."""

    def __init__(self, server: ServerThread, clock: DeskClock) -> None:
        self._server = server
        self._clock = clock
        self.texts: Texting = server.run(texting)

    @property
    def ledger(self) -> Any:
        return self.texts.ledger

    def send(self, who: str = "ann", **fields: Any) -> dict[str, Any]:
        """Have somebody send a text; return the answer."""

        async def work(centre: Centre) -> dict[str, Any]:
            return await self.texts.sent(centre.desks[who], **fields)

        return self._server.run(work)

    def pass_time(self, seconds: float) -> None:
        """Let so much time pass, and have everything done that is due by then."""

        async def work(centre: Centre) -> None:
            await self.texts.settle(seconds)
            if seconds > _TOKEN_SECONDS:
                for desk in list(centre.desks.values()):
                    await centre.seat(desk.someone)

        self._server.run(work)
        self._clock.move(seconds)

    def pass_time_of_the_server(self, seconds: float) -> None:
        """As `pass_time`, while the desk hears nothing of it."""

        async def work(_centre: Centre) -> None:
            await self.texts.settle(seconds)

        self._server.run(work)

    def hold_the_carrier(self) -> None:
        """Have the carrier answer no call until it is let go."""
        self.do(_hold)

    def wait_for_calls(self) -> None:
        """Wait until it was called as often as is done at a time."""
        self.do(lambda its: its.ledger.sixteen.wait())

    def let_the_carrier_go(self) -> None:
        """Have it answer."""
        self.do(_let_go)

    def deliver(self, *messages: str, delivered: bool = True) -> None:
        """Have results arrive."""

        async def work(_centre: Centre) -> None:
            await self.texts.report(*(self.texts.outcome(one, delivered=delivered) for one in messages))

        self._server.run(work)

    def do(self, work: Callable[[Texting], Any]) -> Any:
        """Return what the coroutine returns."""

        async def done(_centre: Centre) -> Any:
            return await work(self.texts)

        return self._server.run(done)

    def reserved(self, **fields: Any) -> dict[str, Any]:
        """Have ann reserve a text for an hour from now."""
        return self.send(reserve_at=(self._server.now + timedelta(hours=1)).isoformat(), **fields)


async def _hold(its: Texting) -> None:
    its.ledger.gate = asyncio.Event()


async def _let_go(its: Texting) -> None:
    assert its.ledger.gate is not None
    its.ledger.gate.set()


async def opened(
    log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, who: str, rows: int, **arguments: str
) -> SmsHistoryRoom:
    services = await log_in(who)
    room = SmsHistoryRoom(services, tasks, frame)
    shown(room, 1376, 700)
    room.entered(arguments)
    await until(lambda: room.model.total == rows and not room.model.loading)
    await until(lambda: not rows or room.model.row(0) is not None)
    return room


@pytest.fixture
def texts(server: ServerThread, clock: DeskClock) -> TextingServer:
    return TextingServer(server, clock)


@pytest.fixture
def open_room(
    log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, texts: TextingServer
) -> Open:
    async def enter(who: str, rows: int, **arguments: str) -> SmsHistoryRoom:
        return await opened(log_in, tasks, frame, shown, who, rows, **arguments)

    return enter


def messages_of(room: SmsHistoryRoom) -> list[SmsMessage]:
    rows = (room.model.row(place) for place in range(room.model.total))
    return [row.message for row in rows if row is not None]


def text_at(room: SmsHistoryRoom, place: int, column_id: str) -> str:
    column = next(n for n, c in enumerate(room.model.columns) if c.id == column_id)
    cell = room.model.cell(place, column)
    return cell.text if cell is not None else ""


def look_at(room: SmsHistoryRoom, place: int) -> str:
    column = next(n for n, c in enumerate(room.model.columns) if c.id == "status")
    cell = room.model.cell(place, column)
    return (cell.status or "") if cell is not None else ""


async def detail_of(room: SmsHistoryRoom, place: int = 0) -> DetailDialog:
    """Open the text at a place with Enter's way, and wait until its request is read."""
    room.view.table.go_to(place)
    room.view.table.activate(place)
    await until(lambda: room.in_hand.detail is not None and room.in_hand.detail.split is not None)
    detail = room.in_hand.detail
    assert detail is not None
    return detail


def question() -> AskDialog | None:
    shown = (w for w in QApplication.topLevelWidgets() if isinstance(w, AskDialog))
    return next((w for w in shown if w.isVisible()), None)


async def answer(label: str) -> None:
    """Press the button of the question that begins with ``label``."""
    await until(question)
    dialog = question()
    assert dialog is not None
    next(b for b in dialog.findChildren(Button) if b.text().startswith(label)).click()
    await until(lambda: question() is None)
