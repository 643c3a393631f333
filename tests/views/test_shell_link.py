"""The light at the foot of the window: green means heard, the age is that of the rows, and amber says why."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel

from occ_contract.errors import ErrorCode
from occ_desktop.domain.failures import UnreachableReason
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.services.container import Services
from support.clients import DeskClock
from support.waiting import until
from views.conftest import Open
from views.shell_world import Shell


class Link:
    """A shell and the states its synchronisation is said to have."""

    def __init__(self, shell: Shell, services: Services, clock: DeskClock) -> None:
        self.shell, self.bus, self.clock = shell, services.bus, clock
        now = services.workplace.status
        assert now is not None
        self.now = replace(now, state=SyncState.IDLE, live=True, late=False, last_synced_at=clock.now())

    def say(self, **changes: object) -> str:
        """Publish a state; return what stands at the foot then."""
        self.now = replace(self.now, **changes)  # type: ignore[arg-type]
        self.bus.publish(self.now)
        return self.shell.window.view.status.text("sync")

    @property
    def ink(self) -> str:
        return self.shell.window.view.status._items["sync"]._glyph_ink

    @property
    def banner(self) -> list[str]:
        if "offline" not in self.shell.window.messages.banners:
            return []
        return [label.text() for label in self.shell.window.messages.banner_area.findChildren(QLabel)]


@pytest.fixture
async def link(open_as: Open, services: Services, clock: DeskClock) -> Link:
    shell = await open_as("ann")
    await until(lambda: services.workplace.status and services.workplace.status.live)
    await services.workplace.desk.sync.stop()  # from here on the states are ours
    return Link(shell, services, clock)


async def test_a_quiet_centre_is_connected_whatever_the_age_of_its_rows(link: Link) -> None:
    changed = link.clock.now() - timedelta(seconds=42)
    assert link.say(changed_at=changed) == "Connected · last change 42 second(s) ago"
    assert link.ink == "green"
    assert link.say(changed_at=None) == "Connected"


async def test_a_missed_heartbeat_turns_the_light_amber_until_something_is_heard(link: Link) -> None:
    link.say(changed_at=link.clock.now())
    assert link.say(late=True).startswith("Nothing is heard from the server")
    assert link.ink == "amber"
    link.say(state=SyncState.SYNCING)
    assert link.ink == "amber"
    link.say(state=SyncState.IDLE, last_synced_at=link.clock.now())  # polled, while the stream is swallowed
    assert link.ink == "amber"
    link.say(live=False)
    assert link.ink == "amber"
    link.say(live=True, late=False)
    assert link.ink == "green"


async def test_a_try_under_way_is_no_success_yet(link: Link) -> None:
    link.say(state=SyncState.OFFLINE, reason=UnreachableReason.TIMEOUT)
    assert "The server did not answer in time. Try again in a moment." in link.banner
    text = link.say(state=SyncState.SYNCING, was_away=True, next_try_at=None)
    assert text.startswith("Offline")
    assert link.shell.window.cti.bar.look.value == "disconnected"
    assert link.ink == "amber"
    assert "The server did not answer in time. Try again in a moment." in link.banner
    link.say(state=SyncState.IDLE, reason=None)
    assert (link.ink, link.banner) == ("green", [])


async def test_a_server_that_asks_to_wait_is_not_called_unreachable(link: Link) -> None:
    text = link.say(state=SyncState.BUSY, reason=ErrorCode.RATE_LIMITED.value)
    assert text.startswith("The server asks to wait")
    assert (link.ink, link.banner) == ("amber", [])


async def test_what_keeps_the_news_away_is_said_by_its_name(link: Link) -> None:
    link.say(state=SyncState.OFFLINE, reason=UnreachableReason.CERTIFICATE)
    assert any("certificate is not trusted" in text for text in link.banner)
    link.say(state=SyncState.IDLE)
    link.say(state=SyncState.OFFLINE, reason="disk_full")
    assert any("disk of this computer is full" in text for text in link.banner)


async def test_a_full_disk_is_not_called_offline_and_the_telephone_can_still_be_logged_in(link: Link) -> None:
    since = link.clock.now() - timedelta(minutes=5)
    text = link.say(state=SyncState.OFFLINE, reason="disk_full", hindered=True, last_synced_at=since)
    assert text == "No news · as of 5 minute(s) ago"
    assert link.shell.window.cti.bar.look.value == "logged_out"
    link.say(hindered=False, reason=UnreachableReason.TIMEOUT)
    assert link.shell.window.cti.bar.look.value == "disconnected"


async def test_before_anybody_was_heard_nothing_is_claimed(link: Link) -> None:
    presenter = link.shell.window.sync
    presenter._reached = None
    since = link.clock.now() - timedelta(minutes=5)
    text = link.say(state=SyncState.SYNCING, live=False, last_synced_at=since)
    assert text == "Looking for the server · as of 5 minute(s) ago"
    assert link.ink != "green"


def test_a_status_is_late_only_once_it_is_said() -> None:
    assert not SyncStatus().late
