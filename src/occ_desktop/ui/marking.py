"""A typed mark for texts that are translated later; PySide6 annotates its own as returning ``object``."""


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Return ``text`` unchanged; the translation tools find the call by this name."""
    return text
