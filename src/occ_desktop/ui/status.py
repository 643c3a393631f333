"""The status vocabulary: label + shape + colour, drawn by one function for tables and widgets alike.

Filled means "still needs somebody", so the eye can find open work by looking for fills. The labels come from
the caller, already translated; this module knows shapes and colours only.
"""

from enum import StrEnum

import msgspec
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.status_shapes import Shape, paint_shape
from occ_desktop.ui.theme.fonts import BODY, shared_font, text_width
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import SIZES, Token


class Form(StrEnum):
    """How much a status asks for attention."""

    FILLED = "filled"
    PLAIN = "plain"
    DASHED = "dashed"


class StatusLook(msgspec.Struct, frozen=True):
    """Shape, colours and form of one status. `ink` colours glyph and label unless `label_ink` is given."""

    shape: Shape
    ink: Token
    ground: Token | None = None
    form: Form = Form.PLAIN
    label_ink: Token | None = None


def _filled(shape: Shape, hue: Token, ground: Token) -> StatusLook:
    return StatusLook(shape, hue, ground, Form.FILLED)


LOOKS: dict[str, StatusLook] = {
    "callback.received": _filled(Shape.RING, "amber", "amberb"),
    "callback.assigned": _filled(Shape.HALF_DISC, "blue", "blueb"),
    "callback.completed": StatusLook(Shape.CHECK, "green", label_ink="text2"),
    "callback.cancelled": StatusLook(Shape.STROKED_RING, "grey", form=Form.DASHED),
    "call.connected": StatusLook(Shape.CHECK, "green", label_ink="text2"),
    "call.busy": StatusLook(Shape.STROKED_RING, "amber", label_ink="text2"),
    "call.no_answer": StatusLook(Shape.RING, "amber", label_ink="text2"),
    "call.failed": _filled(Shape.TRIANGLE, "red", "redb"),
    "call.agent_no_answer": _filled(Shape.TRIANGLE, "red", "redb"),
    "call.agent_unreachable": _filled(Shape.TRIANGLE, "red", "redb"),
    "call.unknown": _filled(Shape.QUESTION, "amber", "amberb"),
    "call.live": _filled(Shape.HANDSET, "blue", "blueb"),
    "call.talking": _filled(Shape.HANDSET, "blue", "blueb"),
    "call.dialling": _filled(Shape.HANDSET_OUT, "blue", "blueb"),
    "call.ringing": _filled(Shape.BELL, "amber", "amberb"),
    "cti.ready": _filled(Shape.DISC, "green", "greenb"),
    "cti.talking": _filled(Shape.HANDSET, "blue", "blueb"),
    "cti.dialling": _filled(Shape.HANDSET_OUT, "blue", "blueb"),
    "cti.ringing": _filled(Shape.BELL, "amber", "amberb"),
    "cti.work": _filled(Shape.SQUARE, "grey", "greyb"),
    "cti.rest": _filled(Shape.BARS, "grey", "greyb"),
    "cti.break": _filled(Shape.BARS, "grey", "greyb"),
    "cti.logged_out": StatusLook(Shape.RING, "text3"),
    "cti.disconnected": _filled(Shape.STROKED_RING, "red", "redb"),
    "sms.processing": _filled(Shape.DOTS, "blue", "blueb"),
    "sms.reserved": _filled(Shape.CLOCK, "blue", "blueb"),
    "sms.checking": _filled(Shape.QUESTION, "amber", "amberb"),
    "sms.held": _filled(Shape.RING, "amber", "amberb"),
    "sms.completed": StatusLook(Shape.CHECK, "green", label_ink="text2"),
    "sms.failed": _filled(Shape.TRIANGLE, "red", "redb"),
    "sms.cancelled": StatusLook(Shape.STROKED_RING, "grey", form=Form.DASHED),
    "outbox.waiting": _filled(Shape.ARROW_UP, "amber", "amberb"),
    "outbox.sending": _filled(Shape.DOTS, "blue", "blueb"),
    "outbox.conflict": _filled(Shape.TRIANGLE, "red", "redb"),
    "outbox.sent": StatusLook(Shape.CHECK, "green", label_ink="text2"),
    "unknown": StatusLook(Shape.QUESTION, "text3"),
}

_FLAGS = (
    Qt.AlignmentFlag.AlignVCenter
    | Qt.AlignmentFlag.AlignLeft
    | Qt.TextFlag.TextDontClip
    | Qt.TextFlag.TextSingleLine
)
_GLYPH = 12
_PAD = 8
_GAP = 6


def look_of(code: str) -> StatusLook:
    """The look of a status code; one this version does not know yet gets the neutral question mark."""
    return LOOKS.get(code, LOOKS["unknown"])


def status_width(look: StatusLook, label: str) -> int:
    """Width in pixels a status needs; it is never elided."""
    bold = look.form is Form.FILLED
    return _PAD * 2 + _GLYPH + _GAP + text_width(label, BODY, bold=bold)


def paint_status(
    painter: QPainter, rect: QRect | QRectF, look: StatusLook, label: str, *, disabled: bool = False
) -> None:
    """Draw a status at the left of `rect`, vertically centred, at most as wide as `rect`."""
    area = QRectF(rect)
    width = min(float(status_width(look, label)), area.width())
    pill = QRectF(area.left(), area.center().y() - SIZES.pill / 2 + 0.5, width, SIZES.pill)
    ink = token_colour("disabled") if disabled else token_colour(look.ink)
    label_ink = ink if disabled or look.label_ink is None else token_colour(look.label_ink)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_ground(painter, pill, look)
    glyph = QRectF(pill.left() + _PAD, pill.center().y() - _GLYPH / 2, _GLYPH, _GLYPH)
    paint_shape(painter, glyph, look.shape, ink)
    painter.setFont(shared_font(BODY, bold=look.form is Form.FILLED))
    painter.setPen(label_ink)
    start = glyph.right() + _GAP
    text = QRectF(start, area.top(), pill.right() - start, area.height())
    painter.drawText(text, _FLAGS, label)
    painter.restore()


def _paint_ground(painter: QPainter, pill: QRectF, look: StatusLook) -> None:
    radius = pill.height() / 2
    if look.form is Form.FILLED and look.ground is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(token_colour(look.ground))
        painter.drawRoundedRect(pill, radius, radius)
    elif look.form is Form.DASHED:
        pen = QPen(token_colour("field"), 1.0, Qt.PenStyle.DashLine)
        pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5)


class StatusPill(QWidget):
    """A status as a widget. `code` is a key of `LOOKS`, `label` the translated name."""

    def __init__(self, code: str = "unknown", label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._code = code
        self._label = label
        self.setAccessibleName(label)

    @property
    def code(self) -> str:
        """The code shown."""
        return self._code

    def show_status(self, code: str, label: str) -> None:
        """Change what is shown."""
        self._code, self._label = code, label
        self.setAccessibleName(label)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(status_width(look_of(self._code), self._label), SIZES.pill + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_status(painter, self.rect(), look_of(self._code), self._label, disabled=not self.isEnabled())
        painter.end()


class StatusGlyph(QWidget):
    """Only the shape of a status, for lines that already say its name."""

    def __init__(self, code: str, label: str, parent: QWidget | None = None, *, size: int = _GLYPH) -> None:
        super().__init__(parent)
        self._code = code
        self.setFixedSize(size + 2, size + 2)
        self.setAccessibleName(label)
        set_tip(self, label)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = look_of(self._code)
        ink: QColor = token_colour(look.ink)
        paint_shape(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), look.shape, ink)
        painter.end()


def paint_dot(painter: QPainter, centre: QPointF, ink: QColor, radius: float = 2.5) -> None:
    """The small dot that marks something new."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(centre, radius, radius)
    painter.restore()
