"""What was typed last is always somewhere a person sees: if this fails, some order of a day loses a note.

The panel and the services are the real ones, on a real cache; the feed is what the test says it is.
"""

import asyncio
import itertools
import shutil
import tempfile
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from occ_contract.callbacks import CallbackStatus
from occ_contract.people import Me, Membership, Permission, Role
from occ_desktop.domain.drafts import DraftKind
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.accounts import Account
from occ_desktop.services.events import SessionEnding
from occ_desktop.services.rights import NotePlace
from occ_desktop.services.workplace import Desk
from occ_desktop.store import callbacks, feed, outbox, own
from occ_desktop.store.cache import Cache
from occ_desktop.ui.theme.theme import Theme
from occ_desktop.views.callbacks.commands import RowCommands
from occ_desktop.views.callbacks.panel.presenter import PanelPresenter
from occ_desktop.views.callbacks.standing import PresentStanding
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.texting_door import TextingDoor
from store.builders import KEY, ME, OWNER, callback, change, gone
from support.clients import DeskClock, client_services
from support.clock import START
from views.conftest import StandInFrame

SERVICE, ROWS = "service-0", (0, 3)
STEPS = (
    "type",
    "pause",
    "blur",
    "other row",
    "nobody",
    "taken away",
    "given back",
    "completed by another",
    "noted by another",
    "completed",
    "other room",
    "new window",
    "session ended",
    "quit",
    "killed",
    "settle",
)


class NoServer:
    """A synchronisation that reaches nobody: everything stays on this machine."""

    def start(self) -> None: ...
    async def stop(self) -> None: ...
    def nudge(self) -> None: ...
    def keep_back(self, key: str) -> None: ...
    def let_go(self, key: str) -> None: ...
    def listen_anew(self) -> None: ...


class Day:
    """One person, two callbacks, and what was typed last for each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seq, self._words = itertools.count(100), itertools.count(1)
        self._rows = {no: callback(no) for no in ROWS}
        self._errors: list[BaseException] = []
        self.last: dict[str, str] = {}
        self._unpaused: set[str] = set()
        self._steps: list[tuple[str, int]] = []

    async def begin(self) -> None:
        """Come to work: a cache, services, a window."""
        self._tasks = TaskOwner("day", on_error=lambda error, _name: self._errors.append(error))
        self._services = client_services(self._folder, self._tasks, DeskClock(), self._errors.append)
        self._cache = await Cache.open(self._folder / "cache.db", KEY, OWNER)
        member = Membership(service_id=SERVICE, role=Role.AGENT, permissions=(Permission.PHONE,))
        me = Me(
            id=ME,
            username="ann",
            name="이상담",
            organisation_id="o",
            organisation_name="o",
            time_zone="Asia/Seoul",
            memberships=(member,),
            server_time=START,
        )
        self._services.workplace.enter(Desk(me, self._cache, cast("Any", None), NoServer()))
        self._services.session._account = Account("https://occ.example", "ann")
        self._services.bus.subscribe(SessionEnding, lambda _event: self._close_window())
        self._services.bus.publish(SyncStatus(SyncState.OFFLINE, last_synced_at=START))
        self._open_window()
        await self._show(ROWS[0])

    async def first(self) -> None:
        """Be given both callbacks."""
        for no in ROWS:
            await self._feed(no, status=CallbackStatus.ASSIGNED, assignee_id=ME, assigned_at=START)

    def _open_window(self) -> None:
        self._window = self._tasks.child("window")
        self._gate = InFront()
        self._gate.enter()
        standing = PresentStanding(self._services)
        commands = RowCommands(self._services, self._window, standing)
        zone = ZoneInfo("Asia/Seoul")
        door = TextingDoor(StandInFrame(), lambda: self._services.session.rights)
        self._panel = PanelPresenter(
            self._services, self._window, standing, commands, lambda: zone, self._gate, door
        )
        self._standing = standing

    def _close_window(self) -> None:
        self._panel.close()
        self._standing.close()
        self._window.cancel_all(close=True)

    async def _feed(self, no: int, **fields: Any) -> None:
        row = self._rows[no] = callback(no, **{**_fields(self._rows[no]), **fields, "seq": next(self._seq)})
        await self._apply(change(row))

    async def _apply(self, *changes: Any) -> None:
        told = await self._cache.write(feed.apply_rows, changes, ME)
        self._services.bus.publish(told)

    async def _show(self, no: int | None) -> None:
        self._panel.show(None if no is None else self._rows[no].id)
        await asyncio.sleep(0)

    async def settle(self) -> None:
        """Let everything that was begun come to its end; only the question to the server is far away."""
        while under_way := [task for task in self._tasks.active if "panel.history" not in task.get_name()]:
            await asyncio.wait(under_way)

    async def end(self) -> None:
        """End the day whatever it brought; nothing may have gone wrong."""
        self._close_window()
        await self._services.close()
        await self._tasks.aclose()
        assert not self._errors, self._errors

    async def do(self, step: str, no: int) -> None:
        """Do one thing: at one's own desk, at another's, or to the program."""
        self._steps.append((step, no))
        at_hand = {
            "type": self._type,
            "pause": self._pause,
            "blur": self._blur,
            "completed": self._complete,
            "other room": self._other_room,
        }
        elsewhere: dict[str, dict[str, Any]] = {
            "given back": {"status": CallbackStatus.ASSIGNED, "completed_at": None, "completed_by": None},
            "completed by another": {
                "status": CallbackStatus.COMPLETED,
                "completed_at": START,
                "completed_by": "boss",
                "note": f"theirs {next(self._words)}",
            },
            "noted by another": {"note": f"theirs {next(self._words)}", "noted_by": "boss"},
        }
        if step in at_hand:
            at_hand[step]()
        elif step in elsewhere:
            await self._feed(no, **elsewhere[step])
        elif step == "taken away":
            await self._apply(gone(self._rows[no].id, next(self._seq)))
        elif step in {"other row", "nobody"}:
            await self._show(no if step == "other row" else None)
        elif step == "settle":
            await self.settle()
        else:
            await self._end_of_window(step, no)

    def _pause(self) -> None:
        if self._panel.note.ready and not self._box._edit.isReadOnly():
            self._box._on_pause()
            self._unpaused.discard(self._panel.callback_id or "")

    def _blur(self) -> None:
        if not self._box._edit.isReadOnly():
            self._box.left.emit(self._box.text)

    def _complete(self) -> None:
        for _ in range(2):  # nobody called: asked once
            self._panel.complete_row()

    def _other_room(self) -> None:
        self._gate.leave()
        self._panel.note.hand_over()
        self._gate.enter()

    async def _end_of_window(self, step: str, no: int) -> None:
        if step == "new window":
            self._close_window()
            self._open_window()
            await self._show(no)
        elif step == "killed":
            await self._killed(no)
        else:
            if step == "quit":
                self._close_window()
            await self._services.session.close()
            await self._again(no)

    @property
    def _box(self) -> Any:
        return self._panel.view.foot.note

    def _type(self) -> None:
        if self._panel.note.ready and not self._box._edit.isReadOnly():
            text = f"mine {next(self._words)}"
            self._box._edit.setPlainText(text)
            self.last[self._panel.callback_id or ""] = text
            self._unpaused.add(self._panel.callback_id or "")

    async def _killed(self, no: int) -> None:
        """Die: only what was told of before is promised."""
        await self.settle()
        unsaid = self._panel.callback_id
        if unsaid in self._unpaused:
            self.last.pop(unsaid, None)
        self._box.stop_waiting()
        self._tasks.cancel_all(close=True)
        await self._cache.close()
        await self._again(no)

    async def _again(self, no: int) -> None:
        self._tasks.cancel_all(close=True)
        await self.begin()
        await self._show(no)

    async def check(self) -> None:
        """Every text typed last is on the callback, in the outbox, or where its box or card shows it."""
        await self.settle()
        waiting = [entry.text for entry in await self._cache.write(outbox.entries)]
        for callback_id, text in self.last.items():
            row = await self._cache.write(callbacks.get, callback_id)
            places = [*waiting, (row.callback.note or "") if row is not None else ""]
            if row is not None and self._services.session.rights.note_place(row.callback) is NotePlace.SERVER:
                draft = await self._cache.write(own.draft, DraftKind.NOTE, callback_id)
                places.append(draft.text if draft is not None else "")
            if callback_id == self._panel.callback_id and self._panel.note.ready:
                places.append(self._box.text)
            assert text in places, (callback_id, text, places, self._steps)


def _fields(row: Any) -> dict[str, Any]:
    names = ("status", "assignee_id", "assigned_at", "completed_at", "completed_by", "note", "noted_by")
    return {name: getattr(row, name) for name in names}


async def _play(steps: list[tuple[str, int]], folder: Path) -> None:
    day = Day(folder)
    await day.begin()
    try:
        await day.first()
        await day._show(ROWS[0])
        await day.settle()
        for step, no in steps:
            await day.do(step, no)
        await day.check()
    finally:
        await day.end()


day_of_steps = st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(ROWS)), min_size=2, max_size=12)
LEFT, RIGHT = ROWS


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=day_of_steps)
@example(steps=[("type", LEFT), ("taken away", LEFT), ("other row", RIGHT)])
@example(steps=[("type", LEFT), ("completed by another", LEFT), ("new window", RIGHT)])
@example(steps=[("type", LEFT), ("blur", LEFT), ("type", LEFT), ("quit", LEFT)])
@example(steps=[("type", LEFT), ("session ended", LEFT)])
@example(steps=[("type", LEFT), ("pause", LEFT), ("killed", RIGHT), ("taken away", LEFT)])
@example(steps=[("noted by another", LEFT), ("type", LEFT), ("blur", LEFT), ("other row", RIGHT)])
def test_what_was_typed_last_is_always_somewhere(theme: Theme, steps: list[tuple[str, int]]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="typed-"))
    try:
        asyncio.run(_play([("settle", LEFT), *steps], folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
