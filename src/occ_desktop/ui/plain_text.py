"""Text as it is: labels, tool tips and native notices never take what somebody wrote for markup.

Qt guesses whether a text is HTML. A customer called ``<h1>`` would be drawn as a headline, and an ``<img>``
in a name would be loaded. So labels and tool tips are made here; a rule of the house holds the tree to it.
"""

import html
from typing import Protocol

from PySide6 import QtGui
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class Label(QLabel):
    """A label that shows its text letter by letter; made like any: ``(parent)`` or ``(text, parent)``."""

    def __init__(self, text: str | QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text if isinstance(text, QWidget) else parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if isinstance(text, str):
            self.setText(text)


class Tipped(Protocol):
    """What has a tool tip: a widget, an action, an item of a list."""

    def setToolTip(self, text: str, /) -> None: ...


def tip(text: str) -> str:
    """Return what to hand to Qt as a tool tip so that it shows ``text`` letter by letter.

    Tool tips have no text format: what Qt might take for markup is handed over as markup that spells it.
    """
    if not QtGui.Qt.mightBeRichText(text):
        return text
    return f'<p style="white-space:pre-wrap">{html.escape(text)}</p>'


def set_tip(target: Tipped, text: str) -> None:
    """Have ``text`` shown under the mouse, empty: nothing."""
    target.setToolTip(tip(text))


def notice_text(text: str) -> str:
    """Return a text for a native notice; some desktops read markup there, others would show its escapes.

    So the two letters that begin markup are replaced by their full-width twins, which look alike everywhere.
    """
    return text.replace("<", "\uff1c").replace("&", "\uff06")
