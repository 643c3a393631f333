"""Starting once and closing in order."""

import asyncio
import contextlib
import socket
from datetime import UTC
from pathlib import Path

from PySide6.QtNetwork import QLocalServer
from pytestqt.qtbot import QtBot

from occ_desktop.runtime.clock import SystemClock
from occ_desktop.runtime.shutdown import Shutdown
from occ_desktop.runtime.single_instance import SingleInstance, server_name


def test_a_second_start_raises_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    name = server_name(str(tmp_path), "someone")
    first, second = SingleInstance(name), SingleInstance(name)
    assert first.acquire()
    with qtbot.waitSignal(first.raise_requested, timeout=3000) as raised:
        assert not second.acquire("callbacks")
    assert raised.args == ["callbacks"]
    first.release()
    assert second.acquire()
    second.release()


def test_two_profiles_and_two_people_do_not_meet() -> None:
    names = {server_name(profile, user) for profile in ("default", "demo") for user in ("kim", "lee")}
    assert len(names) == 4
    assert all(len(name) < 60 for name in names)


def test_the_socket_of_a_killed_client_is_cleaned_away(qtbot: QtBot, tmp_path: Path) -> None:
    name = str(tmp_path / "occ.sock")
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as dead:
        dead.bind(name)
    assert Path(name).exists()
    instance = SingleInstance(name)
    assert instance.acquire()
    assert instance._server is not None
    instance.release()
    QLocalServer.removeServer(name)


async def test_stages_close_in_order_each_within_its_time() -> None:
    order: list[str] = []
    shutdown = Shutdown()

    async def quick(name: str) -> None:
        order.append(name)

    async def hanging() -> None:
        order.append("hanging")
        await asyncio.sleep(60)

    async def broken() -> None:
        order.append("broken")
        raise OSError("no")

    shutdown.add("input", lambda: quick("input"), seconds=1)
    shutdown.add("outbox", hanging, seconds=0.02)
    shutdown.add("stream", broken, seconds=1)
    shutdown.add("store", lambda: quick("store"), seconds=1)
    results = await shutdown.run()
    assert order == ["input", "hanging", "broken", "store"]
    assert [result.outcome for result in results] == ["done", "late", "failed", "done"]
    assert shutdown.started


async def test_quitting_twice_closes_once() -> None:
    times: list[int] = []
    shutdown = Shutdown()

    async def close() -> None:
        times.append(1)
        await asyncio.sleep(0.01)

    shutdown.add("store", close, seconds=1)
    first, second = await asyncio.gather(shutdown.run(), shutdown.run())
    assert first == second
    assert times == [1]


def test_the_clock_is_aware_and_in_utc() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() <= clock.monotonic()
