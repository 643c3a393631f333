"""Never "nothing" before it is known: if these fail, one tells a customer what belongs to somebody else."""

import asyncio
from typing import Any

from PySide6.QtWidgets import QLabel

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.views.callbacks.panel.lines import LineRow, LineSection
from occ_desktop.views.callbacks.room import CallbacksRoom
from support.server_thread import ServerThread
from support.waiting import until
from views.callback_lists import Shown, opened, place_of
from views.conftest import LogIn, StandInFrame


def said(section: LineSection) -> str:
    """Return everything a section says: its head, and its lines or what stands in their place."""
    rows = [row.accessibleName() for row in section.findChildren(LineRow) if not row.isHidden()]
    texts = [label.text() for label in section.findChildren(QLabel) if not label.isHidden()]
    return " | ".join((section.accessibleName(), *(rows or texts)))


async def watched(room: CallbacksRoom, until_said: str) -> list[str]:
    """Return all that the customer's records said until they say this."""
    seen: list[str] = []

    def look() -> bool:
        now = said(room.panel.view.history)
        if not seen or seen[-1] != now:
            seen.append(now)
        return until_said in now

    await until(look)
    return seen


async def test_the_records_of_a_customer_are_not_none_before_the_server_said_so(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    async def known_to_the_server_alone(centre: Any) -> str:
        for _ in range(3):
            other = await centre.given(centre.ben, phone="01012345678")
            await centre.ben.complete(other)
        return str(await centre.given(centre.ann, phone="01012345678"))

    given = server.run(known_to_the_server_alone)
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    room.view.table.go_to(place_of(room, given))
    seen = await watched(room, "3 record")
    assert all("Checking…" in text for text in seen[:-1]), seen
    assert not any("0 record" in text or "Nothing" in text for text in seen)
    room.closed()


async def test_where_the_server_cannot_be_asked_it_is_said_how_much_that_is_worth(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    server.stop()
    await until(lambda: not room.standing.online)
    room.view.table.go_to(0)
    await watched(room, "Nothing else is known here of this number.")
    assert "as known here" in said(room.panel.view.history)
    room.closed()


async def test_the_records_of_one_customer_never_stand_under_the_name_of_another(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    async def regular_and_new(centre: Any) -> list[str]:
        other = await centre.given(centre.ann, phone="01012345678", route_name="단골 문의")
        await centre.ann.complete(other)
        return [
            await centre.given(centre.ann, phone="01012345678", name="단골"),
            await centre.given(centre.ann, phone="01099999999", name="처음"),
        ]

    regular, new = server.run(regular_and_new)
    room = await opened(log_in, tasks, frame, shown, "boss", 3)
    view = room.panel.view
    for _ in range(3):
        room.view.table.go_to(place_of(room, regular))
        await until(lambda: view._name.text() == "단골" and "단골 문의" in said(view.history))
        room.view.table.go_to(place_of(room, new))
        for _ in range(30):
            assert view._known.isHidden() or view._name.text() == "처음", "the panel is about the row in hand"
            assert "단골 문의" not in said(view.history)
            await asyncio.sleep(0)
    room.closed()


async def test_a_callback_still_being_read_is_not_shown_as_the_one_before(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    async def two(centre: Any) -> list[str]:
        first = str(await centre.given(centre.ann, name="앞사람"))
        return [first, str(await centre.received(name="뒷사람"))]

    first, second = server.run(two)
    room = await opened(log_in, tasks, frame, shown, "boss", 2)
    room.presenter.search_text("앞사람")
    await until(lambda: room.model.total == 1 and not room.model.loading)
    room.view.table.go_to(0)
    await until(lambda: room.panel.loaded is not None and room.panel.loaded.id == first)
    room.go_to(second)
    assert room.panel.view._known.isHidden(), "the row is not in the list: nothing is known of it yet"
    assert room.panel.view._nobody._title.text() == "Checking…"
    await until(lambda: room.panel.view._name.text() == "뒷사람")
    room.closed()


async def test_the_list_counts_nothing_before_it_was_read(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    server.run(lambda centre: centre.waiting(2))
    services = await log_in("boss")
    room = CallbacksRoom(services, tasks, frame)
    shown(room)
    room.entered({})
    positions = {frame.position}
    while room.model.loading:
        await asyncio.sleep(0)
        positions.add(frame.position)
    await until(lambda: frame.position == "1–2 of 2")
    assert positions <= {"", "1–2 of 2"}
    room.closed()
