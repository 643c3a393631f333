"""The language of the screen: our texts and Qt's own, switched while the program runs."""

import logging

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from occ_desktop.services.bus import Bus
from occ_desktop.services.events import PreferencesChanged
from occ_desktop.services.preferences import Language, Preferences
from occ_desktop.system.paths import resource

_log = logging.getLogger(__name__)


def wanted_language(chosen: Language, system: QLocale | None = None) -> str:
    """Return ``ko`` or ``en``; following the system, everything but English means Korean."""
    if chosen is not Language.SYSTEM:
        return chosen.value
    locale = system or QLocale.system()
    return "en" if locale.language() == QLocale.Language.English else "ko"


class Languages:
    """Installs translators; Qt then sends every widget a ``LanguageChange``."""

    def __init__(self, preferences: Preferences, bus: Bus) -> None:
        self._preferences = preferences
        self._installed: list[QTranslator] = []
        self.language = ""
        self._stop = bus.subscribe(PreferencesChanged, self._on_preferences)
        self.apply()

    def apply(self) -> None:
        """Speak the language the settings ask for."""
        language = wanted_language(self._preferences.value.language)
        if language == self.language:
            return
        self.language = language
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed = []
        QLocale.setDefault(QLocale(language))
        translations = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self._install(f"qtbase_{language}", translations)
        self._install(language, str(resource("i18n")))

    def close(self) -> None:
        """Stop following the settings and take the translators out."""
        self._stop()
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed = []

    def _install(self, name: str, folder: str) -> None:
        translator = QTranslator()
        if translator.load(name, folder):
            QCoreApplication.installTranslator(translator)
            self._installed.append(translator)
        elif not name.endswith("_en"):
            _log.warning("no translation %s in %s", name, folder)

    def _on_preferences(self, _event: PreferencesChanged) -> None:
        self.apply()
