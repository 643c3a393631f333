"""Starting once and closing in order."""

import asyncio
import os
import subprocess
import sys
from datetime import UTC
from pathlib import Path

from pytestqt.qtbot import QtBot

from occ_desktop.runtime.clock import SystemClock
from occ_desktop.runtime.shutdown import Shutdown
from occ_desktop.runtime.single_instance import SingleInstance, Start, server_name


def _another(tmp_path: Path, name: str, wish: str = "", patience: int = 5000) -> subprocess.Popen[str]:
    """Start another process that wants to be the first; it says what it became and stays for a while."""
    command = [sys.executable, str(Path(__file__).with_name("another_start.py"))]
    arguments = [str(tmp_path), name, wish, str(patience)]
    return subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)


def _became(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _end(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        process.kill()
        process.communicate()


def test_a_second_start_raises_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    name = server_name(str(tmp_path), "someone")
    first = SingleInstance(name, folder=tmp_path)
    wishes: list[str] = []
    first.on_raise = lambda wish: wishes.append(wish) is None
    assert first.acquire() is Start.FIRST
    second = _another(tmp_path, name, "callbacks")
    qtbot.waitUntil(lambda: wishes == ["callbacks"], timeout=10_000)
    assert _became(second) == "raised"
    _end(second)
    first.release()
    third = SingleInstance(name, folder=tmp_path)
    assert third.acquire() is Start.FIRST
    third.release()


def test_a_first_without_a_window_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    """Exit status 0 with nothing on the screen sends a person away from a program that does nothing."""
    name = server_name(str(tmp_path), "someone")
    first = SingleInstance(name, folder=tmp_path)
    asked: list[str] = []
    first.on_raise = lambda wish: bool(asked.append(wish))
    assert first.acquire() is Start.FIRST
    second = _another(tmp_path, name)
    qtbot.waitUntil(lambda: bool(asked), timeout=10_000)
    assert _became(second) == "no_window"
    _end(second)
    first.release()


def test_a_first_that_hangs_is_named(tmp_path: Path) -> None:
    name = server_name(str(tmp_path), "someone")
    hanging = SingleInstance(name, folder=tmp_path)
    assert hanging.acquire() is Start.FIRST  # and its loop never turns
    second = _another(tmp_path, name, patience=300)
    assert _became(second) == "silent"
    assert SingleInstance(name, folder=tmp_path).holder == os.getpid()
    _end(second)
    hanging.release()


def test_two_starts_in_one_instant_are_never_both_first(tmp_path: Path) -> None:
    for turn in range(8):
        name = server_name(f"{tmp_path}-{turn}", "someone")
        starts = [_another(tmp_path, name, "wait") for _ in range(4)]
        for start in starts:
            assert _became(start) == "ready"
        for start in starts:
            assert start.stdin is not None
            start.stdin.write("\n")
            start.stdin.flush()
        became = sorted(_became(start) for start in starts)
        _end(*starts)
        assert became == ["first", "raised", "raised", "raised"]


def test_a_killed_first_leaves_its_place_to_the_next(tmp_path: Path) -> None:
    name = server_name(str(tmp_path), "someone")
    killed = _another(tmp_path, name)
    assert _became(killed) == "first"
    _end(killed)
    following = SingleInstance(name, folder=tmp_path)
    assert following.acquire() is Start.FIRST
    assert following._server is not None
    following.release()


def test_two_profiles_and_two_people_do_not_meet() -> None:
    names = {server_name(profile, user) for profile in ("default", "demo") for user in ("kim", "lee")}
    assert len(names) == 4
    assert all(len(name) < 60 for name in names)


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
