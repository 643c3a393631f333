"""The row in hand is one thing: if these fail, F2 dials and F4 completes somebody one does not look at."""

import asyncio
import random
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from occ_contract.callbacks import CallbackStatus
from occ_desktop.domain.filters import PeriodChoice, PeriodPreset, SortColumn
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.views.callbacks.conditions import Conditions
from occ_desktop.views.callbacks.room import CallbacksRoom
from support.server_thread import ServerThread
from support.waiting import until
from views.callback_lists import Shown, opened, place_of
from views.conftest import LogIn, StandInFrame

KEYS = Qt.Key
EVERY = PeriodChoice(PeriodPreset.ALL)
OPEN = Conditions(EVERY, statuses=(CallbackStatus.ASSIGNED,))


def highlighted(room: CallbacksRoom) -> str | None:
    """Return the callback whose row is tinted, as it is painted."""
    row = room.view.table._look.current_row
    return room.model.id_at(row) if row >= 0 else None


def named(frame: StandInFrame) -> set[str]:
    """Return whom the keys in the status line say they act on."""
    labels = [hint.label.partition(" · ") for hint in frame.keys]
    return {name for _action, _dot, name in labels if name}


async def test_a_search_that_does_not_find_the_row_leaves_no_hand_and_no_key(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    first = server.run(lambda centre: centre.given(centre.ann, name="김하나"))
    second = server.run(lambda centre: centre.given(centre.ann, name="이둘"))
    room = await opened(log_in, tasks, frame, shown, "boss", 2)
    room.activateWindow()
    room.view.table.go_to(place_of(room, first))
    await until(lambda: room.panel.loaded is not None and named(frame) == {"김하나"})
    room.presenter.search(Conditions(EVERY, text="이둘"))
    await until(lambda: room.model.total == 1 and not room.model.loading)
    assert (highlighted(room), room.hand.id, named(frame)) == (None, None, set())
    assert room.panel.view._known.isHidden()
    for key in (KEYS.Key_F2, KEYS.Key_F4):
        QTest.keyClick(room.view.table, key)
    assert not await room._services.outbox.entries()
    assert server.run(lambda c: c.boss.view(second))["status"] == "assigned"
    room.closed()


async def test_another_order_keeps_the_row_in_hand(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    server.run(lambda centre: centre.waiting(5))
    chosen = server.run(lambda centre: centre.given(centre.ann, name="가나다"))
    room = await opened(log_in, tasks, frame, shown, "boss", 6)
    room.view.table.go_to(place_of(room, chosen))
    before = place_of(room, chosen)
    room.presenter.order_by(SortColumn.RECEIVED.value, descending=False)
    await until(lambda: room.model.position(chosen) not in {None, before})
    assert highlighted(room) == room.hand.id == chosen
    assert named(frame) == {"가나다"}
    room.closed()


async def test_a_call_goes_on_when_its_row_leaves_the_search(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.received(name="김하나"))
    room = await opened(log_in, tasks, frame, shown, "boss", 1)
    await room._services.cti.login("2041")
    await until(lambda: room.standing.now.cti is not None)
    room.presenter.search(Conditions(EVERY, statuses=(CallbackStatus.RECEIVED,)))
    await until(lambda: room.model.total == 1 and not room.model.loading)
    room.view.table.go_to(0)
    await until(lambda: room.panel.loaded is not None)
    room.panel.connect_row()  # connecting takes it: it is no longer merely received
    await until(lambda: room.model.total == 0)
    await until(lambda: room.hand.in_use)
    assert (highlighted(room), room.hand.id) == (None, given)
    assert named(frame) == {"김하나"}
    room.closed()


async def test_a_call_that_begins_brings_its_callback_to_hand(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    first = server.run(lambda centre: centre.given(centre.ann, name="김하나"))
    second = server.run(lambda centre: centre.given(centre.ann, name="이둘"))
    room = await opened(log_in, tasks, frame, shown, "ann", 2)
    await room._services.cti.login("2041")
    await until(lambda: room.standing.now.cti is not None)
    room.view.table.go_to(place_of(room, first))
    room.panel.connect_row()
    room.view.table.go_to(place_of(room, second))
    await until(lambda: (cti := room.standing.now.cti) is not None and cti.call is not None)
    assert highlighted(room) == room.hand.id == first
    room.closed()


async def test_a_callback_called_up_from_outside_highlights_nobody_else(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    listed = server.run(lambda centre: centre.given(centre.ann, name="김하나"))
    wanted = server.run(lambda centre: centre.received(name="이둘"))
    room = await opened(log_in, tasks, frame, shown, "boss", 2)
    room.presenter.search(OPEN)
    await until(lambda: room.model.total == 1 and not room.model.loading)
    room.view.table.go_to(0)
    assert room.hand.id == listed
    room.entered({"id": wanted})
    await until(lambda: named(frame) == {"이둘"})
    assert (highlighted(room), room.hand.id) == (None, wanted)
    room.presenter.search(Conditions(EVERY))
    await until(lambda: room.model.total == 2 and highlighted(room) == wanted)
    room.closed()


class Player:
    """Does at random what a person, colleagues and the line may do; sees after each turn that all agree."""

    def __init__(self, room: CallbacksRoom, server: ServerThread, frame: StandInFrame, seed: int) -> None:
        self.room, self.server, self.frame = room, server, frame
        self.chance = random.Random(seed)
        self.names: dict[str, str] = {}
        self.called_up: set[str | None] = {None}
        self.acted: list[str] = []
        self.made = 0
        self.asked = False
        room.model.repositioned.connect(self._on_other_rows)
        for signal in (room.panel.changed, room.standing.changed):
            signal.connect(self._note_use)
        room.hand.called_up.connect(self._on_called_up)
        room.commands.busy_changed.connect(self.acted.append)

    def agree(self) -> None:
        """What is highlighted is in panel and keys; without a highlight what was called up or in a call."""
        seen, hand = highlighted(self.room), self.room.hand.id
        if seen is not None:
            assert seen == hand == self.room.view.table.current_id
        elif self.room.view.table.stands:
            assert hand is None, "a row that is not here yet is nobody's"
        else:
            assert hand in self.called_up
        names = named(self.frame)
        assert names <= {self.names.get(hand or "", "")}

    def _note_use(self) -> None:
        if self.room.hand.in_use:
            self.called_up.add(self.room.hand.id)

    def _on_called_up(self) -> None:
        """A call that begins brings its callback to hand; the search asked for before does not empty it."""
        self.asked = False
        self.called_up.add(self.room.hand.id)

    def _on_other_rows(self, _first: int, _current: int) -> None:
        if self.asked and not self.room.hand.in_use:
            self.called_up = {None}
        self.asked = False
        self._note_use()

    async def turn(self) -> None:
        """Let the loop turn a few times, seeing each time that all agree."""
        for _ in range(self.chance.randrange(12)):
            await asyncio.sleep(0)
            self.agree()

    async def settle(self) -> None:
        room = self.room
        await until(lambda: not room.model.loading and not room._tasks.active)
        self.agree()

    async def play(self) -> None:
        moves = (self.search, self.sort, self.walk, self.walk, self.walk, self.act, self.act, self.act)
        await self.chance.choice((*moves, self.others, self.others, self.call_up, self.end_call))()
        self.agree()
        await self.turn()

    async def search(self) -> None:
        wanted = self.chance.choice(("all", "open", "received", "completed", "name"))
        made = Conditions(EVERY)
        if wanted == "name":
            made = replace(made, text=self.chance.choice(list(self.names.values())))
        elif wanted != "all":
            made = replace(made, statuses=(CallbackStatus({"open": "assigned"}.get(wanted, wanted)),))
        self.asked = True
        self.room.presenter.search(made)

    async def sort(self) -> None:
        self.asked = True
        column = self.chance.choice(list(SortColumn))
        self.room.presenter.order_by(column.value, descending=self.chance.random() < 0.5)

    async def walk(self) -> None:
        keys = (KEYS.Key_Down, KEYS.Key_Up, KEYS.Key_End, KEYS.Key_Home, KEYS.Key_PageDown)
        QTest.keyClick(self.room.view.table, self.chance.choice(keys))

    async def act(self) -> None:
        if self.room.hand.id is None:
            QTest.keyClick(self.room.view.table, KEYS.Key_Home)
        key = self.chance.choice((KEYS.Key_F2, KEYS.Key_F4, KEYS.Key_F6))
        seen, hand = highlighted(self.room), self.room.hand.id
        done = len(self.acted)
        told = self.frame.histories
        QTest.keyClick(self.room.view.table, key)
        if key == KEYS.Key_F6:
            form = self.room.panel.history
            assert (form.form is None, self.frame.histories - told) == (hand is None, int(hand is None))
            assert seen is None or seen == hand
            form.close()
            return
        QTest.keyClick(self.room.view.table, key)
        for _ in range(3):
            await asyncio.sleep(0)
        meant = {seen} if seen is not None else {hand}
        assert set(self.acted[done:]) <= meant | set(self.acted[:done]), "somebody else was acted on"

    async def others(self) -> None:
        self.made += 1
        name = f"고객{self.made}"
        deed = self.chance.choice(("received", "given", "complete", "cancel"))

        async def happen(centre: Any) -> str | None:
            if deed == "received":
                return str(await centre.received(name=name))
            if deed == "given":
                return str(await centre.given(centre.ann, name=name))
            one = self.chance.choice(list(self.names))
            await (centre.boss.complete(one) if deed == "complete" else centre.boss.cancel([one]))
            return None

        new = self.server.run(happen)
        if new is not None:
            self.names[new] = name

    async def call_up(self) -> None:
        wanted = self.chance.choice(list(self.names))
        self.asked = False
        self.called_up = {None, wanted}
        self.room.go_to(wanted)

    async def end_call(self) -> None:
        self.room.commands.hang_up()


@pytest.mark.parametrize(
    "seed", [*range(4), *(pytest.param(n, marks=pytest.mark.soak) for n in range(4, 40))]
)
async def test_whatever_happens_what_is_highlighted_is_what_is_acted_on(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, seed: int
) -> None:
    async def begin(centre: Any) -> dict[str, str]:
        return {await centre.given(centre.ann, name=f"처음{n}"): f"처음{n}" for n in range(6)}

    names = server.run(begin)
    room = await opened(log_in, tasks, frame, shown, "boss", 6)
    await room._services.cti.login("2041")
    room.activateWindow()
    player = Player(room, server, frame, seed)
    player.names.update(names)
    room.view.table.go_to(0)
    await player.settle()
    for _ in range(2):  # nobody has called yet: it is asked once
        QTest.keyClick(room.view.table, KEYS.Key_F4)
    await until(lambda: player.acted)
    for step in range(70):
        await player.play()
        if step % 10 == 9:
            await player.settle()
    room.closed()
