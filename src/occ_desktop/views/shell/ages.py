"""How long ago something was, in words. Pure: the caller measures."""

from PySide6.QtCore import QCoreApplication


def ago(seconds: float) -> str:
    """Return "just now", "12 seconds ago", … for an age in seconds; negative ages are just now."""
    translate = QCoreApplication.translate
    whole = int(seconds)
    if whole < 2:
        return translate("Ages", "just now")
    if whole < 60:
        return translate("Ages", "%n second(s) ago", None, whole)
    if whole < 3600:
        return translate("Ages", "%n minute(s) ago", None, whole // 60)
    if whole < 86_400:
        return translate("Ages", "%n hour(s) ago", None, whole // 3600)
    return translate("Ages", "%n day(s) ago", None, whole // 86_400)
