"""A search condition one types into: part of a phone number, a name."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.fonts import text_width
from occ_desktop.ui.theme.icons import icon
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.icon_button import IconButton
from occ_desktop.ui.widgets.search_chip import paint_chip_ground


class TextChip(QWidget):
    """`value_changed(str)` when typing ends, Enter is pressed or × clears; `submitted()` on Enter."""

    value_changed = Signal(str)
    submitted = Signal()

    def __init__(self, label: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._label = Label(label, self)
        self._label.setProperty("tone", "hint")
        self._edit = QLineEdit(self)
        self._edit.setProperty("bare", True)
        self._edit.setPlaceholderText(placeholder)
        self._edit.setAccessibleName(label)
        self._edit.setFixedWidth(max(88, text_width(placeholder) + 8))
        self._edit.installEventFilter(self)
        self._mark = IconButton("magnifying-glass", self.tr("Clear"), ink="text3", size=14, parent=self)
        self._mark.setFixedSize(18, 18)
        self._mark.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 6, 0)
        layout.setSpacing(6)
        layout.addWidget(self._label)
        layout.addWidget(self._edit)
        layout.addWidget(self._mark)
        self.setFocusProxy(self._edit)
        self._edit.textChanged.connect(self._on_text_changed)
        self._edit.editingFinished.connect(self._tell)
        self._edit.returnPressed.connect(self._on_return)
        self._mark.clicked.connect(self._on_mark)

    @property
    def value(self) -> str:
        """What is typed, without blanks at the ends."""
        return self._edit.text().strip()

    def set_value(self, text: str) -> None:
        """Show a text without telling anyone. The one that holds already leaves what is being typed alone."""
        if text.strip() == self._told and self._edit.hasFocus():
            return
        self._told = text.strip()
        self._edit.setText(text)

    def set_texts(self, label: str, placeholder: str) -> None:
        """Label and placeholder in another language."""
        self._label.setText(label)
        self._edit.setPlaceholderText(placeholder)
        self._edit.setAccessibleName(label)
        self._edit.setFixedWidth(max(88, text_width(placeholder) + 8))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), SIZES.chip)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        elif event.type() == QEvent.Type.KeyPress and self._edit.text():
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                self._on_mark()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._mark.rename(self.tr("Clear"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip_ground(
            painter,
            QRectF(self.rect()),
            is_set=bool(self.value),
            locked=False,
            hovered=False,
            focused=self._edit.hasFocus(),
        )
        painter.end()

    def _on_text_changed(self) -> None:
        filled = bool(self.value)
        set_look(self._label, tone="accent" if filled else "hint")
        self._mark.setIcon(icon("x" if filled else "magnifying-glass", "accent" if filled else "text3"))
        self.update()

    def _on_return(self) -> None:
        self._tell()
        self.submitted.emit()

    def _on_mark(self) -> None:
        if self._edit.text():
            self._edit.clear()
            self._tell()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        if self.value != self._told:
            self._told = self.value
            self.value_changed.emit(self.value)
