"""If these fail, a supervisor reads wrong figures, or cannot carry them out of the program."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from occ_contract.callbacks import Callback, CallbackStatus
from occ_contract.ids import new_id
from occ_contract.statistics import Period
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.download_job import DownloadJob
from occ_desktop.ui.tables.states import StateKind
from occ_desktop.ui.widgets.choice_chip import Choice
from occ_desktop.views.stats.conditions import Conditions
from occ_desktop.views.stats.figures import rate_text, scale
from occ_desktop.views.stats.room import StatsRoom
from support.bulk import bulk_load
from support.clients import DeskClock
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import LogIn, StandInFrame

Opener = Callable[..., Awaitable[StatsRoom]]


def assigned(service: str, agent: str, at: datetime, count: int, done: int) -> Iterator[Callback]:
    """Callbacks assigned at a moment, ``done`` of them completed."""
    for number in range(count):
        completed = number < done
        yield Callback(
            id=new_id(),
            service_id=service,
            phone=f"010{number:08d}",
            received_at=at,
            status=CallbackStatus.COMPLETED if completed else CallbackStatus.ASSIGNED,
            assignee_id=agent,
            assigner_id=agent,
            assigned_at=at,
            completed_at=at if completed else None,
        )


@pytest.fixture
def jobs() -> list[DownloadJob]:
    return []


@pytest.fixture
def opened(
    server: ServerThread,
    log_in: LogIn,
    tasks: TaskOwner,
    frame: StandInFrame,
    shown: Callable[..., Any],
    clock: DeskClock,
    jobs: list[DownloadJob],
) -> Opener:
    async def open_room(*days: tuple[int, int, int]) -> StatsRoom:
        """``days``: how many days ago, assigned, completed."""
        services = await log_in("boss")
        agent = server.centre.ann.id
        rows = [
            row
            for ago, count, done in days
            for row in assigned(server.centre.service, agent, clock.now() - timedelta(days=ago), count, done)
        ]
        await bulk_load(services.workplace.cache, rows)
        room = StatsRoom(services, tasks, frame, download=lambda job, _parent: jobs.append(job))
        shown(room, 1216, 700)
        room.entered({})
        await until(lambda: room.view.model.total == 14)
        return room

    return open_room


def shown_rows(room: StatsRoom) -> list[list[str]]:
    model = room.view.model
    return [[str(model.index(row, column).data()) for column in range(5)] for row in range(model.total)]


async def test_each_day_shows_its_figures_and_a_day_without_work_no_rate(opened: Opener) -> None:
    room = await opened((0, 4, 1), (1, 3, 3))
    rows = shown_rows(room)
    assert rows[0][1:] == ["4", "1", "3", "▼ 25.0%"]
    assert rows[1][1:] == ["3", "3", "0", "100.0%"]
    assert rows[2][1:] == ["0", "0", "0", "–"]
    assert "57.1%" in room.view.total_row.accessibleName()
    room.closed()


async def test_months_add_their_days_up(opened: Opener) -> None:
    room = await opened((0, 4, 1), (1, 3, 3))
    room.presenter.search(Conditions(by=Period.MONTH))
    await until(lambda: room.view.model.total == 1)
    assert shown_rows(room)[0][1:] == ["7", "4", "3", "▼ 57.1%"]
    room.closed()


async def test_figures_follow_work_done_elsewhere(server: ServerThread, opened: Opener) -> None:
    room = await opened()
    assert room.view.table.overlay.shown is not None
    assert room.view.table.overlay.shown.kind is StateKind.EMPTY
    server.run(lambda centre: centre.given(centre.ann))
    await until(lambda: shown_rows(room)[0][1] == "1")
    room.closed()


async def test_chart_and_table_point_at_the_same_day(opened: Opener) -> None:
    room = await opened((0, 4, 1), (13, 2, 1))
    chart = room.view.chart
    assert chart is not None
    chart.period_hovered.emit(0)  # the oldest bar
    assert room.view.table.hovered_row == 13
    room.view.table.row_hovered.emit(0)  # the newest row
    assert chart.hovered == 13
    room.closed()


async def test_the_spreadsheet_equals_the_screen(
    opened: Opener, jobs: list[DownloadJob], services: Services, tmp_path: Path
) -> None:
    room = await opened((0, 4, 1), (1, 3, 3))
    QTest.keyClick(room.view.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    path = tmp_path / "figures.xlsx"
    await jobs[0].run(path, "weekly report", lambda _done, _total: None, asyncio.Event())
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    values = list(sheet.values)
    assert len(values) == 1 + 14 + 1
    assert values[-2][1:] == (4, 1, 3, 25)
    assert values[-1][1:4] == (7, 4, 3)
    assert values[1][4] is None
    room.closed()


async def test_who_left_is_named_among_the_assignees_and_their_figures_are_shown_and_saved(
    server: ServerThread, opened: Opener, jobs: list[DownloadJob], tmp_path: Path
) -> None:
    """Else a year's figures cannot be told apart by who made them, once some have left."""
    room = await opened((0, 4, 1))
    ann = server.centre.ann.id
    server.run(lambda c: c.world.revoke(ann, c.service))
    chip = room.view.conditions._assignees
    await until(lambda: Choice(ann, "이상담 (left)") in chip._choices, why="for the list to follow")
    server.run(lambda c: c.given(c.ben))
    await until(lambda: shown_rows(room)[0][1] == "5")
    chip._change(frozenset({ann}))
    await until(lambda: shown_rows(room)[0][1:4] == ["4", "1", "3"])
    assert "이상담 (left)" in chip.accessibleName()
    QTest.keyClick(room.view.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    path = tmp_path / "figures.xlsx"
    await jobs[0].run(path, "weekly report", lambda _done, _total: None, asyncio.Event())
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert list(sheet.values)[-1][1:4] == (4, 1, 3)
    room.closed()


def test_a_low_rate_is_marked_by_more_than_colour() -> None:
    assert rate_text(89.9) == "▼ 89.9%"
    assert rate_text(90.0) == "90.0%"
    assert rate_text(None) == "–"


@pytest.mark.parametrize("highest", [0, 1, 3, 4, 5, 17, 160, 999, 2273, 123_456])
def test_the_scale_holds_the_highest_bar_with_few_round_steps(highest: int) -> None:
    step, top = scale(highest)
    assert top >= highest
    assert top % step == 0
    assert 1 <= top // step <= 5
