"""Notices: if these fail, people miss new work, are told twice, or are disturbed against their wish."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from occ_contract.notices import NoticeKind
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.services.container import Services
from occ_desktop.services.events import NoticeGroup, NoticesArrived
from occ_desktop.services.preferences import QuietMode
from occ_desktop.ui.frame import Place, Target
from occ_desktop.views.shell.notices import Telling, Wording
from support.clock import START
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import Open
from views.shell_world import Shell

SEOUL = ZoneInfo("Asia/Seoul")
TELLING = Telling(START, SEOUL, {"s1": "샘플몰", "s2": "샘플카드"}.get)  # type: ignore[arg-type]


def group(kind: NoticeKind, count: int = 1, **more: Any) -> NoticeGroup:
    known: dict[str, Any] = {
        "services": ("s1",),
        "latest_at": START,
        "notice_ids": ("n1",),
        "callback_ids": tuple(f"c{i}" for i in range(count)),
    }
    return NoticeGroup(kind, count, **(known | more))


def toasts(shell: Shell) -> list[str]:
    return [toast.accessibleName() for toast in shell.window.messages.toasts]


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
async def test_a_new_callback_is_told_once_and_leads_to_its_row(open_as: Open, server: ServerThread) -> None:
    shell = await open_as("ann")
    callback = server.run(lambda centre: centre.given(centre.ann))
    await until(lambda: any("assigned" in title for title in toasts(shell)))
    assert len([title for title in toasts(shell) if "assigned" in title]) == 1
    toast = next(t for t in shell.window.messages.toasts if "assigned" in t.accessibleName())
    toast.action_triggered.emit("open")
    assert shell.window.place is Place.CALLBACK_LIST
    assert shell.room(Place.CALLBACK_LIST).told[-1] == ("entered", {"id": callback})


async def test_unread_ones_stand_on_the_bell_until_they_are_read(open_as: Open, server: ServerThread) -> None:
    shell = await open_as("ann")
    server.run(lambda centre: centre.given(centre.ann))
    bell = shell.window.view.top.bell
    await until(lambda: bell.unread == 2)  # received, and assigned
    shell.window.notices.toggle()
    await until(lambda: shell.window.notices.centre and shell.window.notices.centre.cards)
    centre = shell.window.notices.centre
    assert centre is not None
    assert [card.text.glyph for card in centre.cards] == ["user-plus", "phone-incoming"]
    centre.all_read.emit()
    await until(lambda: bell.unread == 0)


async def test_the_centre_opens_what_a_notice_is_about_and_marks_it_read(
    open_as: Open, server: ServerThread
) -> None:
    shell = await open_as("ann")
    callback = server.run(lambda centre: centre.given(centre.ann))
    await until(lambda: shell.window.view.top.bell.unread == 2)
    shell.window.notices.toggle()
    await until(lambda: shell.window.notices.centre and shell.window.notices.centre.cards)
    assert shell.window.notices.centre is not None
    shell.window.notices.centre.cards[0].action.click()
    assert shell.room(Place.CALLBACK_LIST).told[-1] == ("entered", {"id": callback})
    await until(lambda: shell.window.view.top.bell.unread == 1)


async def test_a_notice_put_off_comes_again_later(open_as: Open, services: Services) -> None:
    shell = await open_as("ann")
    assert shell.window.presence is not None
    shell.window.presence.teller.later_seconds = 0.05
    services.bus.publish(NoticesArrived((group(NoticeKind.CALLBACK_ASSIGNED, 2),)))
    first = shell.window.messages.toasts[0]
    first.action_triggered.emit("later")
    first.close_toast()
    assert toasts(shell) == []
    await until(lambda: toasts(shell))
    assert "assigned" in toasts(shell)[0]


async def test_do_not_disturb_holds_back_what_pops_up_but_keeps_it(
    open_as: Open, server: ServerThread, services: Services
) -> None:
    shell = await open_as("ann")
    services.preferences.change(sound=True)
    services.notifications.do_not_disturb(QuietMode.HALF_HOUR)
    server.run(lambda centre: centre.given(centre.ann))
    await until(lambda: shell.window.view.top.bell.unread == 2)
    assert toasts(shell) == []
    assert shell.opened.chimes == []
    assert "do not disturb" in shell.window.view.top.bell.accessibleName()


async def test_the_sound_comes_only_when_it_is_wanted(open_as: Open, services: Services) -> None:
    shell = await open_as("ann")
    arrived = NoticesArrived((group(NoticeKind.CALLBACK_ASSIGNED),))
    services.bus.publish(arrived)
    services.preferences.change(sound=True)
    services.bus.publish(arrived)
    assert shell.opened.chimes == [True]


async def test_what_happened_while_away_is_one_line(open_as: Open, services: Services) -> None:
    shell = await open_as("ann")
    groups = (group(NoticeKind.CALLBACK_ASSIGNED, 5), group(NoticeKind.CALLBACK_RECEIVED, 31))
    services.bus.publish(NoticesArrived(groups, digest=True))
    assert toasts(shell) == ["While you were away"]
    told = shell.window.messages.toasts[0].accessibleDescription()
    assert "5" in told
    assert "31" in told


async def test_rows_that_leave_ones_list_are_not_lost_silently(open_as: Open, services: Services) -> None:
    shell = await open_as("ann")
    gone = frozenset({"a", "b", "c"})
    services.bus.publish(ChangeSet(gone={Entity.CALLBACK: gone}, withdrawn=gone))
    assert "3" in shell.window.messages.undo_line.accessibleName()
    assert not shell.window.messages.undo_line.isHidden()


async def test_nothing_yet_is_said_in_the_empty_centre(open_as: Open) -> None:
    shell = await open_as("ann")
    shell.window.notices.toggle()
    assert shell.window.notices.centre is not None
    assert shell.window.notices.centre.cards == ()
    shell.window.notices.toggle()
    assert shell.window.notices.centre is None


@pytest.mark.parametrize("kind", [k for k in NoticeKind if k is not NoticeKind.UNKNOWN])
def test_no_notice_names_a_number_or_a_customer(kind: NoticeKind) -> None:
    text = Wording(TELLING).of(group(kind, 3, actors=("강수진",), preferred_at=START + timedelta(hours=1)))
    assert text.title
    assert text.action
    assert "010" not in text.title + text.detail


@pytest.mark.parametrize(
    "kind", [NoticeKind.SMS_HELD, NoticeKind.SMS_TROUBLE, NoticeKind.SMS_TROUBLE_ENDED], ids=lambda k: k.value
)
def test_a_notice_of_texts_leads_to_their_history_and_a_held_one_to_itself(kind: NoticeKind) -> None:
    """The list of callbacks keeps its search: what is wrong with texts is shown and mended elsewhere."""
    assert Wording(TELLING).of(group(kind)).target == Target(Place.SMS_HISTORY)
    held = Wording(TELLING).of(group(kind, texts=("m2", "m1"))).target
    assert held == Target(Place.SMS_HISTORY, {"message": "m2"} if kind is NoticeKind.SMS_HELD else {})


@pytest.mark.parametrize(
    "kind", [NoticeKind.SMS_TROUBLE, NoticeKind.SMS_TROUBLE_ENDED], ids=lambda k: k.value
)
def test_a_sender_number_that_was_blocked_is_named_as_such(kind: NoticeKind) -> None:
    text = Wording(TELLING).of(group(kind, reasons=("sender_unusable",)))
    assert "unknown" not in (text.title + text.detail).lower()


def test_the_most_urgent_wish_and_who_assigned_are_told() -> None:
    wish = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
    text = Wording(TELLING).of(group(NoticeKind.CALLBACK_ASSIGNED, 4, actors=("강수진",), preferred_at=wish))
    assert "강수진" in text.detail
    assert "14:30" in text.detail
    assert text.target.arguments == {"mine": "1"}


def test_two_kinds_at_once_are_one_line_that_leads_to_ones_own_work() -> None:
    groups = (
        group(NoticeKind.CALLBACK_ASSIGNED, 4, actors=("강수진",)),
        group(NoticeKind.CALLBACK_RECEIVED, 12),
    )
    text = Wording(TELLING).together(groups)
    assert "4" in text.title
    assert "강수진" in text.detail
    assert "12" in text.detail
    assert text.target.arguments == {"mine": "1"}


def test_several_services_are_named() -> None:
    text = Wording(TELLING).of(group(NoticeKind.CALLBACK_RECEIVED, 12, services=("s1", "s2", "gone")))
    assert text.detail == "샘플몰, 샘플카드"
