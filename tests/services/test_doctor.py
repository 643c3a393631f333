"""`doctor` tells a person what their machine lacks before it costs them a day."""

import tempfile
from pathlib import Path

import pytest

from occ_desktop.services.doctor import Check, Level
from services.conftest import Client


async def _levels(client: Client, **told: bool) -> dict[Check, tuple[Level, str]]:
    findings = await client.services.doctor.examine(client.server, **told)
    return {f.check: (f.level, f.reason) for f in findings}


async def test_a_good_machine_is_fine_throughout(client: Client) -> None:
    found = await _levels(client, tray=True, fonts=True)
    assert set(found) == set(Check)
    assert {level for level, _ in found.values()} == {Level.FINE}
    assert not client.vault.entries


async def test_a_locked_keyring_is_named(client: Client) -> None:
    client.vault.trouble = "locked"
    assert (await _levels(client))[Check.KEYRING] == (Level.LIMITED, "locked")


async def test_a_server_that_is_away_is_named_with_the_reason(client: Client) -> None:
    client.plug.pulled = True
    assert (await _levels(client))[Check.SERVER] == (Level.BROKEN, "connection")


@pytest.mark.parametrize(
    ("name", "value", "level", "reason"),
    [
        ("all_proxy", "socks5://127.0.0.1:9", Level.BROKEN, "socks_setting"),
        ("HTTPS_PROXY", "http://", Level.BROKEN, "proxy_setting"),
        ("SSL_CERT_FILE", "/gone/ca.pem", Level.BROKEN, "certificate_setting"),
        ("SSLKEYLOGFILE", "/gone/keys", Level.LIMITED, "ignored"),
    ],
)
async def test_a_setting_of_this_machine_that_is_in_the_way_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str, value: str, level: Level, reason: str
) -> None:
    monkeypatch.setenv(name, value)
    findings = await client.services.doctor.examine("https://127.0.0.2:9")
    found = next(finding for finding in findings if finding.check is Check.SETTINGS)
    assert (found.level, found.reason, found.params["setting"]) == (level, reason, name)


async def test_a_clock_that_is_wrong_is_named(client: Client) -> None:
    client.clock.move(3600)
    assert (await _levels(client))[Check.CLOCK] == (Level.LIMITED, "skewed")


async def test_a_folder_that_cannot_be_written_is_named(client: Client, tmp_path: Path) -> None:
    blocked = client.folder
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_bytes(b"a file where a folder should be")
    assert (await _levels(client))[Check.FOLDERS] == (Level.BROKEN, "not_writable")


async def test_tray_and_fonts_are_told_by_who_can_see_them(client: Client) -> None:
    found = await _levels(client, tray=False, fonts=False)
    assert found[Check.TRAY] == (Level.LIMITED, "missing")
    assert found[Check.FONTS] == (Level.LIMITED, "missing")
    assert Check.TRAY not in await _levels(client)


async def test_a_look_that_fails_is_named_and_the_others_are_still_made(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Who calls the doctor has a machine that is odd already."""
    monkeypatch.setenv("TMPDIR", "/gone")
    monkeypatch.setattr(tempfile, "tempdir", "/gone")
    found = await _levels(client)
    caplog.clear()  # a warning fails a test that did not ask for it
    assert found[Check.CIPHER] == (Level.BROKEN, "fault")
    assert found[Check.SERVER][0] is Level.FINE
