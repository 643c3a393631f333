"""The small marks of check boxes, arrows and radio buttons, as pictures the style sheet can name.

A style sheet takes pictures only by address. They are drawn here from the tokens and registered as an
in-memory Qt resource (format of rcc, version 1), so no file is written and no colour is stored twice.
"""

import struct

from PySide6.QtCore import QResource

from occ_desktop.ui.theme.tokens import Tokens

_registered: dict[str, bytes] = {}


def indicator_url(tokens: Tokens, name: str) -> str:
    """The `url(...)` of a mark for this scheme."""
    return f"url(:/occ-{_scheme(tokens)}/{name}.svg)"


def register_indicators(tokens: Tokens) -> None:
    """Make the marks of this scheme available; the second call for the same scheme does nothing."""
    scheme = _scheme(tokens)
    if scheme in _registered:
        return
    pictures = {f"{name}.svg": body.encode() for name, body in _pictures(tokens).items()}
    packed = _pack(f"occ-{scheme}", pictures)
    _registered[scheme] = packed  # Qt keeps no copy of the bytes
    QResource.registerResourceData(packed)


def _scheme(tokens: Tokens) -> str:
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


def _pictures(t: Tokens) -> dict[str, str]:
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
    pictures = {
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
        pictures[name] = _svg(16, _stroke(points, t.text3))
        pictures[f"{name}-disabled"] = _svg(16, _stroke(points, t.disabled))
    return pictures


def _pack(folder: str, files: dict[str, bytes]) -> bytes:
    """One folder of files as rcc data, version 1."""
    names = bytearray()
    offsets: dict[str, int] = {}
    for name in (folder, *files):
        offsets[name] = len(names)
        names += struct.pack(">HI", len(name), _hash(name)) + name.encode("utf-16-be")
    payload = bytearray()
    tree = struct.pack(">IHII", 0, 2, 1, 1) + struct.pack(">IHII", offsets[folder], 2, len(files), 2)
    for name in sorted(files, key=_hash):
        tree += struct.pack(">IHHHI", offsets[name], 0, 0, 1, len(payload))
        payload += struct.pack(">I", len(files[name])) + files[name]
    head = 20
    header = b"qres" + struct.pack(">IIII", 1, head, head + len(tree), head + len(tree) + len(payload))
    return header + tree + bytes(payload) + bytes(names)


def _hash(name: str) -> int:
    value = 0
    for letter in name:
        value = (value << 4) + ord(letter)
        value ^= (value & 0xF0000000) >> 23
        value &= 0x0FFFFFFF
    return value
