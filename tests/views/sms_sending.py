"""발송 as tests open it: the real room against the real server, whose carrier is a ledger."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, QTime
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from occ_contract.people import Permission, Role
from occ_contract.sync import Entity
from occ_desktop.domain.drafts import DraftKind
from occ_desktop.domain.text_drafts import NEW, WrittenText, from_draft
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.dialogs import AskDialog
from occ_desktop.ui.theme.theme import Theme
from occ_desktop.ui.widgets.button import Button
from occ_desktop.views.sms_sending.confirmation import Confirmation
from occ_desktop.views.sms_sending.reservation import RESERVED
from occ_desktop.views.sms_sending.room import SmsSendingRoom
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.tables import sender_numbers
from occ_server.visibility.scopes import sms_key
from support.catalogue import Catalogue, add_sender
from support.centre import Centre
from support.looking import anywhere
from support.server_thread import ServerThread
from support.texting import Texting, texting
from support.waiting import until
from views.conftest import LogIn, StandInFrame

BODY = "안녕하세요"
Opener = Callable[..., Awaitable["OpenRoom"]]


@dataclass
class OpenRoom:
    """The room with short ways to what a person does in it."""

    room: SmsSendingRoom
    services: Services
    server: ServerThread
    texts: Texting
    catalogue: Catalogue

    @property
    def form(self) -> Any:
        return self.room.view.form

    @property
    def side(self) -> Any:
        return self.room.view.side

    @property
    def line(self) -> Any:
        return self.room.view.outcome

    @property
    def written(self) -> Any:
        return self.room.presenter.writing.text

    def write(self, body: str = BODY) -> None:
        """Type a text."""
        self.form.text._field.setPlainText(body)

    def address(self, typed: str) -> None:
        """Type recipients."""
        self.form.recipients.field.setPlainText(typed)

    def reserve(self, at: datetime) -> None:
        """Choose 예약 and this minute (the organisation's zone is asked)."""
        local = at.astimezone(self.zone)
        field = self.form.reservation
        field.kind._buttons[RESERVED].click()
        field.day.setDate(QDate(local.year, local.month, local.day))
        field.minute.setTime(QTime(local.hour, local.minute))

    @property
    def zone(self) -> ZoneInfo:
        return self.services.session.zone

    def press(self) -> None:
        """Press the main button."""
        self.side.send.click()

    async def answer(self, accept: bool = True) -> Confirmation:
        """Wait for the question and answer it; return what was shown (gone by then)."""
        dialog = await question()
        body = dialog.findChild(Confirmation)
        await answered(accept)
        assert isinstance(body, Confirmation)
        return body

    async def send(self) -> None:
        """Press, say yes, and wait until the server has it."""
        self.press()
        await self.answer()
        await until(lambda: not self.line.isHidden() and not self.side.send.busy)

    def settle(self, seconds: float = 11.0) -> None:
        """Let so much time pass at the server, and what is due be done."""
        self.server.run(lambda _centre: self.texts.settle(seconds))


def asking() -> AskDialog | None:
    """Return the question that is open."""
    shown = (w for w in QApplication.topLevelWidgets() if isinstance(w, AskDialog))
    return next((w for w in shown if w.isVisible()), None)


async def question() -> AskDialog:
    """Wait for a question."""
    await until(asking, why="for a question")
    dialog = asking()
    assert dialog is not None
    return dialog


async def answered(accept: bool = True) -> None:
    """Answer the question that comes."""
    dialog = await question()
    buttons = [button for button in dialog.findChildren(Button) if button.property("answer")]
    next(b for b in buttons if b.property("answer") == ("yes" if accept else "no")).click()
    await until(lambda: asking() is None)


async def texting_centre(centre: Centre) -> tuple[Texting, Catalogue]:
    """Have the service send through a ledger; its number and its carrier are known to the desks."""
    texts = await texting(centre)
    made = Catalogue(centre, "", "")
    made.first = (await made.category("배송"))["id"]
    made.second = (await made.category("출고 안내", made.first))["id"]
    await told(texts)
    return texts, made


async def told(texts: Texting) -> None:
    """Have the desks hear how numbers and carrier stand: tests put both there behind the server's back."""
    centre = texts.centre

    async def work(uow: UnitOfWork) -> None:
        query = select(sender_numbers.c.id).where(sender_numbers.c.service_id == centre.service)
        numbers = (await uow.conn.execute(anywhere(query))).scalars().all()
        keys, organisation = {sms_key(centre.service)}, centre.world.organisation_id
        uow.hold(Entity.SMS_LINK, [centre.service])
        uow.touch(Entity.SMS_LINK, centre.service, keys, organisation)
        uow.hold(Entity.SMS_SENDER, list(numbers))
        for number in numbers:
            uow.touch(Entity.SMS_SENDER, number, keys, organisation)

    await texts.database.run(work)


async def two_services(_texts: Texting, catalogue: Catalogue) -> None:
    """Have ann send in another service too, which has a number and a template of its own."""
    centre = catalogue.centre
    other = await centre.world.service("다른몰")
    for who, role in ((centre.ann, Role.AGENT), (centre.boss, Role.SUPERVISOR)):
        await centre.world.grant(who.id, other, role, frozenset({Permission.PHONE}))
    elsewhere = Catalogue(replace(centre, service=other), "", "")
    await add_sender(elsewhere.centre, "0311112222", usable=True)
    elsewhere.first = (await elsewhere.category("예약"))["id"]
    elsewhere.second = (await elsewhere.category("예약 안내", elsewhere.first))["id"]
    await elsewhere.template("예약 확인")
    await catalogue.template("출고 안내")


@asynccontextmanager
async def rooms_of(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame
) -> AsyncIterator[Opener]:
    """Open rooms as ann; they are closed while the loop still runs, since what is written is kept then."""
    rooms: list[SmsSendingRoom] = []
    texts, catalogue = server.run(texting_centre)

    async def open_room(
        arguments: dict[str, str] | None = None, prepare: Any = None, url: str = ""
    ) -> OpenRoom:
        if prepare is not None:
            server.run(lambda centre: prepare(texts, catalogue))
        services = await log_in("ann", url)
        room = SmsSendingRoom(services, tasks, frame)
        rooms.append(room)
        room.resize(1312, 640)
        room.show()
        room.entered(arguments or {})
        await until(lambda: room.presenter.writing.text.sender or room.view.trouble.troubles)
        return OpenRoom(room, services, server, texts, catalogue)

    yield open_room
    for room in rooms:
        room.closed()
        await room._services.drafts.settled()
        room.close()
        room.deleteLater()


async def kept(services: Services, subject: str = NEW) -> WrittenText | None:
    """Return the draft this machine has."""
    return from_draft(await services.drafts.read(DraftKind.SMS, subject), WrittenText)


@pytest.fixture
async def opened(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, theme: Theme
) -> AsyncIterator[Opener]:
    async with rooms_of(server, log_in, tasks, frame) as opener:
        yield opener
