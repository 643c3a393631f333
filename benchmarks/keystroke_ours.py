"""Keys pressed in the editor of texts, in a process of its own; prints the median of their seconds."""

import json
import statistics
import sys
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from benchmarks.keystroke import TYPED, letter, recipients
from benchmarks.measure import seconds
from occ_contract.sms import TextType
from occ_desktop.ui.theme.theme import Theme
from occ_desktop.views.texting_parts.marked_text import MarkedText
from occ_desktop.views.texting_parts.measure import Measuring
from occ_desktop.views.texting_parts.text_editor import TextEditor


def _press(field: MarkedText, typed: str) -> None:
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, typed)
    QApplication.sendEvent(field, key)


def main() -> int:
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    theme = Theme(application)
    theme.install()
    editor = TextEditor()
    editor.resize(600, 500)
    editor.show()
    editor.set_kind(TextType.MMS)
    editor.set_measuring(Measuring(recipients()))
    editor.set_text("배송 안내", letter())
    field = editor.findChild(MarkedText)
    assert field is not None
    taken = []
    for place in (QTextCursor.MoveOperation.End, QTextCursor.MoveOperation.Start):
        field.moveCursor(place)
        taken += [seconds(partial(_press, field, letter_typed)) for letter_typed in TYPED]
    assert editor.body.startswith(TYPED)
    assert editor.body.endswith(TYPED)
    print(json.dumps({"key": statistics.median(taken)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
