"""A day at a real desk: log in by keyboard, be told, hide in the tray, come back, restart still logged in."""

import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from support.desktop import Desktop, eventually, run
from support.world import PASSWORD

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(900)]
ROOT = Path(__file__).resolve().parents[3]


def log_in(desktop: Desktop, username: str, name: str) -> str:
    """Log in with the keyboard alone; return the main window."""
    desktop.start()
    login = desktop.window("온라인 컨택센터")
    desktop.press(login, "Tab")
    run("xdotool", "key", "shift+Tab")
    desktop.type(login, username)
    run("xdotool", "key", "Tab")
    desktop.type(login, PASSWORD)
    run("xdotool", "key", "Return")
    return desktop.window(name)


def test_a_day_at_the_desk(desktop: Desktop) -> None:
    main = log_in(desktop, "boss", "김관리")
    eventually(lambda: len(desktop.tray_items()) == 1, why="for the icon in the tray")

    desktop.intake(name="박미경")
    eventually(lambda: any("샘플몰" in text for text in desktop.notifications()), why="for the notification")
    assert sum("새 콜백" in text for text in desktop.notifications()) == 1, "told once"
    assert not any("1234" in text for text in desktop.notifications()), "no number in a notification"

    desktop.press(main, "alt+F4")
    eventually(lambda: not desktop.windows("김관리"), why="for the window to hide")
    assert desktop.process is not None
    assert desktop.process.poll() is None, "the program goes on in the tray"
    desktop.intake(name="김영희", phone="010-2222-3333")
    eventually(lambda: sum("새 콜백" in text for text in desktop.notifications()) == 2, why="while hidden")
    desktop.click_tray()
    desktop.window("김관리")

    desktop.stop()
    desktop.start()
    desktop.window("김관리")
    assert not desktop.windows("로그인")
    desktop.stop()
    assert "Traceback" not in desktop.said()


def test_a_second_start_raises_the_first(desktop: Desktop) -> None:
    main = log_in(desktop, "ann", "이상담")
    run("xdotool", "windowminimize", main)
    second = subprocess.run(desktop.command, timeout=20, check=False)
    assert second.returncode == 0
    eventually(lambda: desktop.windows("이상담"), why="for the window to come up")


def test_a_killed_program_comes_back_logged_in(desktop: Desktop) -> None:
    log_in(desktop, "ann", "이상담")
    desktop.kill()
    desktop.start()
    desktop.window("이상담")


def test_a_program_killed_while_dialling_gives_the_customer_back_within_a_minute(
    desktop: Desktop, boss: httpx.Client
) -> None:
    """Real time: nobody may be kept from a customer because a colleague's machine died."""
    main = log_in(desktop, "ann", "이상담")
    callback = desktop.intake(name="박미경")
    given = {"callback_ids": [callback], "agent_ids": [desktop.ann], "method": "manual", "preview": False}
    assert len(boss.post("/v1/callbacks/assign", json=given).json()["assigned"]) == 1
    eventually(lambda: any("할당" in text for text in desktop.notifications()), why="for the assignment")

    def attempts() -> int:
        count: int = boss.get(f"/v1/callbacks/{callback}").json()["attempts"]
        return count

    desktop.click(main, 130, 25)  # CTI 로그인
    desktop.type(main, "2001")
    desktop.press(main, "Return")
    desktop.press(main, "F7")

    def dialled() -> bool:
        desktop.press(main, "Down", "F2")  # the log-in leads back to the list; again and again is one call
        return attempts() == 1

    eventually(dialled, why="for the call")
    desktop.kill()
    killed = time.monotonic()

    def withdrawn() -> bool:
        answer = boss.post("/v1/callbacks/cancel-assignment", json={"callback_ids": [callback]})
        assert answer.status_code == 200 or answer.json()["code"] == "dialling", answer.text
        return answer.status_code == 200

    assert not withdrawn(), "the claim holds while it may still be a call"
    eventually(withdrawn, seconds=61, why="for the claim of a dead program to end")
    assert time.monotonic() - killed <= 60
    assert attempts() == 1


def test_no_label_is_cut_on_any_screen_in_either_theme_and_size(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "screenshots.py"), "--to", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=800,
    )
    assert answer.returncode == 0, answer.stdout[-3000:] + answer.stderr[-3000:]
    assert len(list(tmp_path.glob("*.png"))) >= 100
