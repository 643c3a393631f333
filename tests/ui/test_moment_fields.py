"""If these fail, a day or a minute is typed and another one stays."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDateTimeEdit

from occ_desktop.ui.theme.theme import Theme
from occ_desktop.ui.widgets.date_field import DateField, MinuteField


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        (MinuteField, "0915", "09:15"),
        (lambda: DateField("Day", date(2026, 11, 30)), "20261201", "2026.12.01"),
    ],
    ids=["minute", "day"],
)
async def test_a_moment_is_typed_over_the_one_before(
    theme: Theme, qtbot: Any, field: Callable[[], QDateTimeEdit], typed: str, shown: str
) -> None:
    """Qt alone refuses each digit while the whole text is selected, and says nothing."""
    made = field()
    qtbot.addWidget(made)
    made.show()
    made.selectAll()
    QTest.keyClicks(made, typed)
    assert made.text() == shown
