"""Errors nobody awaited: one door, one message per kind, and nothing private in it."""

import asyncio
import gc
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import qWarning

from occ_desktop.runtime.crash import CrashReport, CrashReporter


class Door:
    def __init__(self) -> None:
        self.reports: list[CrashReport] = []

    def __call__(self, report: CrashReport) -> None:
        self.reports.append(report)

    @property
    def summaries(self) -> list[str]:
        return [report.summary for report in self.reports]


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def reporter(door: Door) -> Iterator[CrashReporter]:
    made = CrashReporter(door)
    made.install()
    yield made
    made.uninstall()


def raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught


def test_an_error_of_the_main_thread_is_reported(reporter: CrashReporter, door: Door) -> None:
    error = raised(ValueError("broken"))
    sys.excepthook(type(error), error, error.__traceback__)
    assert door.summaries == ["ValueError: broken"]
    assert "raised" in door.reports[0].details


def test_an_error_of_a_worker_thread_is_reported(reporter: CrashReporter, door: Door) -> None:
    thread = threading.Thread(target=lambda: 1 / 0, name="writer")
    thread.start()
    thread.join()
    assert door.summaries == ["ZeroDivisionError: division by zero"]
    assert door.reports[0].source == "thread writer"


def test_an_error_of_a_finaliser_is_reported(reporter: CrashReporter, door: Door) -> None:
    class Broken:
        def __del__(self) -> None:
            raise RuntimeError("in del")

    Broken()
    gc.collect()
    assert door.summaries == ["RuntimeError: in del"]


def test_an_error_of_a_callback_of_the_loop_is_reported(reporter: CrashReporter, door: Door) -> None:
    async def main() -> None:
        reporter.watch_loop(asyncio.get_running_loop())
        asyncio.get_running_loop().call_soon(lambda: {}["missing"])
        await asyncio.sleep(0.01)

    asyncio.run(main())
    assert door.summaries == ["KeyError: 'missing'"]


@pytest.mark.qt_no_exception_capture
def test_a_message_of_qt_reaches_the_log(reporter: CrashReporter, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="qt"):
        qWarning("something odd")
    assert "something odd" in caplog.text


def test_one_message_per_kind_however_often(reporter: CrashReporter, door: Door) -> None:
    numbers = {reporter.report(raised(ValueError(f"text {n}")), "test") for n in range(50)}
    assert len(door.reports) == 1
    assert numbers == {door.reports[0].number}


def test_another_place_is_another_kind(reporter: CrashReporter, door: Door) -> None:
    def elsewhere() -> None:
        int("x")

    reporter.report(raised(ValueError("x")), "test")
    try:
        elsewhere()
    except ValueError as error:
        reporter.report(error, "test")
    assert len({report.number for report in door.reports}) == 2


def test_no_phone_number_and_no_token_leaves_in_a_report(
    reporter: CrashReporter, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    reporter.report(raised(ValueError("call 01012345678 with Bearer abcdef123456")), "test")
    text = door.reports[0].summary + door.reports[0].details + caplog.text
    assert "01012345678" not in text
    assert "abcdef123456" not in text
    assert "010-****-5678" in text


def test_a_door_that_fails_itself_starts_no_circle(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_report: CrashReport) -> None:
        raise RuntimeError("door")

    reporter = CrashReporter(broken)
    reporter.report(raised(ValueError("x")), "test")
    assert "the crash sink failed" in caplog.text


def test_all_hooks_are_given_back(door: Door) -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    reporter = CrashReporter(door)
    reporter.install()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) != before
    reporter.uninstall()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
