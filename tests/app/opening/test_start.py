"""From the double click to a window, whatever the machine is like: the real program object, no person at it.

If one fails, somebody starts the program and looks at nothing.
"""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from occ_desktop.bootstrap.client import Client
from occ_desktop.bootstrap.opening import Stage
from occ_desktop.domain.failures import CacheFailure, SecretsFailure
from occ_desktop.system.paths import ProfilePaths
from occ_desktop.ui.failure_text import sentence
from support.journey import Desk, make_desk
from support.server_thread import ServerThread
from support.surroundings import in_the_place_of, read_only
from support.waiting import until
from support.world import PASSWORD


async def _remembered(folder: Path, server: ServerThread) -> Desk:
    """Return a program whose last person was ``ann``, closed."""
    desk = make_desk(folder)
    await desk.services.session.login(server.url, "ann", PASSWORD, remember=True)
    await until(lambda: desk.settled)
    await desk.close()
    return desk


def _again(desk: Desk) -> Desk:
    return make_desk(desk.folder, desk.vault)


def _only_window(client: Client) -> Any:
    assert client.window is not None
    assert client.window.isVisible()
    return client.window


async def test_trouble_of_the_machine_is_a_sentence_with_a_way_out_and_trying_again_works(
    server: ServerThread, tmp_path: Path, theme: object
) -> None:
    desk = _again(await _remembered(tmp_path / "desk", server))
    (file,) = (tmp_path / "desk" / "cache").glob("*.cache")
    with in_the_place_of(file.with_name(file.name + "-wal")):
        await desk.client.open()
        window = _only_window(desk.client)
        assert desk.client.opening.stage is Stage.FAILED
        assert window.sentence == sentence(CacheFailure("unavailable", str(file)))
    window.retry_chosen.emit()
    await until(lambda: desk.client.shell)
    assert desk.client.opening.window is None
    await desk.close()


async def test_a_locked_keyring_can_be_tried_again_or_gone_around(
    server: ServerThread, tmp_path: Path, theme: object
) -> None:
    desk = _again(await _remembered(tmp_path / "desk", server))
    answered = desk.vault.get

    async def locked(_name: str) -> str | None:
        raise SecretsFailure("locked")

    desk.vault.get = locked  # type: ignore[method-assign]
    await desk.client.open()
    window = _only_window(desk.client)
    assert window.sentence == sentence(SecretsFailure("locked"))
    window.retry_chosen.emit()
    await until(lambda: desk.client.opening.stage is Stage.FAILED)
    window.login_chosen.emit()
    assert desk.client.login is not None
    assert desk.client.login.view.notice == sentence(SecretsFailure("locked"))
    desk.vault.get = answered  # type: ignore[method-assign]
    await desk.close()


async def test_a_keyring_that_takes_its_time_shows_a_window_meanwhile(
    server: ServerThread, tmp_path: Path, theme: object
) -> None:
    desk = _again(await _remembered(tmp_path / "desk", server))
    gate, answered = asyncio.Event(), desk.vault.get

    async def slow(name: str) -> str | None:
        await gate.wait()
        return await answered(name)

    desk.vault.get = slow  # type: ignore[method-assign]
    opening = desk.tasks.start(desk.client.open(), name="open")
    await until(lambda: desk.client.window is not None and desk.client.window.isVisible())
    assert not _only_window(desk.client).failed
    gate.set()
    await until(lambda: desk.client.shell)
    assert opening is not None
    await desk.close()


async def test_a_fault_of_our_own_in_the_start_ends_in_a_window_too(
    server: ServerThread, tmp_path: Path, theme: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = _again(await _remembered(tmp_path / "desk", server))
    show = desk.client._show_shell

    def broken() -> None:
        raise ImportError("a module that was not packed")

    monkeypatch.setattr(desk.client, "_show_shell", broken)
    await desk.client.open()
    window = _only_window(desk.client)
    assert window.failed
    monkeypatch.setattr(desk.client, "_show_shell", show)
    window.retry_chosen.emit()
    await until(lambda: desk.client.shell)
    await desk.close()


async def test_no_person_but_a_log_in(tmp_path: Path, theme: object) -> None:
    desk = make_desk(tmp_path)
    await desk.client.open()
    assert _only_window(desk.client) is desk.client.login
    await desk.close()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("all_proxy", "socks://127.0.0.1:9", "all_proxy"),
        ("ALL_PROXY", "socks5://127.0.0.1:9", "ALL_PROXY"),
        ("SSL_CERT_FILE", "/gone/ca.pem", "SSL_CERT_FILE"),
        ("SSLKEYLOGFILE", "/gone/keys", "SSLKEYLOGFILE"),
    ],
)
async def test_a_setting_in_the_way_shows_the_list_and_a_banner_that_names_it(
    server: ServerThread,
    tmp_path: Path,
    theme: object,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    said: str,
) -> None:
    before = await _remembered(tmp_path / "desk", server)
    _move_to(before, server.url, "https://127.0.0.2:9")
    monkeypatch.setenv(name, value)
    desk = _again(before)
    await desk.client.open()
    assert desk.client.shell is not None
    banners = desk.client.shell.messages._banners
    await until(lambda: any(said in shown.accessibleDescription() for shown in banners.values()))
    await desk.close()


def _move_to(desk: Desk, old: str, new: str) -> None:
    """Have a closed program believe that its server always had another address."""
    from occ_desktop.services.accounts import Account

    one, other = Account(old, "ann"), Account(new, "ann")
    settings = desk.folder / "settings.json"
    settings.write_text(settings.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    for was, now in ((one.token_name, other.token_name), (one.key_name, other.key_name)):
        desk.vault.entries[now] = desk.vault.entries[was]
    cache = desk.folder / "cache"
    one.cache_path(cache).rename(other.cache_path(cache))
    _claim(other.cache_path(cache), bytes.fromhex(desk.vault.entries[other.key_name]), new)


def _claim(path: Path, key: bytes, server: str) -> None:
    from occ_desktop.store import binding
    from occ_desktop.store.cipher import open_engine

    engine = open_engine(path, key)
    with engine.connect() as conn, conn.begin():
        binding.remember(conn, server=server)
    engine.dispose()


async def test_a_read_only_home_shows_the_list_and_names_the_folder(
    server: ServerThread, tmp_path: Path, theme: object
) -> None:
    before = await _remembered(tmp_path / "desk", server)
    desk = _again(before)
    with read_only(tmp_path / "desk"):
        await desk.client.open()
        shell = desk.client.shell
        assert shell is not None
        folder = str(tmp_path / "desk" / "cache")
        banners = shell.messages._banners
        await until(lambda: any(folder in shown.accessibleDescription() for shown in banners.values()))
        await desk.close()


def test_folders_that_cannot_be_made_keep_nobody_from_starting(tmp_path: Path) -> None:
    with read_only(tmp_path):
        assert isinstance(ProfilePaths.of("kim", root=tmp_path).make_what_can_be(), OSError)
