"""Starting once and closing in order."""

import asyncio
import os
import subprocess
import sys
from datetime import UTC
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from occ_desktop.runtime.clock import SystemClock
from occ_desktop.runtime.shutdown import Shutdown
from occ_desktop.runtime.single_instance import SingleInstance, Start, server_name


def _another(
    folder: Path, wish: str = "", patience: int = 5000, **surroundings: str
) -> subprocess.Popen[str]:
    """Start another process that wants to be the first; it says what it became and stays for a while."""
    command = [sys.executable, str(Path(__file__).with_name("another_start.py"))]
    return subprocess.Popen(
        [*command, str(folder), wish, str(patience)],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
        env=os.environ | surroundings,
    )


def _became(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _end(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        process.kill()
        process.communicate()


def test_a_second_start_raises_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    wishes: list[str] = []
    first.on_raise = lambda wish: wishes.append(wish) is None
    assert first.acquire() is Start.FIRST
    second = _another(tmp_path, "callbacks")
    qtbot.waitUntil(lambda: wishes == ["callbacks"], timeout=60_000)
    assert _became(second) == "raised"
    _end(second)
    first.release()
    third = SingleInstance(tmp_path)
    assert third.acquire() is Start.FIRST
    third.release()


def test_a_first_without_a_window_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    """Exit status 0 with nothing on the screen sends a person away from a program that does nothing."""
    first = SingleInstance(tmp_path)
    asked: list[str] = []
    first.on_raise = lambda wish: bool(asked.append(wish))
    assert first.acquire() is Start.FIRST
    second = _another(tmp_path)
    qtbot.waitUntil(lambda: bool(asked), timeout=60_000)
    assert _became(second) == "no_window"
    _end(second)
    first.release()


def test_a_first_that_hangs_is_named(tmp_path: Path) -> None:
    hanging = SingleInstance(tmp_path)
    assert hanging.acquire() is Start.FIRST  # and its loop never turns
    second = _another(tmp_path, patience=300)
    assert _became(second) == "silent"
    assert SingleInstance(tmp_path).holder == os.getpid()
    _end(second)
    hanging.release()


def test_two_starts_in_one_instant_are_never_both_first(tmp_path: Path) -> None:
    for turn in range(8):
        folder = tmp_path / str(turn)
        folder.mkdir()
        starts = [_another(folder, "wait") for _ in range(4)]
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
    killed = _another(tmp_path)
    assert _became(killed) == "first"
    _end(killed)
    following = SingleInstance(tmp_path)
    assert following.acquire() is Start.FIRST
    assert following._server is not None
    following.release()


def test_starts_with_other_values_around_them_are_no_other_program(qtbot: QtBot, tmp_path: Path) -> None:
    """A terminal, a remote session or a service manager give other folders: two programs wrote one cache."""
    profile, elsewhere = tmp_path / "profile", tmp_path / "elsewhere"
    profile.mkdir()
    elsewhere.mkdir()
    first = SingleInstance(profile)
    asked: list[str] = []
    first.on_raise = lambda wish: asked.append(wish) is None
    assert first.acquire() is Start.FIRST
    second = _another(profile, XDG_RUNTIME_DIR=str(elsewhere), TMPDIR=str(elsewhere), LOGNAME="other")
    qtbot.waitUntil(lambda: bool(asked), timeout=60_000)
    assert _became(second) == "raised"
    _end(second)
    first.release()


@pytest.mark.parametrize(
    "spoilt", [b"", b"\xff" * 64, b"1\noccd\nold-name\n"], ids=["empty", "torn", "renamed"]
)
def test_a_lock_nobody_holds_keeps_nobody_out_for_good(tmp_path: Path, spoilt: bytes) -> None:
    """A full disk or a computer that was renamed left a file that no start ever got past."""
    (tmp_path / "running.lock").write_bytes(spoilt)
    start = SingleInstance(tmp_path)
    assert start.acquire(patience_ms=300) is Start.FIRST
    start.release()


def test_two_profiles_do_not_meet(tmp_path: Path) -> None:
    names = {server_name(tmp_path / profile) for profile in ("default", "demo")}
    assert len(names) == 2
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

    shutdown.add("input", lambda: quick("input"), seconds=60)
    shutdown.add("outbox", hanging, seconds=0.02)
    shutdown.add("stream", broken, seconds=60)
    shutdown.add("store", lambda: quick("store"), seconds=60)
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

    shutdown.add("store", close, seconds=60)
    first, second = await asyncio.gather(shutdown.run(), shutdown.run())
    assert first == second
    assert times == [1]


def test_the_clock_is_aware_and_in_utc() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() <= clock.monotonic()
