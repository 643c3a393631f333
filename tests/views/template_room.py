"""A template room on a real desk against a real server, with a small catalogue."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.dialogs import AskDialog
from occ_desktop.ui.widgets.button import Button
from occ_desktop.views.sms_templates.lines import Line, line_of, walked
from occ_desktop.views.sms_templates.presenter import TemplatesPresenter
from occ_desktop.views.sms_templates.room import SmsTemplatesRoom
from occ_desktop.views.sms_templates.template_form import TemplateForm
from support.catalogue import SENDER, Catalogue
from support.centre import Centre
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import LogIn, StandInFrame

TREE = {
    "배송": {"출고·배송 안내": ("출고 예정 안내", "배송 지연 사과"), "분실·파손": ("파손 접수",)},
    "교환·반품": {"환불 안내": ("환불 완료",)},
}


async def catalogue(centre: Centre) -> Catalogue:
    """Make `TREE` in the centre's service, with a sender number."""
    made = await Catalogue.of(centre)
    await made.ask("DELETE", f"categories/{made.first}")
    for first, seconds in TREE.items():
        made.first = (await made.category(first))["id"]
        for second, names in seconds.items():
            made.second = (await made.category(second, made.first))["id"]
            for name in names:
                await made.template(name, body=f"[샘플몰] {name}드립니다. 문의 1588-1234", sender=SENDER)
    return made


@dataclass
class Templates:
    """The room of somebody, and short ways through it."""

    room: SmsTemplatesRoom
    server: ServerThread
    services: Services
    catalogue: Catalogue | None

    @property
    def names(self) -> list[str]:
        """Return the names of all lines listed, from the top."""
        return [line.name for line in walked(self.room.view.panel.tree.shown)]

    @property
    def form(self) -> TemplateForm:
        return self.room.view.template.form

    def line(self, name: str) -> Line:
        return next(line for line in walked(self.room.view.panel.tree.shown) if line.name == name)

    def siblings(self, name: str) -> list[str]:
        """Return the names of the lines below one."""
        found = line_of(self.room.view.panel.tree.shown, self.line(name).id)
        assert found is not None
        return [line.name for line in found.below]

    def point_at(self, name: str) -> None:
        """Stand on a line, as a click does."""
        tree = self.room.view.panel.tree
        tree.setCurrentIndex(tree.lines.index_of(self.line(name).id))

    async def open(self, name: str) -> None:
        """Open a template and wait for its form."""
        self.point_at(name)
        await until(lambda: self.room.view.template.isEnabled() and self.form.name.text() == name)

    def type_body(self, text: str) -> None:
        """Write a text as a person does."""
        field = self.form.text._field
        field.selectAll()
        field.insertPlainText(text)

    def type_name(self, text: str) -> None:
        self.form.name.setText(text)
        self.form.name.textEdited.emit(text)

    def at_server(self, name: str) -> dict[str, Any]:
        """Return a template as the server has it."""

        async def ask(centre: Centre) -> Any:
            answer = await centre.boss.get("/v1/sms/templates", service_id=centre.service)
            return answer.json()["items"]

        return next(one for one in self.server.run(ask) if one["name"] == name)

    @property
    def presenter(self) -> TemplatesPresenter:
        return self.room.presenter

    def body_of(self, name: str) -> str:
        template = self.line(name).template
        assert template is not None
        return template.body

    def search(self, words: str) -> None:
        """Search, without waiting for the pause."""
        self.room.view.panel.search.setText(words)
        self.presenter.search(words)

    def order_at_server(self) -> list[str]:
        """Return the names of the whole tree as the server has it."""

        async def ask(centre: Centre) -> list[str]:
            found = (await centre.boss.get("/v1/sms/categories", service_id=centre.service)).json()["items"]
            its = (await centre.boss.get("/v1/sms/templates", service_id=centre.service)).json()["items"]
            names: list[str] = []
            for category in found:
                names.append(category["name"])
                names += [one["name"] for one in its if one["category_id"] == category["id"]]
            return names

        return self.server.run(ask)

    def card_says(self, text: str) -> bool:
        card = self.room.view.template.card
        return card is not None and any(text in label.text() for label in card.findChildren(QLabel))

    async def at_rest(self) -> None:
        """Let what was begun come to its end."""
        await until(lambda: not self.room._tasks.active)

    def change(self, name: str, /, **fields: Any) -> None:
        """A colleague changes a template at the server."""
        template_id, owned = self.at_server(name)["id"], self.catalogue
        assert owned is not None
        self.server.run(lambda _centre: owned.done("PATCH", f"templates/{template_id}", fields))

    async def go_offline(self) -> None:
        """Pull the plug."""
        self.server.stop()
        desk = self.services.workplace.desk
        desk.sync.nudge()
        await until(lambda: self.services.workplace.status and self.services.workplace.status.server_away)


Opener = Callable[..., Awaitable[Templates]]


async def open_room(
    services: Services, server: ServerThread, tasks: TaskOwner, frame: Any, made: Catalogue | None
) -> Templates:
    """Open the room and wait until it lists what there is."""
    room = SmsTemplatesRoom(services, tasks, frame)
    room.resize(1312, 660)
    room.show()
    room.entered({})
    await until(lambda: room.presenter.read_once)
    return Templates(room, server, services, made)


@asynccontextmanager
async def opening(
    server: ServerThread,
    log_in: LogIn,
    tasks: TaskOwner,
    frame: Any,
    shown: Callable[..., Any],
) -> AsyncIterator[Opener]:
    """Give a way to open the room, as ``boss`` unless it is said; `shown` ends it."""

    async def enter(username: str = "boss", *, filled: bool = True, url: str = "") -> Templates:
        found = server.run(catalogue) if filled else None
        at = await open_room(await log_in(username, url), server, tasks, frame, found)
        shown(at.room, 1312, 660)
        return at

    yield enter


@pytest.fixture
async def opened(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Callable[..., Any]
) -> AsyncIterator[Opener]:
    async with opening(server, log_in, tasks, frame, shown) as enter:
        yield enter


def question() -> AskDialog | None:
    """Return the question on the screen."""
    shown = (w for w in QApplication.topLevelWidgets() if isinstance(w, AskDialog))
    return next((w for w in shown if w.isVisible()), None)


async def answer(*, accept: bool) -> str:
    """Answer the question that comes; return what it asked."""
    await until(question)
    dialog = question()
    assert dialog is not None
    said = f"{dialog.accessibleName()} {dialog.accessibleDescription()}"
    buttons = [button for button in dialog.findChildren(Button) if button.isVisible()]
    said += f" {buttons[-1].text()}"
    buttons[-1 if accept else 0].click()
    await until(lambda: question() is None)
    return said
