"""A card for what could not be done as asked: what happened, what the person wrote, what can be done now."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.status_shapes import Shape
from occ_desktop.ui.tables.states import StateAction
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.shape_mark import ShapeMark


class ConflictCard(QFrame):
    """`action_triggered(str)`. `kept_text` is the person's own input, shown in full and selectable; so are
    `texts`, several of them under their captions.
    """

    action_triggered = Signal(str)

    def __init__(
        self,
        title: str,
        sentence: str,
        actions: Sequence[StateAction],
        *,
        kept_text: str = "",
        texts: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "redb")
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(ShapeMark(Shape.TRIANGLE, "red", parent=self), alignment=Qt.AlignmentFlag.AlignTop)
        name = Label(title, self)
        name.setProperty("tone", "error")
        name.setProperty("weight", "bold")
        name.setWordWrap(True)
        head.addWidget(name, 1)
        text = Label(sentence, self)
        text.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(text)
        if kept_text:
            layout.addWidget(self._kept(kept_text))
        for caption, shown in texts:
            said = Label(caption, self)
            said.setProperty("tone", "second")
            layout.addWidget(said)
            layout.addWidget(self._kept(shown))
        row = QHBoxLayout()
        row.setSpacing(8)
        for action in actions:
            button = Button(
                action.label, "tinted" if action.strong else "plain", glyph=action.icon, parent=self
            )
            button.setProperty("action", action.id)
            button.setProperty("narrow", len(actions) > 2)
            button.clicked.connect(self._on_clicked)
            row.addWidget(button)
        row.addStretch()
        layout.addLayout(row)

    def _kept(self, text: str) -> QLabel:
        kept = Label(text, self)
        kept.setWordWrap(True)
        kept.setContentsMargins(8, 6, 8, 6)
        kept.setProperty("ground", "surface")
        kept.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return kept

    def _on_clicked(self) -> None:
        self.action_triggered.emit(str(self.sender().property("action")))
