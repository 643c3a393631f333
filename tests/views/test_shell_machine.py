"""What the frame says of this machine: if these fail, a person does not learn that work was lost."""

import msgspec
import pytest
from PySide6.QtWidgets import QLabel

from occ_desktop.domain.rescue import Rescue, Tally
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.services.container import Services
from occ_desktop.views.opening.window import OpeningWindow
from occ_desktop.views.shell.machine_presenter import RESCUE, ZONE
from occ_desktop.views.shell.sync_presenter import BANNER
from support.clipping import cut_texts
from support.waiting import until
from views.conftest import Open

PART = Rescue("x.cache.aside-1", Tally(3, 1), Tally(2, None), Tally(4, 0))


async def test_what_a_repair_saved_and_lost_is_said_until_it_is_read(
    services: Services, open_as: Open
) -> None:
    shell = await open_as("boss")
    services.workplace.cache.rescue = PART
    shell.window.machine.refresh()
    banner = shell.window.messages._banners[RESCUE]
    said = banner.accessibleDescription()
    for part in ("3", "1", "2", "x.cache.aside-1"):
        assert part in said
    banner.action_clicked.emit()
    await until(lambda: RESCUE not in shell.window.messages.banners)
    assert services.workplace.cache.rescue is None


@pytest.mark.parametrize(
    "tally", [Tally(2, 0), Tally(2, 1), Tally(2, None)], ids=["whole", "in part", "unknown"]
)
async def test_each_outcome_has_its_own_sentence(open_as: Open, tally: Tally) -> None:
    machine = (await open_as("boss")).window.machine
    words = {
        machine.words(Rescue("f", Tally(2, lost), Tally(2, lost), Tally(2, lost))) for lost in (0, 1, None)
    }
    assert len(words) == 3
    assert machine.words(Rescue("f", tally, tally, tally)) in words
    assert machine.words(Rescue("f", foreign=True)) not in words
    assert machine.words(Rescue("f", notices=tally)) not in words


@pytest.mark.parametrize(
    ("reason", "about"),
    [
        ("proxy_setting", "ALL_PROXY"),
        ("certificate_setting", "SSL_CERT_FILE"),
        ("read_only", "/home/kim/.local/share"),
    ],
)
async def test_what_of_this_machine_keeps_the_news_away_is_named(
    services: Services, open_as: Open, reason: str, about: str
) -> None:
    shell = await open_as("boss")
    services.bus.publish(SyncStatus(SyncState.OFFLINE, reason=reason, about=about))
    assert about in shell.window.messages._banners[BANNER].accessibleDescription()
    services.bus.publish(SyncStatus(SyncState.OFFLINE, reason="connection"))
    assert about not in shell.window.messages._banners[BANNER].accessibleDescription()


async def test_a_proxy_that_cannot_be_used_comes_with_what_to_set_instead(
    services: Services, open_as: Open
) -> None:
    shell = await open_as("boss")
    services.bus.publish(SyncStatus(SyncState.OFFLINE, reason="socks_setting", about="all_proxy"))
    said = shell.window.messages._banners[BANNER].accessibleDescription()
    assert "all_proxy" in said
    assert "SOCKS is not supported" in said
    assert "http://" in said
    assert "remove" in said


async def test_times_in_another_zone_than_the_organisations_are_said_to_be_so(
    services: Services, open_as: Open
) -> None:
    shell = await open_as("boss")
    assert ZONE not in shell.window.messages.banners
    place = services.workplace
    place.rename(msgspec.structs.replace(place.me, time_zone="Asia/Atlantis"))
    shell.window.machine.refresh()
    said = shell.window.messages._banners[ZONE].accessibleDescription()
    assert "Asia/Atlantis" in said
    assert "UTC" in said
    place.rename(msgspec.structs.replace(place.me, time_zone="Asia/Seoul"))
    shell.window.machine.refresh()
    assert ZONE not in shell.window.messages.banners


async def test_the_window_of_the_start_cuts_no_sentence(shown) -> None:  # type: ignore[no-untyped-def]
    window = OpeningWindow()
    shown(window)
    for sentence in ("short", "a sentence that is long " * 12, "/a/very/long/path" * 12):
        window.show_failure("This cannot be opened right now.", sentence)
        assert not cut_texts(window)
        labels = [label for label in window.findChildren(QLabel) if label.text() == sentence]
        assert all(label.heightForWidth(label.width()) <= label.height() for label in labels)
    window.finish()
