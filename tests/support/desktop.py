"""Driving the program from outside on a virtual desktop: keys, windows, tray, notifications, pictures."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx

from support.server_process import ServerProcess

T = TypeVar("T")


def run(*command: str, check: bool = True) -> str:
    """Run a desktop tool and return what it printed."""
    answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert not check or answer.returncode == 0, f"{command}: {answer.stderr}"
    return answer.stdout.strip()


def eventually(ask: Callable[[], T], seconds: float = 30.0, why: str = "") -> T:
    """Ask until the answer is true; other programs tell us nothing when they are ready."""
    deadline = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < deadline, f"waited in vain {why}"
        time.sleep(0.1)
    return answer


class Desktop:
    """One seat: the server, and at most one running client."""

    def __init__(
        self, server: ServerProcess, service: str, ann: str, key: dict[str, str], folder: Path
    ) -> None:
        self.server = server
        self.service = service
        self.ann = ann
        self.key = key
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        profile = f"journey-{server.port}"  # settings, copy and keyring entries of this test alone
        self.command = (
            sys.executable, "-m", "occ_desktop", "--server", server.url, "--profile", profile,
        )  # fmt: skip

    def start(self, *arguments: str) -> None:
        """Start the client, as a person starts it."""
        command = [*self.command, *arguments]
        with (self.folder / "client.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)

    def stop(self) -> None:
        """End the client in order; it must manage within five seconds."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait(8) == 0, self.said()
        self.process = None

    def kill(self) -> None:
        """End it without warning."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)
        self.process = None

    def said(self) -> str:
        """Return what the client printed; it should be nothing."""
        return (self.folder / "client.log").read_text(encoding="utf-8")

    def window(self, title: str) -> str:
        """Return the id of the visible window whose title holds ``title``, once there is one."""
        return eventually(lambda: self.windows(title), why=f"for the window {title!r}")[0]

    def windows(self, title: str) -> list[str]:
        """Return the ids of visible windows whose title holds ``title``."""
        found = run("xdotool", "search", "--onlyvisible", "--name", re.escape(title), check=False)
        return found.split()

    def press(self, window: str, *keys: str) -> None:
        """Press keys in a window."""
        run("xdotool", "windowactivate", "--sync", window)
        run("xdotool", "key", "--clearmodifiers", *keys)

    def type(self, window: str, text: str) -> None:
        """Type a text into a window."""
        run("xdotool", "windowactivate", "--sync", window)
        run("xdotool", "type", "--delay", "20", text)

    def intake(self, **fields: Any) -> str:
        """Send one request as the IVR does."""
        body = {"service_id": self.service, "phone": "010-1234-5678"} | fields
        answer = httpx.post(f"{self.server.url}/v1/callbacks", json=body, headers=self.key)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def click(self, window: str, x: int, y: int) -> None:
        """Click into a window, pixels from its upper left corner."""
        run("xdotool", "windowactivate", "--sync", window)
        run("xdotool", "mousemove", "--window", window, str(x), str(y), "click", "1")

    def notifications(self) -> list[str]:
        """Return what the notification daemon has shown, newest first."""
        history = json.loads(run("dunstctl", "history"))
        return [f"{n['summary']['data']} {n['body']['data']}" for group in history["data"] for n in group]

    def tray_items(self) -> list[str]:
        """Return the bus addresses of the icons in the tray."""
        watcher = ("-d", "org.kde.StatusNotifierWatcher", "-o", "/StatusNotifierWatcher")
        method = ("-m", "org.freedesktop.DBus.Properties.Get")
        wanted = ("org.kde.StatusNotifierWatcher", "RegisteredStatusNotifierItems")
        return re.findall(r"'([^']+)'", run("gdbus", "call", "--session", *watcher, *method, *wanted))

    def click_tray(self) -> None:
        """Click the client's icon in the tray."""
        (item,) = self.tray_items()
        address, _, path = item.partition("/")
        place = ("-d", address, "-o", f"/{path}" if path else "/StatusNotifierItem")
        method = ("-m", "org.kde.StatusNotifierItem.Activate", "0", "0")
        run("gdbus", "call", "--session", *place, *method)

    def picture(self, name: str) -> Path:
        """Photograph the whole screen."""
        target = self.folder / f"{name}.png"
        run("import", "-window", "root", str(target))
        return target
