"""The camera of `make screenshots`: waits until a screen stands still, finds cut texts, keeps the picture.

Knows windows and themes, no screen in particular.
"""

import asyncio
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import asdict
from PIL import Image
from PySide6.QtCore import QBuffer, QElapsedTimer, QIODevice
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from tests.support.clipping import cut_texts

from occ_desktop.services.preferences import Language, ThemeChoice
from occ_desktop.ui.theme.theme import Theme, token_colour
from occ_desktop.ui.theme.theme import ThemeChoice as Look
from occ_desktop.ui.theme.tokens import DARK, LIGHT
from occ_desktop.ui.widgets.toast import Toast

SIZES = ((1280, 720), (1440, 900))
THEMES = (ThemeChoice.LIGHT, ThemeChoice.DARK)


async def until(condition: Callable[[], object], seconds: float = 30.0, what: str = "") -> None:
    """Wait while the loop turns."""
    timer = QElapsedTimer()
    timer.start()
    while not condition():
        if timer.elapsed() > seconds * 1000:
            raise TimeoutError(what)
        await asyncio.sleep(0.02)


async def quiet(milliseconds: int = 700) -> None:
    """Let what was started paint itself; a picture has no event to wait for."""
    await asyncio.sleep(milliseconds / 1000)


@dataclass(frozen=True)
class Wanted:
    """Which screens (none named: all), in which language, and where the pictures go (None: nowhere)."""

    images: Path | None
    screens: frozenset[str] = frozenset()
    language: Language = Language.KOREAN


class Camera:
    """Takes windows; ``cut`` names the texts that lose something, ``taken`` counts the looks."""

    def __init__(self, theme: Theme, wanted: Wanted) -> None:
        self._theme = theme
        self.wanted = wanted
        self.cut: list[str] = []
        self.taken = 0

    def wants(self, *names: str) -> bool:
        """Tell whether one of these pictures is asked for."""
        return not self.wanted.screens or bool(self.wanted.screens & set(names))

    async def take(self, main: QWidget | None, name: str) -> None:
        """Photograph a window in every theme and size."""
        assert main is not None
        if not self.wants(name):
            return
        for theme in THEMES:
            self._theme.choose(Look(theme.value))
            for width, height in SIZES if self.wanted.images else SIZES[:1]:
                main.resize(width, height)
                await quiet()
                self._keep(main, f"{name}-{theme.value}-{width}")
        self._theme.choose(Look(ThemeChoice.LIGHT.value))

    async def instant(
        self,
        main: QWidget | None,
        name: str,
        *,
        sized: bool = True,
        last: Callable[[], object] | None = None,
        themes: Sequence[ThemeChoice] = THEMES[:1],
    ) -> None:
        """Photograph what stands there for a moment, at the larger size or (not ``sized``) its own.

        ``last`` is done right before, for what the next second would take away again.
        """
        assert main is not None
        if not self.wants(name):
            return
        if sized:
            main.resize(*SIZES[-1])
        for theme in themes:
            self._theme.choose(Look(theme.value))
            await quiet()
            if last is not None:
                last()
                await quiet(50)
            self._keep(main, f"{name}-{theme.value}-{SIZES[-1][0]}" if sized else f"{name}-{theme.value}")
        self._theme.choose(Look(ThemeChoice.LIGHT.value))

    def _keep(self, main: QWidget, file: str) -> None:
        for toast in main.findChildren(Toast):  # a callback that came meanwhile is not what is looked at
            toast.close_toast()
        self.cut += [f"{file}: {text}" for text in cut_texts(main)]
        if self.wanted.images is not None:
            _save(_picture(main), self.wanted.images / f"{file}.png")
        self.taken += 1


def _picture(main: QWidget) -> Image.Image:
    """Return the window with every dialog and panel that stands over it, as one sees them."""
    picture = main.grab()
    painter = QPainter(picture)
    origin = main.mapToGlobal(main.rect().topLeft())
    for widget in QApplication.topLevelWidgets():
        if widget is not main and widget.isVisible() and _stands_over(widget, main):
            at = widget.mapToGlobal(widget.rect().topLeft()) - origin
            if isinstance(widget, QDialog):  # a window manager centres it and gives it an edge
                at = main.rect().center() - widget.rect().center()
                painter.fillRect(widget.rect().translated(at).adjusted(-1, -1, 1, 1), token_colour("line2"))
            painter.drawPixmap(at, widget.grab())
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data())))


def _stands_over(widget: QWidget, main: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and parent.window() is main


def _save(picture: Image.Image, path: Path) -> None:
    """Write with 256 colours, a third of the size: the tokens in view exactly, and shades between."""
    flat = picture.convert("RGB")
    seen = {colour for _, colour in flat.getcolors(flat.width * flat.height) or []}
    named = {value for look in (LIGHT, DARK) for value in asdict(look).values()}
    exact = sorted(seen & {QColor(name).getRgb()[:3] for name in named})
    shades = flat.quantize(256 - len(exact), dither=Image.Dither.NONE, kmeans=2).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for colour in exact for channel in colour] + shades)
    flat.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)
