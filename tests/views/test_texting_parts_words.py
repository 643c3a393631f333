"""The phone shows the text as it arrives; trouble is told apart: what passes, and what someone must mend."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QScrollArea

from occ_contract.sms import CarrierTrouble, SenderNumber, SmsLink
from occ_desktop.ui.theme.theme import Theme
from occ_desktop.views.texting_parts.phone_preview import PhonePreview
from occ_desktop.views.texting_parts.trouble_banner import TroubleBanner

NOW = datetime(2026, 11, 30, 5, 32, tzinfo=UTC)
SINCE = datetime(2026, 11, 30, 4, 2, tzinfo=UTC)
SEOUL = ZoneInfo("Asia/Seoul")
GOOD = SenderNumber(id="1", service_id="s", phone="15000000", usable=True)
BLOCKED = SenderNumber(id="2", service_id="s", phone="0212345678", usable=False, blocked=True)


def _link(**state: Any) -> SmsLink:
    return SmsLink(id="s", service_id="s", **{"carrier": "nhn", **state})


@pytest.fixture
def banner(theme: Theme, shown: Callable[..., Any]) -> TroubleBanner:
    """A banner that was shown nothing yet."""
    made = TroubleBanner()
    shown(made, 1200, 90)
    made.hide()
    return made


@pytest.mark.parametrize("link", [None, _link()])
def test_nothing_is_said_while_all_is_well(banner: TroubleBanner, link: SmsLink | None) -> None:
    banner.show_state(link, [GOOD], NOW, SEOUL)
    assert banner.isHidden()
    assert banner.sendable


def test_an_outage_says_since_when_and_how_much_waits(banner: TroubleBanner) -> None:
    link = _link(trouble=CarrierTrouble.DOWN, since=SINCE, held=412, held_since=SINCE)
    banner.show_state(link, [GOOD], NOW, SEOUL)
    (trouble,) = banner.troubles
    assert trouble.title == "The carrier cannot be reached"
    assert "13:02" in trouble.text
    assert trouble.aside == "412 waiting, the oldest since 13:02"
    assert banner.sendable  # it is kept, and goes out by itself


def test_what_only_somebody_can_mend_comes_first(banner: TroubleBanner) -> None:
    banner.show_state(_link(trouble=CarrierTrouble.QUOTA, since=SINCE), [BLOCKED], NOW, SEOUL)
    assert [t.title for t in banner.troubles] == [
        "No sender number can be used",
        "The carrier's quota is used up",
    ]
    assert not banner.sendable


def test_a_blocked_number_among_others_is_named(banner: TroubleBanner) -> None:
    banner.show_state(_link(), [GOOD, BLOCKED], NOW, SEOUL)
    assert [trouble.title for trouble in banner.troubles] == ["The carrier has blocked 02-1234-5678"]
    banner.show_state(_link(), [GOOD], NOW, SEOUL)
    assert banner.isHidden()


def test_a_long_text_with_pictures_scrolls_in_the_phone(
    theme: Theme, shown: Callable[..., Any], qtbot: Any
) -> None:
    phone = PhonePreview()
    shown(phone, 236, 420)
    picture = QImage(100, 80, QImage.Format.Format_RGB32)
    picture.fill(0)
    phone.show_text("Subject", "A long text. " * 120, [picture], "1500-0000")
    assert phone.accessibleDescription().startswith("1500-0000\nSubject\nA long text.")
    area = phone.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    phone.show_text(None, "Short", [], "1500-0000")
    assert phone.accessibleDescription() == "1500-0000\nShort"


def test_a_word_longer_than_the_bubble_is_wide_is_not_cut(theme: Theme, shown: Callable[..., Any]) -> None:
    phone = PhonePreview()
    shown(phone, 236, 420)
    phone.show_text("제목", "https://example.com/" + "a" * 60 + " " + "아주긴이름" * 8, [], "1500-0000")
    area = phone.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()
