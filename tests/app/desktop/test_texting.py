"""Texting with real mouse and keyboard: if these fail, it works in tests and under nobody's hands."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from occ_contract.people import Permission, Role
from occ_desktop.ui.dialogs import AskDialog
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.theme.theme import Theme
from occ_desktop.ui.widgets.button import Button
from support.hands import Hands, row_of
from support.journey import Centre, Desk, centre
from support.qt import theme as theme
from support.waiting import eventually, until
from support.world import PASSWORD

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.timeout(240),
    pytest.mark.qt_log_ignore(
        "dbus reply error", extend=True
    ),  # this desktop has no portal, and Qt asks once
]
SENDING = frozenset({Permission.PHONE, Permission.CALLBACK_ASSIGN, Permission.SMS_SEND})
NAMES = ("출고 예정 안내", "배송 지연 사과", "파손 접수")


@dataclass
class Seat:
    """A person's program on the desktop, and a supervisor's own connection."""

    desk: Desk
    hands: Hands
    boss: httpx.AsyncClient
    service: str

    def room(self, place: Place) -> Any:
        return self.desk.client.shell.host.room(place)

    async def ask(self, path: str) -> list[dict[str, Any]]:
        answer = await self.boss.get(f"/v1/sms/{path}", params={"service_id": self.service})
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def say_yes(self, *, with_mouse: bool = False) -> None:
        """Accept what is asked; the mouse for what Enter would rather not do."""
        await until(lambda: question() is not None, why="for the question")
        await until(question().isActiveWindow, why="for the window manager to show it")
        if with_mouse:
            await self.hands.click([one for one in question().findChildren(Button) if one.isVisible()][-1])
        else:
            await self.hands.press("Return")
        await until(lambda: question() is None)


def question() -> Any:
    shown = (w for w in QApplication.topLevelWidgets() if isinstance(w, AskDialog))
    return next((w for w in shown if w.isVisible()), None)


@pytest.fixture
async def sample(tmp_path: Path, empty: Path, theme: Theme) -> AsyncIterator[Centre]:
    """A service that sends through the sandbox, with three templates in two levels of categories."""
    async with centre(tmp_path, empty) as opened:
        opened.server.command("carrier", "set", "샘플몰", "sandbox")
        await opened.person("boss", (Role.SUPERVISOR, SENDING | {Permission.SMS_MANAGE}), "김관리")
        await opened.person("ann", (Role.AGENT, SENDING), "이상담")
        yield opened


@pytest.fixture
async def boss(sample: Centre) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sample.server.url) as api:
        body = {"username": "boss", "password": PASSWORD, "device": "another desk"}
        token = (await api.post("/v1/auth/login", json=body)).json()["access_token"]
        api.headers["Authorization"] = f"Bearer {token}"
        above = None
        for name in ("배송", "출고·배송 안내"):
            made = {"service_id": sample.service, "name": name, "parent_id": above}
            above = (await api.post("/v1/sms/categories", json=made)).json()["id"]
        for name in NAMES:
            text = f"##고객명## 고객님, {name}드립니다."
            fields = {"category_id": above, "type": "sms", "name": name, "body": text}
            assert (await api.post("/v1/sms/templates", json=fields)).status_code == 201
        yield api


async def seated(sample: Centre, boss: httpx.AsyncClient, username: str) -> Seat:
    desk = await sample.seat(username)
    shell = desk.client.shell
    shell.resize(1376, 860)
    hands = Hands(shell)
    await hands.sit_down()
    return Seat(desk, hands, boss, sample.service)


async def test_from_a_callback_to_a_text_and_back_then_one_reserved_and_taken_back(
    sample: Centre, boss: httpx.AsyncClient
) -> None:
    callback = await sample.intake(name="박미경")
    ann = await seated(sample, boss, "ann")
    hands, listed = ann.hands, ann.room(Place.CALLBACK_LIST)
    await until(lambda: listed.model.total == 1, why="for the callback")
    await hands.choose_row(listed.view.table, 0)
    await until(lambda: listed.hand.id == callback)
    await hands.press("ctrl+t")
    await until(lambda: ann.room(Place.SMS_SENDING), why="for the room of sending")
    room = ann.room(Place.SMS_SENDING)
    form = room.view.form
    await until(lambda: room.presenter.writing.subject == callback and room.presenter.writing.text.sender)

    tree = room.view.tree.tree
    await until(lambda: len(room.view.tree.templates) == len(NAMES))
    await hands.click(tree.viewport(), row_of(tree, "배송 지연 사과").center())
    await until(lambda: form.text.body == "##고객명## 고객님, 배송 지연 사과드립니다.")
    await hands.click(form.recipients.field.viewport())
    await hands.press("ctrl+End")
    await hands.type(", 01022222222, 02-120, 01033333333, 01022222222")
    await hands.press("Tab")
    await until(lambda: [row.reject.value for row in form.recipients.rejects.rows] == ["02120"])
    assert form.recipients._count.text().startswith("3 ")
    await hands.press("ctrl+Return")
    await ann.say_yes()
    await until(lambda: "Done 2" in room.view.outcome.said and "Failed 1" in room.view.outcome.said)
    bodies = {one["body"] for one in await ann.ask("messages")}
    assert bodies == {"박미경 고객님, 배송 지연 사과드립니다."}

    await hands.click(room.view.outcome.back)
    await until(lambda: ann.desk.client.shell.place is Place.CALLBACK_LIST and listed.hand.id == callback)
    await reserve_and_take_back(ann)


async def reserve_and_take_back(ann: Seat) -> None:
    """Reserve another text about the callback in hand: a year too late at first; then take it back."""
    hands, room = ann.hands, ann.room(Place.SMS_SENDING)
    form = room.view.form
    await hands.press("ctrl+t")
    await until(lambda: room.presenter.writing.text.callback_id and room.view.form.isEnabled())
    await until(form.text._field.hasFocus)
    await hands.type("See you soon.")
    await hands.click(form.reservation.kind._buttons["reserved"])
    await hands.click(form.reservation.day.lineEdit(), QPoint(12, 8))
    await hands.press("Up")  # the year: an hour, or a day, may have no other beside it
    await until(lambda: form.reservation._error, why="for what is wrong with a year more")
    await hands.press("ctrl+Return")
    await until(lambda: room.view.side.wrong, why="for the reason beside the button")
    assert question() is None
    await hands.click(form.reservation.day.lineEdit(), QPoint(12, 8))
    await hands.press("Down")
    await until(lambda: not form.reservation._error, why="for this year")
    await hands.press("ctrl+Return")
    await ann.say_yes()
    await until(lambda: "Reserved" in room.view.outcome.said)
    await hands.click(room.view.outcome._history)
    await until(lambda: ann.room(Place.SMS_HISTORY), why="for the history")
    history = ann.room(Place.SMS_HISTORY)
    await until(lambda: history.view.table.model().total == 1)
    await hands.choose_row(history.view.table, 0)
    await hands.press("Delete")
    await ann.say_yes(with_mouse=True)

    async def cancelled() -> bool:
        return any(one["status"] == "cancelled" for one in await ann.ask("messages"))

    await eventually(cancelled, why="for the server to know that it was taken back")


async def test_a_template_is_dragged_to_its_place_with_the_mouse(
    sample: Centre, boss: httpx.AsyncClient
) -> None:
    seat = await seated(sample, boss, "boss")
    seat.desk.client.shell.navigate(Target(Place.SMS_TEMPLATES))
    tree = seat.room(Place.SMS_TEMPLATES).view.panel.tree
    await until(lambda: tree.shown and row_of(tree, NAMES[0]).height())
    last, first = row_of(tree, NAMES[2]), row_of(tree, NAMES[0])
    upper_edge = QPoint(first.center().x(), first.top() + 1)
    await seat.hands.drag(tree.viewport(), last.center(), upper_edge)

    async def moved() -> bool:
        return [one["name"] for one in await seat.ask("templates")] == [NAMES[2], NAMES[0], NAMES[1]]

    await eventually(moved, why="for the server to have the order")
    assert row_of(tree, NAMES[2]).top() < row_of(tree, NAMES[0]).top()
