"""Starts of the program by its command line, each broken at another step once: says what a person sees.

A process of its own, since it is the whole program. Prints a line of JSON for each start: what the window of
the start says, whether it is dressed, and what stood there after "try again".
"""

import json
import pwd
import sys
from collections.abc import Callable
from contextlib import suppress
from pkgutil import resolve_name
from typing import Any
from unittest import mock

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QProgressBar, QWidget

from occ_desktop.__main__ import main
from occ_desktop.bootstrap.application import make_application
from occ_desktop.ui.plain_text import Label
from occ_desktop.views.demo.window import DemoWindow
from occ_desktop.views.login.window import LoginWindow
from occ_desktop.views.opening.window import OpeningWindow

DEMO = "the demo"
STEPS = {
    "a part is missing": "builtins.__import__",
    "the folders": "occ_desktop.system.paths.ProfilePaths.make_what_can_be",
    "the lock": "occ_desktop.runtime.single_instance.SingleInstance.acquire",
    "the log": "occ_desktop.bootstrap.program.start_logging",
    "the collector": "occ_desktop.bootstrap.program.GuiThreadCollector",
    "the look": "occ_desktop.bootstrap.program.app_icon",
    "the settings": "occ_desktop.services.preferences.Preferences.load",
    "the services": "occ_desktop.bootstrap.client.build_services",
    "the language": "occ_desktop.bootstrap.program.Languages",
    "the task": "occ_desktop.bootstrap.client.Client.open",
    "coming back": "occ_desktop.services.session.Session.resume",
    "the log-in": "occ_desktop.views.login.window.LoginWindow",
    "the frame": "occ_desktop.bootstrap.windows.ShellWindow",
}


class _Once:
    """Does what was there, but the first time: then it raises."""

    def __init__(self, original: Callable[..., Any], step: str) -> None:
        self._original = original
        self._left = 1
        self._step = step

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._step == "a part is missing" and args[0] != "occ_desktop.bootstrap":
            return self._original(*args, **kwargs)
        if self._left:
            self._left = 0
            raise KeyError(self._step)
        return self._original(*args, **kwargs)

    def __get__(self, thing: Any, _owner: Any) -> Callable[..., Any]:
        return self if thing is None else lambda *args, **kwargs: self(thing, *args, **kwargs)


def _standing() -> list[QWidget]:
    kinds = (OpeningWindow, LoginWindow)
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, kinds) and w.isVisible()]


def _look(seen: dict[str, object]) -> None:
    for window in _standing():
        if isinstance(window, OpeningWindow) and window.failed and "title" not in seen:
            seen["title"] = window.findChildren(Label)[0].text()
            seen["dressed"] = bool(make_application([]).styleSheet())
            window.retry_chosen.emit()
        elif isinstance(window, LoginWindow) and seen.get("step") == "the frame" and "title" not in seen:
            window.logged_in.emit(None)
        elif isinstance(window, LoginWindow):
            seen["then"] = type(window).__name__
            window.close()


def _start(step: str, place: str) -> dict[str, object]:
    seen: dict[str, object] = {"step": step}
    looks = QTimer(interval=20)
    looks.timeout.connect(lambda: _look(seen))
    looks.start()
    target, _, name = place.rpartition(".")
    owner = resolve_name(target)
    with mock.patch.object(owner, name, _Once(getattr(owner, name), step)):
        seen["status"] = main([])
    looks.stop()
    return seen


def _start_demo() -> dict[str, object]:
    seen: dict[str, object] = {"step": DEMO}

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, DemoWindow) and window.isVisible():
                seen["title"] = window.findChildren(Label)[0].text()
                if not any(bar.isVisible() for bar in window.findChildren(QProgressBar)):
                    seen["then"] = "failure"
                    window.close()

    looks = QTimer(interval=20)
    looks.timeout.connect(look)
    looks.start()
    with mock.patch("occ_desktop.bootstrap.demo.DemoServer.start", side_effect=KeyError(DEMO)):
        seen["status"] = main(["demo"])
    return seen


if __name__ == "__main__":
    app = make_application(sys.argv[:1])
    with suppress(AttributeError):
        pwd.getpwuid = mock.Mock(side_effect=KeyError("uid not found"))  # a container's person has no entry
    for step, place in STEPS.items():
        sys.stdout.write(json.dumps(_start(step, place)) + "\n")
        sys.stdout.flush()
    sys.stdout.write(json.dumps(_start_demo()) + "\n")
