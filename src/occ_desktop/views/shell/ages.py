"""How long ago something was, in words. Knows no clock: the caller measures."""

from PySide6.QtCore import QObject


class Ages(QObject):
    """Puts ages into words; an object only because plural forms hang on `tr`."""

    def words(self, seconds: float) -> str:
        """Return "just now", "12 seconds ago", … for an age in seconds; negative ages are just now."""
        whole = int(seconds)
        minutes, hours, days = whole // 60, whole // 3600, whole // 86_400
        if whole < 2:
            return self.tr("just now")
        if minutes < 1:
            return self.tr("%n second(s) ago", None, whole)
        if hours < 1:
            return self.tr("%n minute(s) ago", None, minutes)
        if days < 1:
            return self.tr("%n hour(s) ago", None, hours)
        return self.tr("%n day(s) ago", None, days)
