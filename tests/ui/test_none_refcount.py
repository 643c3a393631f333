"""PySide6 6.12.0 drops one reference of `None` in every void call, which kills CPython 3.11."""

import sys

from PySide6.QtGui import QFont

from tests.support.qt import qt_application


def test_thousands_of_qt_calls_leave_none_alone() -> None:
    qt_application()
    font = QFont()
    rounds = 3000
    before = sys.getrefcount(None)
    for _ in range(rounds):
        font.setBold(True)
    lost = before - sys.getrefcount(None)
    assert abs(lost) < rounds / 10
