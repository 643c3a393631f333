"""The type of the client: family order, the few sizes there are, figures of equal width.

Only weights 400 and 700 exist in all three families, so hierarchy comes from weight and colour.
"""

from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

FAMILIES: Final = ("Malgun Gothic", "Apple SD Gothic Neo", "Noto Sans CJK KR", "Noto Sans KR", "NanumGothic")
MONO_FAMILIES: Final = ("D2Coding", "Noto Sans Mono CJK KR", "NanumGothicCoding", "monospace")

BODY: Final = 10.0
SECTION: Final = 11.0
PANEL_TITLE: Final = 13.0
DIALOG_TITLE: Final = 14.0
FIGURE: Final = 20.0


@cache
def installed_families() -> tuple[str, ...]:
    """The families of our order this machine has; asking for an absent one costs a slow substitution."""
    present = set(QFontDatabase.families())
    found = tuple(name for name in FAMILIES if name in present)
    return found or ("sans-serif",)


def font(size: float = BODY, *, bold: bool = False, pixels: int | None = None) -> QFont:
    """A font of `size` points (or `pixels` device-independent pixels) with tabular figures."""
    return QFont(_made(size, bold, pixels))  # a copy: whoever is handed a font may change it


def shared_font(size: float = BODY, *, bold: bool = False) -> QFont:
    """The font itself, for a painter, which copies it again: whoever asks for it changes nothing of it."""
    return _made(size, bold, None)


@cache
def _made(size: float, bold: bool, pixels: int | None) -> QFont:
    """The same, made once: every cell that is painted asks for one."""
    made = QFont()
    made.setFamilies(list(installed_families()))
    if pixels is None:
        made.setPointSizeF(size)
    else:
        made.setPixelSize(max(1, pixels))
    made.setBold(bold)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setStyleHint(QFont.StyleHint.SansSerif)
    return made


@cache
def metrics(size: float = BODY, *, bold: bool = False) -> QFontMetricsF:
    """Metrics of `font(size)`; cached, because delegates ask for every cell."""
    return QFontMetricsF(font(size, bold=bold))


def text_width(text: str, size: float = BODY, *, bold: bool = False) -> int:
    """Width of `text` in whole pixels, rounded up."""
    return int(metrics(size, bold=bold).horizontalAdvance(text) + 0.999)
