"""The border of the whole program and its last window: a person who started it must not look at nothing.

Uses as little as possible of the program, since any part of it may be what is broken.
"""

import asyncio
import logging
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from occ_contract.masking import redact
from occ_desktop.bootstrap.languages import fall_silent, speak, wanted_language
from occ_desktop.runtime.loop import PreciseEventLoop
from occ_desktop.services.preferences import Language
from occ_desktop.ui.theme.theme import Theme
from occ_desktop.views.opening.window import OpeningWindow

_log = logging.getLogger(__name__)


def guarded(app: QApplication, work: Callable[[], int]) -> int:
    """Return what ``work`` returns; what it raises is shown, and it is done again if the person wants it."""
    while True:
        try:
            return work()
        except Exception as bug:  # noqa: BLE001 - the border
            _log.exception("the program could not be built")
            if not last_words(app, bug):
                return 1


def last_words(app: QApplication, bug: BaseException) -> bool:
    """Show what happened until the person decides; return whether they want to try again."""
    details = redact("".join(traceback.format_exception(bug)))
    sys.stderr.write(details)
    loop = PreciseEventLoop(app)
    with loop, _dressed(app):
        again: bool = loop.run_until_complete(_ask(redact(f"{type(bug).__name__}: {bug}")))
    return again


@contextmanager
def _dressed(app: QApplication) -> Iterator[None]:
    """Speak the language of this computer and look like the program, as far as that is not what is broken."""
    with ExitStack() as worn:
        for wear in (_speaking, partial(_themed, app)):
            try:
                worn.callback(wear())
            except Exception:  # noqa: BLE001 - the same border
                _log.exception("the last window goes without")
        yield


def _speaking() -> Callable[[], None]:
    return partial(fall_silent, speak(wanted_language(Language.SYSTEM)))


def _themed(app: QApplication) -> Callable[[], None]:
    theme = Theme(app)
    theme.install()
    return theme.deleteLater


async def _ask(words: str) -> bool:
    decided: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def decide(again: bool) -> None:
        if not decided.done():
            decided.set_result(again)

    window = OpeningWindow()
    window.retry_chosen.connect(lambda: decide(True))
    window.closed.connect(lambda: decide(False))
    title = QCoreApplication.translate("LastWords", "The program could not start.")
    explained = QCoreApplication.translate(
        "LastWords", "Nothing was changed. Try again; if it stays, tell your administrator: {error}"
    )
    window.show_failure(title, explained.format(error=words), login=False)
    window.show()
    try:
        return await decided
    finally:
        window.finish()
