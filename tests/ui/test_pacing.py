"""If these fail, a customer's request shows late on a quiet day, or a busy one makes the screen flicker."""

from typing import Any

from PySide6.QtCore import QElapsedTimer

from occ_desktop.ui.pacing import AtMostEvery


def test_the_first_ask_after_quiet_is_answered_in_the_next_turn(qtbot: Any) -> None:
    pace = AtMostEvery(60_000)
    with qtbot.waitSignal(pace.due, timeout=60_000):
        pace.ask()


def test_asking_never_answers_within_the_call(qtbot: Any) -> None:
    heard: list[int] = []
    pace = AtMostEvery(60_000)
    pace.due.connect(lambda: heard.append(1))
    pace.ask()
    assert heard == []
    qtbot.waitUntil(lambda: heard == [1])


def test_what_is_asked_in_a_burst_comes_once_more_and_not_sooner(qtbot: Any) -> None:
    heard: list[int] = []
    pace, timer = AtMostEvery(120), QElapsedTimer()
    pace.due.connect(lambda: heard.append(timer.elapsed()))
    timer.start()
    pace.ask()
    qtbot.waitUntil(lambda: len(heard) == 1)
    for _ in range(50):
        pace.ask()
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[1] - heard[0] >= 110  # Qt's timers of this length may be a twentieth early


def test_what_was_asked_for_can_be_forgotten(qtbot: Any) -> None:
    heard: list[int] = []
    pace, another = AtMostEvery(0), AtMostEvery(0)
    pace.due.connect(lambda: heard.append(1))
    pace.ask()
    pace.stop()
    with qtbot.waitSignal(another.due, timeout=60_000):
        another.ask()
    assert heard == []
