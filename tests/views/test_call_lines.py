"""What the panel says of calls: if these fail, it counts on what nobody knows, or calls ringing talk."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from occ_contract.callbacks import Attempt, AttemptResult, Callback, CallbackStatus
from occ_contract.cti import CallState, CtiState, CtiStatus, CurrentCall
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui import moments
from occ_desktop.views.callbacks.cells import CallbackCells
from occ_desktop.views.callbacks.offers import Standing, present_claim
from occ_desktop.views.callbacks.panel.facts import FactsMaker, Line, Silence
from support.server_thread import ServerThread
from support.waiting import until
from views.callback_lists import Shown, opened
from views.conftest import LogIn, StandInFrame

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
SEOUL = ZoneInfo("Asia/Seoul")


def maker(silence: Silence | None = None) -> FactsMaker:
    return FactsMaker(str, lambda name: name or "", lambda: "me", lambda: NOW, lambda: SEOUL, lambda: silence)


def row_with(*calls: Attempt, wish: datetime | None = None) -> CallbackRow:
    row = Callback(
        id="c",
        service_id="s",
        phone="01012345678",
        received_at=NOW,
        status=CallbackStatus.ASSIGNED,
        calls=calls,
        preferred_at=wish,
    )
    return CallbackRow(row)


def line(call: Attempt, silence: Silence | None = None) -> Line:
    return maker(silence).facts(row_with(call)).attempts[0]


def test_a_wish_in_line_is_told_from_a_receipt() -> None:
    wished, came = maker().queue((row_with(wish=NOW + timedelta(hours=1)), row_with()))
    assert (wished.time, came.time) == ("wish 15:30", "14:30")


def ended(answered_after: int) -> Attempt:
    return Attempt(
        id="a",
        agent_id="me",
        started_at=NOW,
        state=CallState.ENDED,
        result=AttemptResult.CONNECTED,
        answered_at=NOW + timedelta(seconds=answered_after),
        ended_at=NOW + timedelta(seconds=90),
        talk_seconds=90 - answered_after,
    )


def test_a_softphones_call_is_not_called_talk_since_nobody_knows_when_the_customer_answered() -> None:
    assert "call 1:30" in line(ended(0)).text
    assert "talk 1:10" in line(ended(20)).text


def test_a_running_call_counts_only_while_news_of_it_come_in() -> None:
    running = Attempt(id="a", agent_id="me", started_at=NOW - timedelta(seconds=65), state=CallState.RINGING)
    assert line(running).aside == "1:05"
    assert line(running, Silence(NOW - timedelta(seconds=30))).aside == "not known since 14:29"
    assert line(running, Silence(None)).aside == "not known now"


def test_ones_own_call_has_one_state_and_one_clock_wherever_it_is_shown() -> None:
    """The bar shows what the line says; the row learns of it later, and counts from another moment."""
    began, rang = NOW - timedelta(seconds=9.7), NOW - timedelta(seconds=6.4)
    known = Attempt(id="a", agent_id="me", started_at=began, state=CallState.DIALLING)
    on_line = CurrentCall(id="a", state=CallState.RINGING, since=rang, phone="01012345678", callback_id="c")
    cti = CtiStatus(agent_id="me", state=CtiState.RINGING, since=rang, call=on_line)
    standing = Standing("me", lambda *_: True, lambda _s: False, lambda _s: True, cti=cti)
    row = row_with(known)
    cells = CallbackCells(str, lambda name: name or "", lambda: NOW, lambda: SEOUL, lambda: standing)
    cell, said = cells.actions(row), maker().facts(row, present_claim(row, standing)).attempts[0]
    shown = moments.running(rang, NOW)
    assert (cell.text, cell.trailing) == ("Me · Ringing", shown)
    assert (said.text, said.aside) == ("Ringing · me", shown)


def test_a_running_time_is_the_same_wherever_within_a_second_it_is_read() -> None:
    since = NOW + timedelta(milliseconds=700)
    read = [moments.running(since, NOW + timedelta(seconds=6, milliseconds=ms)) for ms in (1, 400, 999)]
    assert read == ["0:06"] * 3


async def test_while_the_server_is_away_list_and_panel_know_of_no_running_call(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    room.go_to(given)
    await until(lambda: room.panel.loaded is not None)
    await room._services.cti.login("2041")
    await until(lambda: room.standing.now.cti is not None)
    room.panel.connect_row()
    await until(lambda: room.panel.row is not None and room.panel.row.callback.live_call is not None)
    assert ":" in room.panel._facts.facts(room.panel.row).attempts[0].aside
    server.stop()
    room._services.workplace.desk.sync.nudge()
    await until(lambda: not room.standing.now.informed)
    assert "not known since" in room.panel._facts.facts(room.panel.row).attempts[0].aside
    room.closed()
