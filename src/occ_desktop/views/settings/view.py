"""The settings as laid out: sections at the left, their cards in one column at the right. Awaits nothing."""

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from occ_desktop.services.preferences import Density, Language, QuietMode, Settings, ThemeChoice
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.segmented import Segment, SegmentedControl
from occ_desktop.ui.widgets.toggle_switch import ToggleSwitch
from occ_desktop.views.settings.about import AboutBody
from occ_desktop.views.settings.card import SettingsCard
from occ_desktop.views.settings.key_rows import KeyRows

_COLUMN = 760
SECTIONS = ("appearance", "notices", "keys", "program", "local", "about")


class SettingsView(QWidget):
    """`changed(str, object)`: the person set a field of `Settings` to a value."""

    changed = Signal(str, object)
    quiet_chosen = Signal(str)
    autostart_chosen = Signal(bool)
    sound_tried = Signal()
    erase_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = QListWidget(
            self
        )  # first, as one reads: widgets stand in the tab order as they are made
        self.language = SegmentedControl(self._languages(), self.tr("Language"), self)
        self.theme = SegmentedControl(self._themes(), self.tr("Appearance"), self)
        self.density = SegmentedControl(self._densities(), self.tr("Height of rows"), self)
        self.new_callbacks = ToggleSwitch(self.tr("New callbacks"), parent=self)
        self.assignments = ToggleSwitch(self.tr("Assignments to me"), parent=self)
        self.sound = ToggleSwitch(self.tr("Sound"), parent=self)
        self.volume = QSlider(Qt.Orientation.Horizontal, self)
        self.try_sound = Button(self.tr("Play it"), glyph="speaker-high", parent=self)
        self.quiet = SegmentedControl(self._quiets(), self.tr("Do not disturb"), self)
        self.autostart = ToggleSwitch(self.tr("Start with the system"), parent=self)
        self.to_tray = ToggleSwitch(self.tr("Keep running in the tray"), parent=self)
        self.erase = Button(self.tr("Erase and log out…"), "danger", glyph="trash", parent=self)
        self.about = AboutBody(self)
        self._where = Label(self)
        self._scroll = QScrollArea(self)
        self._cards: dict[str, SettingsCard] = {}
        self._build()
        self._connect()

    def show_settings(self, settings: Settings) -> None:
        """Show what is in force, without telling anybody."""
        self.language.choose(settings.language.value)
        self.theme.choose(settings.theme.value)
        self.density.choose(settings.density.value)
        switches = (
            (self.new_callbacks, settings.notify_new_callbacks),
            (self.assignments, settings.notify_assignments),
            (self.sound, settings.sound),
            (self.to_tray, settings.close_to_tray),
        )
        for switch, on in switches:
            with QSignalBlocker(switch):
                switch.setChecked(on)
        with QSignalBlocker(self.volume):
            self.volume.setValue(settings.sound_volume)
        self.volume.setEnabled(settings.sound)
        self.try_sound.setEnabled(settings.sound)

    def show_quiet(self, mode: QuietMode, note: str) -> None:
        """Show do-not-disturb; ``note`` says until when."""
        self.quiet.choose(mode.value)
        self._quiet_note.setText(note)
        self._quiet_note.setVisible(bool(note))

    def show_autostart(self, on: bool, problem: str = "") -> None:
        """Show whether the program starts with the system, or why that could not be set."""
        with QSignalBlocker(self.autostart):
            self.autostart.setChecked(on)
        set_look(self._autostart_note, tone="error" if problem else "second")
        self._autostart_note.setText(problem)
        self._autostart_note.setVisible(bool(problem))

    def show_tray(self, available: bool) -> None:
        """Grey the tray switch with its reason where the desktop has no tray."""
        self.to_tray.setEnabled(available)
        self._tray_note.setText(
            self.tr("Closing the window keeps notices coming; quit from the tray menu.")
            if available
            else self.tr("This desktop has no tray, so closing the window ends the program.")
        )

    @property
    def autostart_problem(self) -> str:
        """Why starting with the system could not be set, empty when it could."""
        return self._autostart_note.text()

    @property
    def quiet_words(self) -> str:
        """Until when do-not-disturb holds, empty when it ends by no clock."""
        return self._quiet_note.text()

    @property
    def tray_words(self) -> str:
        """What closing the window does here."""
        return self._tray_note.text()

    def show_where(self, text: str) -> None:
        """Say whose data is kept here and from which server."""
        self._where.setText(text)

    def go_to(self, section: str) -> None:
        """Bring a section into view; unknown ones are the first."""
        name = section if section in self._cards else SECTIONS[0]
        self._index.setCurrentRow(SECTIONS.index(name))
        QTimer.singleShot(0, self, self._scroll_to_section)  # after the layout has found its heights

    def take_focus(self) -> None:
        """Put the focus on the sections, so that arrows walk them; no ring before the first key."""
        self._index.setFocus(Qt.FocusReason.MouseFocusReason)

    @property
    def section(self) -> str:
        """The section marked at the left."""
        return SECTIONS[max(0, self._index.currentRow())]

    def _build(self) -> None:
        set_look(self, ground="canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._fill_cards()
        inner = QWidget(self)
        set_look(inner, ground="canvas")
        middle = QHBoxLayout(inner)  # the cards stand in the middle of what a wide window leaves over
        middle.setContentsMargins(24, 20, 24, 24)
        middle.addStretch(1)
        column = QVBoxLayout()
        middle.addLayout(column, 100)
        middle.addStretch(1)
        column.setSpacing(16)
        for card in self._cards.values():
            card.setMaximumWidth(_COLUMN)
            column.addWidget(card)
        column.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_look(self._scroll, ground="canvas")
        self._index.setFixedWidth(216)
        self._index.setSpacing(1)
        self._index.setProperty("index", True)
        self._index.setViewportMargins(12, 16, 12, 12)
        self._index.setAccessibleName(self.tr("Sections of the settings"))
        for name in SECTIONS:
            QListWidgetItem(self._cards[name].accessibleName(), self._index)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._index)
        whole.addWidget(self._scroll, 1)
        self._order_tab_stops()

    def _order_tab_stops(self) -> None:
        """Let Tab walk the cards as one reads them: widgets stand in its order as they were made."""
        before: QWidget = self._index
        for card in self._cards.values():
            for control in card.findChildren(QWidget):
                if control.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    self.setTabOrder(before, control)
                    before = control

    def _fill_cards(self) -> None:
        appearance = self._card("appearance", self.tr("Display"))
        appearance.add_row(self.tr("Language"), self.language)
        appearance.add_row(self.tr("Appearance"), self.theme)
        appearance.add_row(
            self.tr("Height of rows"), self.density, self.tr("Compact shows more rows at once.")
        )
        self._fill_notices()
        self.keys = KeyRows(self._card("keys", self.tr("Keys")))
        program = self._card("program", self.tr("Program"))
        self._autostart_note = program.add_row(self.tr("Start with the system"), self.autostart)
        self._tray_note = program.add_row(self.tr("Keep running in the tray"), self.to_tray, " ")
        local = self._card("local", self.tr("Data on this computer"))
        self._where.setWordWrap(True)
        set_look(self._where, tone="second")
        local.add_body(self._where)
        local.add_row(
            self.tr("Erase what this computer keeps"),
            self.erase,
            self.tr("The local copy, drafts and what is not sent yet go; nothing changes on the server."),
        )
        self._card("about", self.tr("About this program")).add_body(self.about)

    def _fill_notices(self) -> None:
        notices = self._card("notices", self.tr("Notices"))
        notices.add_row(
            self.tr("New callbacks"), self.new_callbacks, self.tr("Several at once come as one notice.")
        )
        notices.add_row(
            self.tr("Assignments to me"), self.assignments, self.tr("Also when one is taken from you.")
        )
        self.volume.setRange(0, 100)
        self.volume.setSingleStep(5)
        self.volume.setFixedSize(140, 24)
        self.volume.setAccessibleName(self.tr("Volume"))
        sound = QWidget(self)
        row = QHBoxLayout(sound)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for widget in (self.try_sound, self.volume, self.sound):
            row.addWidget(widget)
        notices.add_row(self.tr("Sound"), sound)
        self._quiet_note = notices.add_row(self.tr("Do not disturb"), self.quiet)

    def _card(self, name: str, title: str) -> SettingsCard:
        card = SettingsCard(title, self)
        self._cards[name] = card
        return card

    def _connect(self) -> None:
        self.language.chosen.connect(lambda code: self.changed.emit("language", Language(code)))
        self.theme.chosen.connect(lambda code: self.changed.emit("theme", ThemeChoice(code)))
        self.density.chosen.connect(lambda code: self.changed.emit("density", Density(code)))
        self.new_callbacks.toggled.connect(lambda on: self.changed.emit("notify_new_callbacks", on))
        self.assignments.toggled.connect(lambda on: self.changed.emit("notify_assignments", on))
        self.sound.toggled.connect(lambda on: self.changed.emit("sound", on))
        self.volume.valueChanged.connect(lambda value: self.changed.emit("sound_volume", value))
        self.to_tray.toggled.connect(lambda on: self.changed.emit("close_to_tray", on))
        self.autostart.toggled.connect(self.autostart_chosen)
        self.quiet.chosen.connect(self.quiet_chosen)
        self.try_sound.clicked.connect(self.sound_tried)
        self.erase.clicked.connect(self.erase_chosen)
        self._index.currentRowChanged.connect(lambda _row: self._scroll_to_section())

    def _scroll_to_section(self) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(min(max(0, self._cards[self.section].y() - 20), bar.maximum()))

    def _languages(self) -> list[Segment]:
        return [
            Segment(Language.SYSTEM.value, self.tr("As the system")),
            Segment(Language.KOREAN.value, QLocale("ko").nativeLanguageName()),
            Segment(Language.ENGLISH.value, "English"),
        ]

    def _themes(self) -> list[Segment]:
        return [
            Segment(ThemeChoice.SYSTEM.value, self.tr("As the system")),
            Segment(ThemeChoice.LIGHT.value, self.tr("Light")),
            Segment(ThemeChoice.DARK.value, self.tr("Dark")),
        ]

    def _densities(self) -> list[Segment]:
        return [
            Segment(Density.COMPACT.value, self.tr("Compact")),
            Segment(Density.NORMAL.value, self.tr("Normal")),
            Segment(Density.ROOMY.value, self.tr("Roomy")),
        ]

    def _quiets(self) -> list[Segment]:
        return [
            Segment(QuietMode.OFF.value, self.tr("Off")),
            Segment(QuietMode.HALF_HOUR.value, self.tr("30 min")),
            Segment(QuietMode.WHILE_ON_CALL.value, self.tr("On a call")),
            Segment(QuietMode.UNTIL_TOMORROW.value, self.tr("Tomorrow")),
        ]
