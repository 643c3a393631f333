"""What the system offers: never hangs, never lies, never leaves files open to others."""

import asyncio
import plistlib
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import keyring.errors
import pytest
from pytestqt.qtbot import QtBot

from occ_desktop.system.autostart import LaunchAgentAutostart, RegistryAutostart, XdgAutostart
from occ_desktop.system.paths import BadProfileNameError, ProfilePaths, resource
from occ_desktop.system.secrets import (
    KeyringLocked,
    KeyringSecrets,
    KeyringTimeout,
    KeyringUnavailable,
    SessionSecrets,
)
from occ_desktop.system.sound import NoSound, ProcessSound


class Ring:
    """A keyring that behaves as told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.error = error
        self.gate: threading.Event | None = None

    def _answer(self) -> None:
        if self.gate is not None:
            self.gate.wait()
        if self.error is not None:
            raise self.error

    def get_password(self, service: str, username: str) -> str | None:
        self._answer()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._answer()
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("none")


@pytest.fixture
def hanging() -> Iterator[Ring]:
    ring = Ring()
    ring.gate = threading.Event()
    yield ring
    ring.gate.set()


async def test_a_secret_comes_back_and_goes_away() -> None:
    secrets = KeyringSecrets("occ:default", backend=Ring())
    await secrets.set("token", "hidden")
    assert await secrets.get("token") == "hidden"
    await secrets.delete("token")
    await secrets.delete("token")
    assert await secrets.get("token") is None


async def test_a_keyring_that_hangs_is_given_up_and_holds_nobody(hanging: Ring) -> None:
    secrets = KeyringSecrets("occ:default", seconds=0.05, backend=hanging)
    with pytest.raises(KeyringTimeout):
        await secrets.set("token", "hidden")
    assert not hanging.gate.is_set(), "it hangs still"
    threads = [thread for thread in threading.enumerate() if thread.name == "occ-keyring"]
    assert all(thread.daemon for thread in threads)
    assert hanging.gate is not None
    hanging.gate.set()
    for thread in threads:
        await asyncio.to_thread(thread.join, 2)


async def test_locked_and_absent_are_told_apart() -> None:
    locked = KeyringSecrets("occ", backend=Ring(keyring.errors.KeyringLocked("locked")))
    absent = KeyringSecrets("occ", backend=Ring(keyring.errors.NoKeyringError("none")))
    with pytest.raises(KeyringLocked):
        await locked.get("token")
    with pytest.raises(KeyringUnavailable):
        await absent.get("token")


async def test_no_secret_stands_in_an_error(hanging: Ring) -> None:
    secrets = KeyringSecrets("occ", seconds=0.01, backend=hanging)
    with pytest.raises(KeyringTimeout) as failure:
        await secrets.set("token", "hidden-secret")
    assert "hidden-secret" not in str(failure.value)
    assert hanging.gate is not None
    hanging.gate.set()


async def test_a_secret_kept_late_does_not_undo_a_newer_one() -> None:
    """A refresh token that comes back from the dead would count as stolen at the next start."""
    first_leaves = threading.Event()

    class SlowOnce(Ring):
        def set_password(self, service: str, username: str, password: str) -> None:
            if password == "older":
                first_leaves.wait(10)
            super().set_password(service, username, password)

    secrets = KeyringSecrets("occ:default", seconds=0.05, backend=SlowOnce())
    for secret in ("older", "newer"):
        with pytest.raises(KeyringTimeout):
            await secrets.set("token", secret)
    first_leaves.set()
    for thread in [thread for thread in threading.enumerate() if thread.name == "occ-keyring"]:
        await asyncio.to_thread(thread.join, 10)
    patient = KeyringSecrets("occ:default", backend=secrets._backend)
    assert await patient.get("token") == "newer"


async def test_the_session_mode_keeps_secrets_only_in_memory() -> None:
    first, second = SessionSecrets(), SessionSecrets()
    await first.set("token", "hidden")
    assert await first.get("token") == "hidden"
    assert await second.get("token") is None
    await first.delete("token")
    assert await first.get("token") is None


def test_the_folders_of_a_profile_are_closed_to_others(tmp_path: Path) -> None:
    paths = ProfilePaths.of("kim", root=tmp_path).make()
    for folder in (paths.data, paths.config, paths.cache, paths.log):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a\\b", ".hidden", "x" * 65, "a b"])
def test_a_profile_name_cannot_lead_elsewhere(name: str) -> None:
    with pytest.raises(BadProfileNameError):
        ProfilePaths.of(name)


def test_two_profiles_share_no_folder() -> None:
    first, second = ProfilePaths.of("one"), ProfilePaths.of("two")
    assert not {first.data, first.config, first.cache, first.log} & {
        second.data,
        second.config,
        second.cache,
        second.log,
    }


def test_the_bundled_sounds_are_there() -> None:
    for name in ("notify.wav", "alert.wav"):
        assert resource("sounds", name).read_bytes()[:4] == b"RIFF"


def test_starting_with_the_session_survives_blanks_in_the_path(tmp_path: Path) -> None:
    autostart = XdgAutostart(tmp_path)
    assert not autostart.enabled()
    autostart.enable(["/opt/Online Contact/occ-desktop", "--profile", "100%"])
    text = (tmp_path / "autostart" / "occ-desktop.desktop").read_text(encoding="utf-8")
    assert 'Exec="/opt/Online Contact/occ-desktop" --profile "100%%"' in text
    assert autostart.enabled()
    autostart.disable()
    autostart.disable()
    assert not autostart.enabled()


def test_a_launch_agent_carries_the_command(tmp_path: Path) -> None:
    autostart = LaunchAgentAutostart(tmp_path)
    autostart.enable(["/Applications/OCC.app/occ-desktop"])
    agent = plistlib.loads(next(tmp_path.rglob("*.plist")).read_bytes())
    assert agent["ProgramArguments"] == ["/Applications/OCC.app/occ-desktop"]
    assert agent["RunAtLoad"] is True
    autostart.disable()
    assert not autostart.enabled()


class Registry:
    """The few calls of `winreg` that are used, over a dictionary."""

    HKEY_CURRENT_USER, REG_SZ, KEY_SET_VALUE = object(), 1, 2

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def OpenKey(self, *_args: object) -> "Registry":
        return self

    CreateKey = OpenKey

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_args: object) -> None:
        return None

    def QueryValueEx(self, _key: object, name: str) -> str:
        if name not in self.values:
            raise FileNotFoundError(name)
        return self.values[name]

    def SetValueEx(self, _key: object, name: str, _zero: int, _kind: int, value: str) -> None:
        self.values[name] = value

    def DeleteValue(self, _key: object, name: str) -> None:
        self.QueryValueEx(_key, name)
        del self.values[name]


def test_the_run_key_quotes_the_program() -> None:
    registry = Registry()
    autostart = RegistryAutostart(registry)
    autostart.enable([r"C:\Program Files\OCC\occ-desktop.exe", "--profile", "kim"])
    assert registry.values["occ-desktop"] == r'"C:\Program Files\OCC\occ-desktop.exe" --profile kim'
    assert autostart.enabled()
    autostart.disable()
    autostart.disable()
    assert not autostart.enabled()


def test_a_sound_starts_a_player_and_does_not_wait_for_it(qtbot: QtBot, tmp_path: Path) -> None:
    wav = tmp_path / "x.wav"
    wav.write_bytes(b"RIFF")
    player = tmp_path / "player"
    player.write_text("#!/bin/sh\nread line\n")
    player.chmod(0o700)
    sound = ProcessSound(str(player), "aplay")
    assert sound.play(wav)  # the player waits for us: who waits for the player comes to no end
    assert not sound.play(wav)  # one at a time
    assert sound._process is not None
    sound._process.closeWriteChannel()
    assert sound._process.waitForFinished(60_000)
    assert not sound.play(wav, volume=0)
    assert not NoSound().play(wav)
