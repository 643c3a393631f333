"""수신번호: the field, who it means, the file that was read, and what cannot be sent to. Decides nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.icon_button import IconButton
from occ_desktop.views.sms_sending.addressees import Addressees, File, Reject, Source
from occ_desktop.views.sms_sending.numbers_field import NumbersField
from occ_desktop.views.sms_sending.rejects import RejectsList

_NAME = 32  # characters of a file's name


class RecipientsEditor(QWidget):
    """Signals: `typed()`; `import_wanted()`; `files_given(object)`: paths; `column_chosen(int)`;
    `zeros_wanted()`; `row_corrected(int, str)`: row of the file, another number; `file_dropped_out()`: its
    recipients are to go.
    """

    typed = Signal()
    import_wanted = Signal()
    files_given = Signal(object)
    column_chosen = Signal(int)
    zeros_wanted = Signal()
    row_corrected = Signal(int, str)
    file_dropped_out = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = NumbersField(self)
        self._count = Label(self)
        self._count.setProperty("weight", "bold")
        self._left_out = Label(self)
        self._left_out.setProperty("tone", "second")
        self._left_out.setWordWrap(True)
        self.take_in = BusyButton("", "", "plain", glyph="download-simple", tall=False, parent=self)
        self._card = QFrame(self)
        self._file = Label(self._card)
        self._file.setProperty("weight", "bold")
        self._rows = Label(self._card)
        self._rows.setProperty("tone", "second")
        self._rows.setWordWrap(True)
        self._column_name = Label(self._card)
        self._column_name.setProperty("tone", "second")
        self.column = QComboBox(self._card)
        self._remove = IconButton("x", "", parent=self._card)
        self.rejects = RejectsList(self)
        self._shown: tuple[Addressees, str, File | None, int] = (Addressees(), "", None, 0)
        self._build()
        self._connect()
        self._say()

    def _build(self) -> None:
        set_look(self._card, ground="box")
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self._count)
        foot.addWidget(self._left_out, 1)
        foot.addWidget(self.take_in)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self._file)
        first.addWidget(self._rows, 1)
        first.addWidget(self._remove)
        second.addWidget(self._column_name)
        second.addWidget(self.column)
        second.addStretch()
        card = QVBoxLayout(self._card)
        card.setContentsMargins(12, 6, 8, 6)
        card.setSpacing(4)
        for line in (first, second):
            line.setSpacing(8)
            card.addLayout(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addLayout(foot)
        layout.addWidget(self._card)
        layout.addWidget(self.rejects)
        self._card.hide()

    def _connect(self) -> None:
        self.field.edited.connect(self.typed)
        self.field.left.connect(self.name_all)
        self.field.files_given.connect(self.files_given)
        self.take_in.clicked.connect(self.import_wanted)
        self.column.activated.connect(self.column_chosen)
        self._remove.clicked.connect(self.file_dropped_out)
        self.rejects.located.connect(self._on_located)
        self.rejects.corrected.connect(self._on_corrected)
        self.rejects.zeros_wanted.connect(self.zeros_wanted)

    @property
    def text(self) -> str:
        """Return what stands in the field."""
        return self.field.toPlainText()

    @property
    def empty_file(self) -> str:
        """Return what is said of a file without rows."""
        return self.tr("There is no row in this file.")

    def one_file_alone(self, name: str, others: int) -> str:
        """Return what is said where several files were given at once."""
        text = self.tr("Only {name} was read: one file at a time. %n other(s) were left out.", "", others)
        return text.format(name=name)

    @property
    def left_out(self) -> str:
        """Return what is said of those left out."""
        return self._left_out.text()

    def show_addressees(self, to: Addressees, typed: str, file: File | None, imported: int) -> None:
        """Show who a text goes to; ``imported``: how many came from a file, also from one not read now."""
        self._shown = (to, typed, file, imported)
        self.field.show_text(typed)
        self._count.setText(self.tr("%Ln recipient(s)", "", to.count))
        set_tip(self._left_out, ", ".join(to.duplicates[:20]))
        self._show_file(file, imported)
        self._name(to, self.field.row_in_hand)

    def name_all(self) -> None:
        """Name all that cannot be sent to, also what was being typed."""
        self._name(self._shown[0], 0)

    def _name(self, to: Addressees, in_hand: int) -> None:
        """Name what cannot be sent to, but not a number that is being typed: it is not done."""
        named = [one for one in to.rejects if one.source is Source.FILE or one.row != in_hand]
        self._left_out.setText(self._words(len(to.duplicates), len(named)))
        set_look(self._left_out, tone="error" if named else "second")
        self.rejects.show_rejects(named, to.zeros_lost)
        self.field.mark([one.row for one in named if one.source is Source.TYPED])

    def _words(self, twice: int, none: int) -> str:
        parts = []
        if twice:
            parts.append(self.tr("%Ln given twice and left out", "", twice))
        if none:
            parts.append(self.tr("%Ln cannot be sent to", "", none))
        return "".join(f" · {part}" for part in parts)

    def _show_file(self, file: File | None, imported: int) -> None:
        self._card.setVisible(file is not None or imported > 0)
        name = file.name if file is not None else self.tr("From a file")
        short = name if len(name) <= _NAME else f"{name[: _NAME - 8]}…{name[-7:]}"
        self._file.setText(short)
        set_tip(self._file, name)
        text = self.tr("%Ln recipient(s)", "", imported)
        if file is not None:
            text = self.tr("{taken} of {rows} rows").format(taken=f"{imported:,}", rows=f"{file.rows:,}")
        hidden = file.hidden if file is not None else 0
        if hidden:
            text += " · " + self.tr("%n hidden in the sheet, taken too", "", hidden)
        set_look(self._rows, tone="warning" if hidden else "second")
        self._rows.setText(text)
        for part in (self._column_name, self.column):
            part.setVisible(file is not None)
        if file is not None:
            self._offer_columns(file.sheet.columns, file.column)

    def _offer_columns(self, names: Sequence[str], chosen: int) -> None:
        with QSignalBlocker(self.column):
            if [self.column.itemText(n) for n in range(self.column.count())] != list(names):
                self.column.clear()
                self.column.addItems(list(names))
            self.column.setCurrentIndex(chosen)

    def _on_located(self, reject: Reject) -> None:
        self.field.go_to(reject.row)

    def _on_corrected(self, reject: Reject, number: str) -> None:
        if reject.source is Source.FILE:
            self.row_corrected.emit(reject.row, number)

    def _say(self) -> None:
        self.field.setAccessibleName(self.tr("Recipients"))
        self.field.setPlaceholderText(self.tr("Type or paste numbers, separated by commas"))
        self.take_in.set_texts(self.tr("From a spreadsheet…"), self.tr("Reading…"))
        self._column_name.setText(self.tr("Numbers in"))
        self.column.setAccessibleName(self.tr("Column of the numbers"))
        self._remove.rename(self.tr("Take the recipients of the file out"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
            self.show_addressees(*self._shown)
