"""The person's menu: who one is, language, theme, keys, about, log-out, and what the program adds."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QPoint, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from occ_desktop.services.preferences import Language, Settings, ThemeChoice
from occ_desktop.ui.theme.icons import icon


class PersonMenu(QMenu):
    """Made for one opening; `popup_under` shows it without blocking."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    settings_chosen = Signal()
    keys_chosen = Signal()
    about_chosen = Signal()
    logout_chosen = Signal()
    window_chosen = Signal()
    extra_chosen = Signal(str)

    def __init__(
        self,
        who: str,
        settings: Settings,
        extras: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(240)
        head = self.addAction(who)
        head.setEnabled(False)
        self.addSeparator()
        self._add_choice(
            self.tr("Language"),
            "translate",
            (
                (Language.SYSTEM.value, self.tr("As the system")),
                (Language.KOREAN.value, QLocale("ko").nativeLanguageName()),
                (Language.ENGLISH.value, "English"),
            ),
            settings.language.value,
            self.language_chosen,
        )
        self._add_choice(
            self.tr("Appearance"),
            "moon",
            (
                (ThemeChoice.SYSTEM.value, self.tr("As the system")),
                (ThemeChoice.LIGHT.value, self.tr("Light")),
                (ThemeChoice.DARK.value, self.tr("Dark")),
            ),
            settings.theme.value,
            self.theme_chosen,
        )
        self._add("gear-six", self.tr("Settings"), self.settings_chosen)
        self._add("keyboard", self.tr("All keys (F1)"), self.keys_chosen)
        self._add("info", self.tr("About this program"), self.about_chosen)
        if extras:
            self.addSeparator()
        for extra_id, label in extras:
            self.addAction(label).setData(extra_id)
        self.addSeparator()
        self._logout = self._add("sign-out", self.tr("Log out…"), self.logout_chosen)
        self.triggered.connect(self._on_triggered)

    def offer_window(self, room: str) -> None:
        """Offer to open a room (its translated name) in a window of its own."""
        label = self.tr("Open {room} in its own window").format(room=room)
        action = QAction(icon("desktop"), label, self)
        action.triggered.connect(self.window_chosen)
        self.insertAction(self._logout, action)
        self.insertSeparator(self._logout)

    def popup_under(self, anchor: QWidget) -> None:
        """Open below the anchor, right edges together."""
        corner = anchor.mapToGlobal(QPoint(anchor.width(), anchor.height() + 2))
        self.popup(corner - QPoint(self.sizeHint().width(), 0))

    def _add(self, glyph: str, label: str, signal: SignalInstance) -> QAction:
        action = self.addAction(icon(glyph), label)
        action.triggered.connect(signal)
        return action

    def _add_choice(
        self, title: str, glyph: str, choices: Sequence[tuple[str, str]], present: str, signal: SignalInstance
    ) -> None:
        menu = self.addMenu(icon(glyph), title)
        group = QActionGroup(menu)
        for value, label in choices:
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setChecked(value == present)
            action.setProperty("choice", value)
            group.addAction(action)
        group.triggered.connect(lambda action: signal.emit(str(action.property("choice"))))

    def _on_triggered(self, action: QAction) -> None:
        if isinstance(action.data(), str):
            self.extra_chosen.emit(action.data())
