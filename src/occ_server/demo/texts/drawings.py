"""The pictures of the sample templates, drawn here: a parcel, a label, a form, a sketch of the way, a pass.

They hold no words but some Latin letters and digits: no font with Korean is promised to be there.
"""

import io
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw, ImageFont

from occ_server.sms.catalogue.pictures import Picture, checked_picture

WIDTH, HEIGHT = 720, 540
_FINE = 2  # drawn so much larger and made smaller: smooth edges
_PAPER, _INK, _GREY, _LINE = (250, 249, 246), (43, 48, 58), (150, 156, 166), (214, 217, 222)
_RED, _BLUE, _GREEN, _CARD = (206, 62, 54), (47, 98, 168), (108, 158, 104), (201, 160, 108)
Point = tuple[float, float]
Colour = tuple[int, int, int]


class _Sheet:
    """A sheet to draw on, in a hundred by seventy-five parts."""

    def __init__(self, ground: Colour) -> None:
        self.image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), ground)
        self._pen = ImageDraw.Draw(self.image)
        self._part = WIDTH * _FINE / 100

    def _at(self, *points: Point) -> list[Point]:
        return [(x * self._part, y * self._part) for x, y in points]

    def box(self, start: Point, end: Point, fill: Colour | None, edge: Colour | None = None) -> None:
        """Draw a rectangle with round corners."""
        width = round(self._part / 2)
        self._pen.rounded_rectangle(
            self._at(start, end), radius=self._part, fill=fill, outline=edge, width=width
        )

    def shape(self, fill: Colour, *points: Point) -> None:
        """Draw a polygon."""
        self._pen.polygon(self._at(*points), fill=fill)

    def path(self, colour: Colour, width: float, *points: Point) -> None:
        """Draw a line of so many parts' width."""
        self._pen.line(self._at(*points), fill=colour, width=round(width * self._part), joint="curve")

    def dot(self, centre: Point, radius: float, fill: Colour) -> None:
        """Draw a disc."""
        x, y = centre
        self._pen.ellipse(self._at((x - radius, y - radius), (x + radius, y + radius)), fill=fill)

    def words(self, at: Point, text: str, size: float, colour: Colour) -> None:
        """Write Latin letters and digits."""
        font = ImageFont.load_default(size=size * self._part)
        self._pen.text(self._at(at)[0], text, fill=colour, font=font)

    def bars(self, start: Point, width: float, height: float, seed: int) -> None:
        """Draw what looks like a bar code."""
        x, y = start
        while x < start[0] + width:
            seed = (seed * 1103515245 + 12345) % 2**31
            bar = 0.3 + (seed >> 16) % 4 * 0.25
            self._pen.rectangle(self._at((x, y), (x + bar, y + height)), fill=_INK)
            x += bar + 0.4 + (seed >> 20) % 3 * 0.25


def _parcel() -> Image.Image:
    sheet = _Sheet((229, 236, 242))
    sheet.shape((176, 136, 88), (20, 26), (80, 26), (72, 17), (28, 17))
    sheet.box((20, 26), (80, 66), _CARD)
    sheet.box((45, 26), (55, 66), (222, 190, 144))
    sheet.box((59, 44), (76, 60), _PAPER)
    sheet.bars((61, 47), 12, 5, 7)
    for line in (54.5, 57):
        sheet.path(_LINE, 0.7, (61, line), (73, line))
    sheet.shape(_RED, (25, 59), (29, 52), (33, 59))
    sheet.path(_RED, 1.2, (29, 58), (29, 63))
    return sheet.image


def _label() -> Image.Image:
    sheet = _Sheet((237, 240, 243))
    sheet.box((14, 8), (86, 67), _PAPER, _LINE)
    sheet.bars((20, 14), 46, 11, 21)
    sheet.words((20, 26), "5501-0429-7716", 3.2, _INK)
    for row, length in enumerate((40, 52, 30)):
        sheet.path(_GREY, 1, (20, 36 + row * 5), (20 + length, 36 + row * 5))
    sheet.box((20, 50), (80, 62), None, _RED)
    sheet.path(_RED, 0.8, (46, 56), (54, 56), (51, 54), (54, 56), (51, 58))
    return sheet.image


def _form() -> Image.Image:
    sheet = _Sheet((231, 236, 241))
    sheet.box((26, 4), (74, 71), _PAPER, _LINE)
    sheet.path(_INK, 1.2, (38, 11), (62, 11))
    for row in range(6):
        y = 19 + row * 6
        sheet.path(_GREY, 0.9, (31, y), (41, y))
        sheet.box((44, y - 2), (69, y + 2), None, _LINE)
    sheet.box((44, 56), (69, 65), None, _RED)
    curve = [(47.0, 61.0), (49.0, 58.0), (51.0, 62.0), (54.0, 58.5), (57.0, 61.5), (62.0, 59.0)]
    sheet.path(_BLUE, 0.6, *curve)
    return sheet.image


def _map() -> Image.Image:
    sheet = _Sheet((233, 237, 229))
    sheet.shape((198, 219, 236), (0, 58), (40, 50), (100, 62), (100, 75), (0, 75))
    blocks = ((6, 6, 26, 22), (36, 6, 56, 22), (66, 6, 94, 22), (6, 32, 26, 46), (66, 32, 94, 50))
    for left, top, right, bottom in blocks:
        sheet.box((left, top), (right, bottom), (221, 217, 206))
    sheet.box((36, 32), (56, 46), (190, 214, 180))
    for road in (((0, 27), (100, 27)), ((31, 0), (31, 51)), ((61, 0), (61, 55))):
        sheet.path(_PAPER, 6, *road)
    sheet.path(_BLUE, 1.4, (10, 27), (31, 27), (61, 27), (61, 40))
    sheet.dot((10, 27), 2, _BLUE)
    sheet.shape(_RED, (56.6, 34.5), (65.4, 34.5), (61, 42))
    sheet.dot((61, 32.5), 4.8, _RED)
    sheet.dot((61, 32.5), 2, _PAPER)
    sheet.words((8, 30), "A", 4, _INK)
    return sheet.image


def _pass() -> Image.Image:
    sheet = _Sheet((226, 233, 241))
    sheet.box((8, 16), (92, 60), _PAPER)
    sheet.box((8, 16), (92, 25), _BLUE)
    sheet.words((12, 17.5), "BOARDING PASS", 4.4, _PAPER)
    sheet.words((13, 29), "ICN", 8, _INK)
    sheet.words((47, 29), "KIX", 8, _INK)
    sheet.path(_GREEN, 0.8, (31, 34), (44, 34), (41.5, 32), (44, 34), (41.5, 36))
    for place, (title, value) in enumerate((("GATE", "27"), ("SEAT", "14C"), ("TIME", "09:40"))):
        sheet.words((13 + place * 18, 43), title, 2.4, _GREY)
        sheet.words((13 + place * 18, 47), value, 4.6, _INK)
    for place in range(9):
        sheet.dot((70, 27.5 + place * 3.8), 0.6, (226, 233, 241))
    sheet.bars((74, 30), 14, 24, 5)
    return sheet.image


_DRAWN: Mapping[str, Callable[[], Image.Image]] = {
    "parcel": _parcel,
    "label": _label,
    "form": _form,
    "map": _map,
    "pass": _pass,
}


def drawn(name: str) -> Picture:
    """Return a picture by the word the scripts know it by, as it is kept; takes some tens of milliseconds.

    :raises KeyError: there is no such drawing.
    """
    small = _DRAWN[name]().resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    written = io.BytesIO()
    small.save(written, "JPEG", quality=88, optimize=True)
    return checked_picture(written.getvalue())
