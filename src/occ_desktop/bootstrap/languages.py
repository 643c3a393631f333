"""The language of the screen: our texts and Qt's own, switched while the program runs."""

import logging
from collections.abc import Sequence

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


def speak(language: str) -> list[QTranslator]:
    """Have the screen speak a language, Qt's own texts too; return what `fall_silent` takes out again."""
    QLocale.setDefault(QLocale(language))
    translations = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    wanted = ((f"qtbase_{language}", translations), (language, str(resource("i18n"))))
    return [found for name, folder in wanted if (found := _installed(name, folder)) is not None]


def fall_silent(translators: Sequence[QTranslator]) -> None:
    """Take out what `speak` installed."""
    for translator in translators:
        QCoreApplication.removeTranslator(translator)


def _installed(name: str, folder: str) -> QTranslator | None:
    translator = QTranslator()
    if translator.load(name, folder):
        QCoreApplication.installTranslator(translator)
        return translator
    if not name.endswith("_en"):
        _log.warning("no translation %s in %s", name, folder)
    return None


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
        fall_silent(self._installed)
        self._installed = speak(language)

    def close(self) -> None:
        """Stop following the settings and take the translators out."""
        self._stop()
        fall_silent(self._installed)
        self._installed = []

    def _on_preferences(self, _event: PreferencesChanged) -> None:
        self.apply()
