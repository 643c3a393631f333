"""The small marks of check boxes, arrows and radio buttons, as pictures the style sheet can name.

A style sheet takes pictures only by address. They are drawn here from the tokens; `scripts/indicators` packs
them with pyside6-rcc into resources/indicators.rcc, which is made anew when a token changes.
"""

from functools import cache

from PySide6.QtCore import QResource

from occ_desktop.system.paths import resource
from occ_desktop.ui.theme.tokens import Tokens


def indicator_url(tokens: Tokens, name: str) -> str:
    """The `url(...)` of a mark for this scheme."""
    return f"url(:/occ-{scheme(tokens)}/{name}.svg)"


@cache
def register_indicators() -> None:
    """Make the marks of both schemes available. Raises `FileNotFoundError` when they were not packed."""
    packed = resource("indicators.rcc")
    if not QResource.registerResource(str(packed)):
        raise FileNotFoundError(packed)


def scheme(tokens: Tokens) -> str:
    """Return the name of a scheme in the addresses of its marks."""
    return "dark" if tokens.dark else "light"


def _svg(size: int, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" '
        f'viewBox="0 0 {size} {size}">{body}</svg>'
    )


def _stroke(points: str, ink: str, width: float = 1.6) -> str:
    return (
        f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="{width}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def pictures(t: Tokens) -> dict[str, str]:
    """Return the marks of a scheme as SVG, by name."""

    def box(edge: str, ground: str, mark: str = "") -> str:
        frame = (
            f'<rect x="0.75" y="0.75" width="14.5" height="14.5" rx="3.5" '
            f'fill="{ground}" stroke="{edge}" stroke-width="1.5"/>'
        )
        return _svg(16, frame + mark)

    def dot(edge: str, ground: str, mark: str = "") -> str:
        frame = f'<circle cx="8" cy="8" r="7.25" fill="{ground}" stroke="{edge}" stroke-width="1.5"/>'
        return _svg(16, frame + mark)

    tick = "4.2,8.4 7,11 11.8,5.4"
    made = {
        "check-off": box(t.field, t.surface),
        "check-on": box(t.accent, t.accent, _stroke(tick, t.on, 1.9)),
        "check-part": box(t.accent, t.accent, _stroke("4.5,8 11.5,8", t.on, 1.9)),
        "check-off-disabled": box(t.line2, t.sunken),
        "check-on-disabled": box(t.line2, t.greyb, _stroke(tick, t.disabled, 1.9)),
        "check-off-focus": box(t.accent, t.soft),
        "check-on-focus": box(t.text, t.accent, _stroke(tick, t.on, 1.9)),
        "radio-off": dot(t.field, t.surface),
        "radio-on": dot(t.accent, t.accent, f'<circle cx="8" cy="8" r="2.8" fill="{t.on}"/>'),
        "radio-off-disabled": dot(t.line2, t.sunken),
        "radio-on-disabled": dot(t.line2, t.greyb, f'<circle cx="8" cy="8" r="2.8" fill="{t.disabled}"/>'),
        "radio-off-focus": dot(t.accent, t.soft),
        "radio-on-focus": dot(t.text, t.accent, f'<circle cx="8" cy="8" r="2.8" fill="{t.on}"/>'),
        "tick": _svg(16, _stroke("3.5,8.5 6.8,11.5 12.5,4.8", t.accent, 1.8)),
        "calendar": _svg(
            16,
            f'<rect x="2.5" y="3.5" width="11" height="10" rx="1.5" fill="none" stroke="{t.text3}" '
            f'stroke-width="1.2"/>'
            + _stroke("2.5,6.5 13.5,6.5", t.text3, 1.2)
            + _stroke("5.2,2 5.2,4.6", t.text3, 1.2)
            + _stroke("10.8,2 10.8,4.6", t.text3, 1.2),
        ),
    }
    arrows = {"down": "4,6.2 8,10 12,6.2", "up": "4,9.8 8,6 12,9.8"}
    arrows |= {"left": "9.8,4 6,8 9.8,12", "right": "6.2,4 10,8 6.2,12"}
    for name, points in arrows.items():
        made[name] = _svg(16, _stroke(points, t.text3))
        made[f"{name}-disabled"] = _svg(16, _stroke(points, t.disabled))
    return made
