"""Makes docs/images anew: every screen in Korean, light and dark, at two sizes, from a still sample centre.

Run by `make screenshots`, offscreen. The server is the demo's own, without simulated life; what the pictures
show is done here by hand, through the same services as on a desk. Exit status 1 names texts that are cut.

`--check` keeps no picture: it looks for cut texts at 1280×720, in both themes, in the languages given. With
QT_SCALE_FACTOR set it does so at that scale.
"""

import argparse
import asyncio
import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QElapsedTimer, QIODevice
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from occ_contract.callbacks import AssignMethod, CallbackStatus
from occ_contract.tickets import NewTicket
from occ_desktop.bootstrap.application import make_application
from occ_desktop.bootstrap.client import Client
from occ_desktop.bootstrap.demo_server import DemoAccount, DemoCentre, DemoServer
from occ_desktop.bootstrap.program import Options, Program
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.domain.sync_status import SyncState
from occ_desktop.services.preferences import Language, ThemeChoice
from occ_desktop.system.paths import ProfilePaths
from occ_desktop.system.secrets import SessionSecrets
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.tables.checked import Checked
from occ_desktop.ui.theme.theme import ThemeChoice as Look
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import DARK, LIGHT
from occ_desktop.views.callbacks.room import CallbacksRoom

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.support.clipping import cut_texts

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
SIZES = ((1280, 720), (1440, 900))
THEMES = (ThemeChoice.LIGHT, ThemeChoice.DARK)
COMMAND = (sys.executable, "-m", "occ_server", "demo", "--port", "0", "--still", "--while-stdin")


async def until(condition: Callable[[], object], seconds: float = 30.0, what: str = "") -> None:
    """Wait while the loop turns."""
    timer = QElapsedTimer()
    timer.start()
    while not condition():
        if timer.elapsed() > seconds * 1000:
            raise TimeoutError(what)
        await asyncio.sleep(0.02)


async def quiet(milliseconds: int = 700) -> None:
    """Let what was started paint itself; a picture has no event to wait for."""
    await asyncio.sleep(milliseconds / 1000)


@dataclass(frozen=True)
class Wanted:
    """Which screens (none named: all), in which language, and where the pictures go (None: nowhere)."""

    images: Path | None
    screens: frozenset[str] = frozenset()
    language: Language = Language.KOREAN


class Photographer:
    """Takes each screen in both themes and sizes."""

    def __init__(self, program: Program, root: Path, wanted: "Wanted") -> None:
        self._program = program
        self._root = root
        self._wanted = wanted
        self._server = DemoServer(COMMAND)
        self.cut: list[str] = []
        self.taken = 0
        self.finished = False  # something that fails on the way goes to the program's door, not to us

    async def work(self) -> None:
        """Start the server, take everything, end."""
        try:
            if self._wanted.images is not None:
                self._wanted.images.mkdir(parents=True, exist_ok=True)
            centre = await self._server.start()
            await self._login(centre)
            await self._supervisor(centre)
            await self._agent(centre)
            self.finished = True
        finally:
            await self._server.stop()
            self._program.quit()

    def _client(self, profile: str) -> Client:
        client = self._program.new_client(
            ProfilePaths.of(profile, root=self._root).make(), secrets=SessionSecrets()
        )
        client.services.preferences.change(language=self._wanted.language)
        return client

    async def _take(self, client: Client, name: str, window: QWidget | None = None) -> None:
        """Photograph the client's window in every theme and size."""
        if self._wanted.screens and name not in self._wanted.screens:
            return
        main = client.window
        assert main is not None
        for theme in THEMES:
            self._program.theme.choose(_theme(theme))
            for width, height in SIZES if self._wanted.images else SIZES[:1]:
                main.resize(width, height)
                await quiet()
                shot = window or main
                self.cut += [f"{name} {theme.value} {width}: {text}" for text in cut_texts(shot)]
                if self._wanted.images is not None:
                    _save(_picture(main), self._wanted.images / f"{name}-{theme.value}-{width}.png")
                self.taken += 1
        self._program.theme.choose(_theme(ThemeChoice.LIGHT))

    async def _login(self, centre: DemoCentre) -> None:
        client = self._client("login")
        await client.open()
        login = client.login
        assert login is not None
        login.view.server_input.setText(centre.url)
        login.view.server_input.editingFinished.emit()
        login.view.account_input.setText("agent01")
        await quiet(1500)
        await self._take(client, "login")
        login.view.password_input.setText("wrong password")
        login.view.submit.click()
        await quiet(1500)
        await self._take(client, "login-error")
        login.hide()

    async def _enter(self, centre: DemoCentre, account: DemoAccount, profile: str) -> Client:
        client = self._client(profile)
        await client.open_as(centre.url, account.username, account.password)
        await until(lambda: _settled(client), 60, "first fill")
        await quiet(1500)
        return client

    async def _supervisor(self, centre: DemoCentre) -> None:
        account = next(a for a in centre.accounts if a.role == "supervisor")
        client = await self._enter(centre, account, "supervisor")
        shell = client.shell
        assert shell is not None
        await self._take(client, "supervisor")
        for place, name in ((Place.STATISTICS, "stats"), (Place.CANCELLATION, "cancellation")):
            shell.navigate(Target(place))
            await quiet(1500)
            await self._take(client, name)
        shell.navigate(Target(Place.ASSIGNMENT))
        await quiet(1500)
        await _prepare_assignment(client)
        await self._take(client, "assignment")
        shell.navigate(Target(Place.SETTINGS))
        await self._take(client, "settings")
        await client.put_away()

    async def _agent(self, centre: DemoCentre) -> None:
        account = next(a for a in centre.accounts if a.role == "agent" and "callback.assign" in a.permissions)
        client = await self._enter(centre, account, "agent")
        services, shell = client.services, client.shell
        assert shell is not None
        me = services.session.me
        assert me is not None
        await _give_work(client, me.id)
        await services.cti.login("2041")
        await quiet(1500)
        own = await services.search.page(
            CallbackFilter(assignees=(me.id,), statuses=(CallbackStatus.ASSIGNED,)), CallbackSort(), 0, 5
        )
        await services.actions.connect(own[1].id)
        shell.navigate(Target(Place.CALLBACK_LIST, {"id": own[1].id}))
        await quiet(6000)
        await self._take(client, "callbacks")
        shell.notices.toggle()
        await self._take(client, "notices")
        shell.notices.toggle()
        room = shell.host.room(Place.CALLBACK_LIST)
        assert isinstance(room, CallbacksRoom)
        room.panel.register_history()
        await quiet()
        await self._take(client, "history")
        room.panel.history.close()
        await self._offline(client, [row.id for row in own])

    async def _offline(self, client: Client, own: list[str]) -> None:
        services, shell = client.services, client.shell
        assert shell is not None
        await self._server.stop()
        services.workplace.desk.sync.nudge()
        await until(lambda: _state(client) is SyncState.OFFLINE, 60, "offline")
        await services.actions.complete(own[2], "내일 오전에 다시 안내하기로 함")
        await services.tickets.register(
            NewTicket(
                service_id=services.directory.services()[0].id,
                subject="배송지 변경 문의",
                content="주문 확인 뒤 문자로 안내",
                phone="010-0482-1937",
            )
        )
        await quiet(1500)
        await self._take(client, "callbacks-offline")
        shell.navigate(Target(Place.OUTBOX))
        await self._take(client, "outbox")


async def _prepare_assignment(client: Client) -> None:
    """Check fourteen waiting callbacks of one service and the four agents with the least to do."""
    from occ_desktop.views.assignment.room import AssignmentRoom

    room = client.shell.host.currentWidget() if client.shell else None
    if not isinstance(room, AssignmentRoom):
        return
    search, directory = client.services.search, client.services.directory
    service = directory.services()[0].id
    statuses = (CallbackStatus.RECEIVED, CallbackStatus.CANCELLED)
    oldest = CallbackSort(descending=False)
    week = client.services.clock.now() - timedelta(days=6)
    waiting = await search.page(
        CallbackFilter(received_from=week, statuses=statuses, services=(service,)), oldest, 0, 14
    )
    loads = await search.outstanding_by_agent((service,))
    agents = sorted(directory.agents((service,), phone_only=True), key=lambda agent: loads.get(agent.id, 0))
    room.view.rows.table.set_checked(Checked(ids=frozenset(row.id for row in waiting)))
    room.view.agents.table.set_checked(Checked(ids=frozenset(agent.id for agent in agents[:4])))
    await quiet()


async def _give_work(client: Client, person: str) -> None:
    """Assign a handful of waiting callbacks to the person."""
    services = client.services
    mine = frozenset(m.service_id for m in services.session.me.memberships) if services.session.me else ()
    waiting = await services.search.page(
        CallbackFilter(statuses=(CallbackStatus.RECEIVED,), services=tuple(mine)), CallbackSort(), 0, 6
    )
    await services.assignment.assign([row.id for row in waiting], [person], AssignMethod.MANUAL)
    await quiet(timedelta(seconds=2) // timedelta(milliseconds=1))


def _theme(choice: ThemeChoice) -> Look:
    return Look(choice.value)


def _settled(client: Client) -> bool:
    status = client.services.workplace.status
    return (
        status is not None and status.state is SyncState.IDLE and client.services.directory.services() != ()
    )


def _state(client: Client) -> SyncState | None:
    status = client.services.workplace.status
    return status.state if status else None


def _picture(main: QWidget) -> Image.Image:
    """Return the window with every dialog and panel that stands over it, as one sees them."""
    picture = main.grab()
    painter = QPainter(picture)
    origin = main.mapToGlobal(main.rect().topLeft())
    for widget in QApplication.topLevelWidgets():
        if widget is not main and widget.isVisible() and widget.parentWidget() is not None:
            at = widget.mapToGlobal(widget.rect().topLeft()) - origin
            if isinstance(widget, QDialog):  # a window manager centres it and gives it an edge
                at = main.rect().center() - widget.rect().center()
                painter.fillRect(widget.rect().translated(at).adjusted(-1, -1, 1, 1), token_colour("line2"))
            painter.drawPixmap(at, widget.grab())
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data())))


def _save(picture: Image.Image, path: Path) -> None:
    """Write with 256 colours, a third of the size: the tokens in view exactly, and shades between."""
    flat = picture.convert("RGB")
    seen = {colour for _, colour in flat.getcolors(flat.width * flat.height) or []}
    named = {value for look in (LIGHT, DARK) for value in asdict(look).values()}
    exact = sorted(seen & {QColor(name).getRgb()[:3] for name in named})
    shades = flat.quantize(256 - len(exact), dither=Image.Dither.NONE, kmeans=2).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for colour in exact for channel in colour] + shades)
    flat.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> int:
    """Take all pictures, or those of the screens named."""
    parser = argparse.ArgumentParser(description="Photograph every screen.")
    parser.add_argument("--to", type=Path, default=IMAGES, metavar="FOLDER", help="instead of docs/images")
    parser.add_argument("--check", action="store_true", help="keep no picture, only look for cut texts")
    parser.add_argument("--language", choices=("ko", "en"), default="ko")
    parser.add_argument("screens", nargs="*", metavar="SCREEN", help="only these")
    options = parser.parse_args()
    images = None if options.check else options.to
    wanted = Wanted(images, frozenset(options.screens), Language(options.language))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        program = Program(make_application(sys.argv[:1]), Options("pictures", root=root), keyring=False)
        photographer = Photographer(program, root, wanted)
        try:
            program.run(lambda: program.tasks.start(photographer.work(), name="photographer"))
        finally:
            program.close()
    sys.stdout.write(f"{photographer.taken} looks, pictures in {images or 'no folder'}\n")
    if not photographer.finished:
        sys.stdout.write("not finished\n")
    for line in photographer.cut:
        sys.stdout.write(f"cut: {line}\n")
    return 0 if photographer.finished and not photographer.cut else 1


if __name__ == "__main__":
    sys.exit(main())
